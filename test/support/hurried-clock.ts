import type { Cloud } from '../../src/toolkit/index.ts';

/** A clock on which every wait is over at once, and has taken its time all the same. */
export function hurriedClock(): Cloud['clock'] {
  let skipped = 0;
  return {
    now: () => Date.now() + skipped,
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      skipped += milliseconds;
    },
  };
}
