import { CloudError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Abortable } from './abort.ts';
import type { CallPace } from './adaptive-concurrency-pace.ts';

export interface GateOptions extends Abortable {
  /** Bounds, and what was learnt so far: a pace may be handed from one batch of calls to the next to the same quota. */
  readonly pace: CallPace;
  readonly clock: Clock;
  /** Whether a failure means "too fast". Default: a `CloudError` with the code `throttled`. */
  readonly isRefusal?: (error: unknown) => boolean;
  /** When the service has taken nothing for this long, its refusal is thrown: a quota may be 0. Milliseconds, default 300,000. */
  readonly patienceMs?: number;
}

/** What is known about one call. */
export interface PacedCallOptions<Result> {
  /** Most tokens that the call can take, against a cap of tokens. Default 0. */
  readonly tokens?: number;
  /** Tokens that it took. Default: those set aside. */
  readonly tokensOf?: (result: Result) => number;
  /**
   * Longest wait for a turn, milliseconds; a refusal is thrown at once then, as something else can be done instead. Default: as long as it takes,
   * and refused calls are made again.
   */
  readonly maxWaitMs?: number;
}

/** Makes one call when the pace allows. A refused call is made again, before younger ones, and never counts as failed. */
export type PacedCall = <Result>(call: () => Promise<Result>, options?: PacedCallOptions<Result>) => Promise<Result>;

/** A call had no turn within its `maxWaitMs`: nothing was sent. */
export class NoTurnError extends CloudError {
  constructor(maxWaitMs: number) {
    super('throttled', `No room for the call within ${maxWaitMs} ms at the pace that the service takes.`, {
      retryable: true,
    });
  }
}

/** A call that waits for its turn. */
interface Waiting {
  /** Order of arrival; kept when the call is refused. */
  readonly place: number;
  readonly tokens: number;
  /** Makes the call. @returns whether it was refused and has to be made again. */
  readonly attempt: () => Promise<boolean>;
  readonly reject: (reason: unknown) => void;
}

const isThrottle = (error: unknown): boolean => error instanceof CloudError && error.code === 'throttled';

/** Lets calls to one quota through at a pace. No timer when nothing waits. */
export class CallGate {
  readonly #options: GateOptions;
  /** By place. */
  readonly #waiting: Waiting[] = [];
  readonly #timer = new AbortController();
  #arrived = 0;
  #wakesAt = Number.POSITIVE_INFINITY;
  /** First refusal since the service last took a call. */
  #refusedSince: number | undefined;
  #closed: { readonly reason: unknown } | undefined;

  constructor(options: GateOptions) {
    this.#options = options;
    const { signal } = options;
    if (signal?.aborted) this.close(signal.reason);
    else signal?.addEventListener('abort', this.#abort, { once: true });
  }

  readonly call: PacedCall = (call, options = {}) =>
    new Promise((resolve, reject) => {
      const attempt = async (): Promise<boolean> => {
        const outcome = await this.#perform(call, options);
        if (outcome === undefined) return true;
        if ('error' in outcome) reject(outcome.error);
        else resolve(outcome.result);
        return false;
      };
      this.#arrived += 1;
      const waiting = { place: this.#arrived, tokens: options.tokens ?? 0, attempt, reject };
      this.#enqueue(waiting);
      this.#pump();
      if (options.maxWaitMs !== undefined) this.#giveUpAfter(options.maxWaitMs, waiting);
    });

  /** Calls that wait, and all later ones, are rejected. Running ones go on. */
  close(reason: unknown): void {
    if (this.#closed) return;
    this.#closed = { reason };
    this.#options.signal?.removeEventListener('abort', this.#abort);
    this.#timer.abort(reason);
    for (const { reject } of this.#waiting.splice(0)) reject(reason);
  }

  readonly #abort = (): void => this.close(this.#options.signal?.reason);

  #enqueue(call: Waiting): void {
    if (this.#closed) {
      call.reject(this.#closed.reason);
      return;
    }
    // Refused calls are few and old: their place is near the front.
    const at = this.#waiting.findIndex(({ place }) => place > call.place);
    this.#waiting.splice(at === -1 ? this.#waiting.length : at, 0, call);
  }

  #pump(): void {
    const { pace, clock } = this.#options;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const delay = pace.delay(clock.now(), next.tokens);
      if (delay > 0) {
        if (Number.isFinite(delay)) this.#wakeIn(delay);
        return; // Without a delay to wait for, the end of a running call pumps again.
      }
      this.#waiting.shift();
      void this.#begin(next);
    }
  }

  async #begin(next: Waiting): Promise<void> {
    const again = await next.attempt();
    if (again) this.#enqueue(next);
    this.#pump();
  }

  /** @returns undefined when the call was refused and patience lasts. */
  async #perform<Result>(
    call: () => Promise<Result>,
    { tokens = 0, tokensOf, maxWaitMs }: PacedCallOptions<Result>,
  ): Promise<{ readonly result: Result } | { readonly error: unknown } | undefined> {
    const { pace, clock, isRefusal = isThrottle, patienceMs = 300_000 } = this.#options;
    const startedAt = clock.now();
    const reservation = pace.start(startedAt, tokens);
    try {
      const result = await call();
      this.#refusedSince = undefined;
      pace.settle(reservation, tokensOf?.(result) ?? tokens, clock.now());
      pace.taken(clock.now(), startedAt);
      return { result };
    } catch (error) {
      const now = clock.now();
      if (isRefusal(error)) {
        pace.settle(reservation, 0, now);
        pace.refused(startedAt, now);
        this.#refusedSince ??= now;
        return maxWaitMs !== undefined || now - this.#refusedSince >= patienceMs ? { error } : undefined;
      }
      // An answer of the service, even a bad one, has used up quota; a lost connection may not have.
      if (isAnswer(error)) pace.taken(now, startedAt);
      else pace.ended();
      return { error };
    }
  }

  #giveUpAfter(maxWaitMs: number, waiting: Waiting): void {
    if (!this.#waiting.includes(waiting)) return;
    this.#options.clock.sleep(maxWaitMs, this.#timer.signal).then(
      () => {
        const at = this.#waiting.indexOf(waiting);
        if (at === -1) return;
        this.#waiting.splice(at, 1);
        waiting.reject(new NoTurnError(maxWaitMs));
      },
      () => {}, // Closed: it has been rejected.
    );
  }

  #wakeIn(delay: number): void {
    const { clock } = this.#options;
    const wakesAt = clock.now() + delay;
    if (wakesAt >= this.#wakesAt) return;
    this.#wakesAt = wakesAt;
    clock.sleep(delay, this.#timer.signal).then(
      () => {
        if (this.#wakesAt === wakesAt) this.#wakesAt = Number.POSITIVE_INFINITY;
        this.#pump();
      },
      () => {}, // Closed: nothing waits any more.
    );
  }
}

/** A model that is not loaded yet has taken nothing. */
const isAnswer = (error: unknown): boolean =>
  error instanceof CloudError && error.status !== undefined && error.code !== 'model-not-ready';
