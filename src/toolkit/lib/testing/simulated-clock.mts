import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../ports/clock.ts';

/** Time that passes only when everybody sleeps. */
export class SimulatedClock implements Clock {
  #now = 0;
  /** By time. */
  readonly #sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  get sleeping(): number {
    return this.#sleepers.length;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#sleepers.splice(this.#sleepers.indexOf(sleeper), 1);
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const sleeper = { at: this.#now + milliseconds, wake };
      const place = this.#sleepers.findLastIndex(({ at }) => at <= sleeper.at) + 1;
      this.#sleepers.splice(place, 0, sleeper);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Lets time pass until nobody sleeps, or up to `until`. */
  async run(until = Number.POSITIVE_INFINITY): Promise<void> {
    for (;;) {
      await setImmediate(); // Everybody who is awake goes on until asleep.
      const [next] = this.#sleepers;
      if (next === undefined || next.at > until) break;
      this.#sleepers.shift();
      this.#now = Math.max(this.#now, next.at);
      next.wake();
    }
    if (Number.isFinite(until)) this.#now = Math.max(this.#now, until);
  }
}
