import type { Page } from '../page.ts';
import { type ChildReader, ReaderCrashedError, startChildReader } from './child-reader.ts';

/** Reading processes with a queue before them. */
export interface ReaderPool {
  /** Queues an image. */
  submit(image: Uint8Array): PoolTask;
  /** Process ids of the running processes. */
  pids(): number[];
  /** Refuses what is queued or being read, and ends every process. Idempotent. */
  close(): Promise<void>;
}

/** One image on its way through the pool. */
export interface PoolTask {
  readonly page: Promise<Page>;
  /** Takes the image out of the queue, which rejects `page` with the reason; false when it is already being read. */
  drop(reason: unknown): boolean;
}

export interface PoolOptions {
  /** Most processes at a time. */
  readonly processes: number;
  /** A process without work for this long ends, milliseconds. */
  readonly idleMs: number;
}

interface Job {
  readonly image: Uint8Array;
  readonly resolve: (page: Page) => void;
  readonly reject: (reason: unknown) => void;
  crashes: number;
}

interface Seat {
  readonly child: ChildReader;
  idleTimer: NodeJS.Timeout | undefined;
  busy: boolean;
}

/** An image that has ended this many processes is refused. */
const MAX_CRASHES = 2;

/** Opens a pool; processes are started when there is work for them. */
export function openReaderPool(options: PoolOptions): ReaderPool {
  return new ProcessPool(options);
}

class ProcessPool implements ReaderPool {
  readonly #options: PoolOptions;
  readonly #queue: Job[] = [];
  readonly #seats = new Set<Seat>();
  /** Processes that were told to end and have not yet. */
  readonly #ending = new Set<Promise<void>>();
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  submit(image: Uint8Array): PoolTask {
    const { promise, resolve, reject } = deferred();
    const job: Job = { image, resolve, reject, crashes: 0 };
    if (this.#closed) reject(closedError());
    else this.#queue.push(job);
    this.#dispatch();
    return { page: promise, drop: (reason) => dropJob(this.#queue, job, reason) };
  }

  pids(): number[] {
    return [...this.#seats].flatMap((seat) => seat.child.pid ?? []);
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#queue.splice(0)) job.reject(closedError());
    for (const seat of this.#seats) this.#dismiss(seat);
    await Promise.all(this.#ending);
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      const seat = this.#freeSeat();
      const job = seat === undefined ? undefined : this.#queue.shift();
      if (seat === undefined || job === undefined) return;
      void this.#work(seat, job);
    }
  }

  #freeSeat(): Seat | undefined {
    for (const seat of this.#seats) {
      if (!seat.child.alive && !seat.busy) this.#dismiss(seat);
      else if (!seat.busy) return seat;
    }
    if (this.#seats.size >= this.#options.processes) return undefined;
    const seat: Seat = { child: startChildReader(), idleTimer: undefined, busy: false };
    this.#seats.add(seat);
    return seat;
  }

  async #work(seat: Seat, job: Job): Promise<void> {
    seat.busy = true;
    clearTimeout(seat.idleTimer);
    try {
      job.resolve(await seat.child.read(job.image));
    } catch (error) {
      this.#afterFailure(job, error);
    }
    seat.busy = false;
    if (!seat.child.alive) this.#dismiss(seat);
    else seat.idleTimer = setTimeout(() => this.#dismiss(seat), this.#options.idleMs).unref();
    this.#dispatch();
  }

  #afterFailure(job: Job, error: unknown): void {
    if (this.#closed) job.reject(closedError());
    else if (!(error instanceof ReaderCrashedError)) job.reject(error);
    else if (++job.crashes < MAX_CRASHES) this.#queue.unshift(job);
    else job.reject(refusal(job, error));
  }

  #dismiss(seat: Seat): void {
    clearTimeout(seat.idleTimer);
    if (!this.#seats.delete(seat)) return;
    const end = seat.child.stop().finally(() => this.#ending.delete(end));
    this.#ending.add(end);
  }
}

function dropJob(queue: Job[], job: Job, reason: unknown): boolean {
  const index = queue.indexOf(job);
  if (index < 0) return false;
  queue.splice(index, 1);
  job.reject(reason);
  return true;
}

function refusal(job: Job, last: ReaderCrashedError): ReaderCrashedError {
  return new ReaderCrashedError(`Refused an image that ended ${job.crashes} reading processes. ${last.message}`, {
    cause: last,
  });
}

/** Why reads fail after `close`. */
export function closedError(): Error {
  return new Error('The page reader is closed.');
}

interface Deferred {
  readonly promise: Promise<Page>;
  readonly resolve: (page: Page) => void;
  readonly reject: (reason: unknown) => void;
}

function deferred(): Deferred {
  let resolve: (page: Page) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<Page>((onPage, onError) => {
    resolve = onPage;
    reject = onError;
  });
  return { promise, resolve, reject };
}
