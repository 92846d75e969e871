import { CloudError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';

export interface OutageOptions {
  /** Milliseconds between two tries. */
  readonly pauseMs: number;
  /** Failures that go on for longer than this are thrown, milliseconds. Default 300,000. */
  readonly patienceMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks at something until the look succeeds: hours of waiting must not end because the network or the service was away for a moment.
 * For reading only. Failures that would not pass by themselves are thrown at once.
 * @throws {CloudError} the last failure when patience ends.
 */
export async function outlast<State>(look: () => Promise<State>, clock: Clock, options: OutageOptions): Promise<State> {
  const { pauseMs, patienceMs = 300_000, signal } = options;
  const deadline = clock.now() + patienceMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof CloudError) || !error.retryable || clock.now() + pauseMs > deadline) throw error;
    }
    await clock.sleep(pauseMs, signal);
  }
}
