import { setTimeout as sleepFor } from 'node:timers/promises';

/** Time as the services see it. Lifecycles store due times and compare them with `now()`, so they survive a restart. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves when `now()` has moved on by `milliseconds`; rejects with the signal's reason when aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Wall-clock time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    await sleepFor(milliseconds, undefined, { ...(signal && { signal }) });
  },
};

/** Time that moves only when told to, for tests and rehearsals. */
export interface SteppedClock extends Clock {
  /** Moves time on and wakes every sleeper whose time has come, earliest first. */
  advance(milliseconds: number): void;
}

/** @param start first value of `now()`, milliseconds since the epoch. */
export function createSteppedClock(start = Date.UTC(2026, 0, 1)): SteppedClock {
  let time = start;
  const sleepers = new Set<{ readonly due: number; readonly wake: () => void }>();
  return {
    now: () => time,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const interrupted = () => {
          if (sleepers.delete(sleeper)) reject(signal?.reason);
        };
        const wake = () => {
          signal?.removeEventListener('abort', interrupted);
          resolve();
        };
        const sleeper = { due: time + milliseconds, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', interrupted, { once: true });
      }),
    advance: (milliseconds) => {
      time += milliseconds;
      const due = [...sleepers].filter((sleeper) => sleeper.due <= time).sort((a, b) => a.due - b.due);
      for (const sleeper of due) {
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
  };
}
