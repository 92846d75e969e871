import { CloudError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Abortable } from './abort.ts';
import type { CallPace } from './adaptive-concurrency-pace.ts';
import { mapUnordered } from './map-unordered.ts';

export interface AdaptiveOptions extends Abortable {
  /** Bounds, and what was learnt so far: a pace may be handed from one batch of calls to the next to the same quota. */
  readonly pace: CallPace;
  readonly clock: Clock;
  /** Whether a failure means "too fast". Default: a `CloudError` with the code `throttled`. */
  readonly isRefusal?: (error: unknown) => boolean;
  /** When the service has taken nothing for this long, its refusal is thrown: a quota may be 0. Milliseconds, default 300,000. */
  readonly patienceMs?: number;
}

/** Makes one call when the pace allows. A refused call is made again, before younger ones, and never counts as failed. */
export type PacedCall = <Result>(call: () => Promise<Result>) => Promise<Result>;

/**
 * Runs `work` over `items` and yields results as they come, as fast as a service with an unknown quota takes the calls.
 * Every call that `work` makes through the `call` it is given is paced, first ones and repeated ones alike; work that needs no call costs nothing.
 * Memory: at most `pace.maxConcurrency` items and results.
 *
 * @throws the first error of `work`, the last refusal when patience ends, or the signal's reason. Running work is awaited before.
 */
export async function* mapAdaptive<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  work: (item: Item, call: PacedCall) => Promise<Result>,
  options: AdaptiveOptions,
): AsyncGenerator<Result, void, undefined> {
  const gate = new CallGate(options);
  const concurrency = options.pace.maxConcurrency;
  const guarded = async (item: Item): Promise<Result> => {
    try {
      return await work(item, gate.call);
    } catch (error) {
      gate.close(error); // What still waits would only be thrown away.
      throw error;
    }
  };
  try {
    yield* mapUnordered(items, guarded, { concurrency, ...(options.signal && { signal: options.signal }) });
  } finally {
    gate.close(new Error('The calls have ended.'));
  }
}

/** A call that waits for its turn. */
interface Waiting {
  /** Order of arrival; kept when the call is refused. */
  readonly place: number;
  /** Makes the call. @returns whether it was refused and has to be made again. */
  readonly attempt: () => Promise<boolean>;
  readonly reject: (reason: unknown) => void;
}

const isThrottle = (error: unknown): boolean => error instanceof CloudError && error.code === 'throttled';

/** Lets calls through at a pace. One timer at most; none when nothing waits. */
class CallGate {
  readonly #options: AdaptiveOptions;
  /** By place. */
  readonly #waiting: Waiting[] = [];
  readonly #timer = new AbortController();
  #arrived = 0;
  #wakesAt = Number.POSITIVE_INFINITY;
  /** First refusal since the service last took a call. */
  #refusedSince: number | undefined;
  #closed: { readonly reason: unknown } | undefined;

  constructor(options: AdaptiveOptions) {
    this.#options = options;
    const { signal } = options;
    if (signal?.aborted) this.close(signal.reason);
    else signal?.addEventListener('abort', this.#abort, { once: true });
  }

  readonly call: PacedCall = (call) =>
    new Promise((resolve, reject) => {
      const attempt = async (): Promise<boolean> => {
        const outcome = await this.#perform(call);
        if (outcome === undefined) return true;
        if ('error' in outcome) reject(outcome.error);
        else resolve(outcome.result);
        return false;
      };
      this.#arrived += 1;
      this.#enqueue({ place: this.#arrived, attempt, reject });
      this.#pump();
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
    while (this.#waiting.length > 0) {
      const delay = pace.delay(clock.now());
      if (delay > 0) {
        if (Number.isFinite(delay)) this.#wakeIn(delay);
        return; // Without a delay to wait for, the end of a running call pumps again.
      }
      const next = this.#waiting.shift();
      if (next) void this.#begin(next);
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
  ): Promise<{ readonly result: Result } | { readonly error: unknown } | undefined> {
    const { pace, clock, isRefusal = isThrottle, patienceMs = 300_000 } = this.#options;
    const startedAt = clock.now();
    pace.start(startedAt);
    try {
      const result = await call();
      this.#refusedSince = undefined;
      pace.taken(clock.now());
      return { result };
    } catch (error) {
      const now = clock.now();
      if (isRefusal(error)) {
        pace.refused(startedAt, now);
        this.#refusedSince ??= now;
        return now - this.#refusedSince >= patienceMs ? { error } : undefined;
      }
      // An answer of the service, even a bad one, has used up quota; a lost connection may not have.
      if (error instanceof CloudError && error.status !== undefined) pace.taken(now);
      else pace.ended();
      return { error };
    }
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
