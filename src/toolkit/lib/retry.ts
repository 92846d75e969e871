import { CloudError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';

/** How long to go on. */
export interface RetryPatience {
  /** Calls in all, the first included. */
  readonly attempts: number;
  /** Upper bound of the first wait, milliseconds; it doubles with every attempt. */
  readonly baseDelayMs: number;
  /** Upper bound of every wait, milliseconds. */
  readonly maxDelayMs: number;
}

export interface RetryOptions extends Partial<RetryPatience> {
  /** Uniform numbers from 0 to 1. Default `Math.random`. */
  readonly random?: () => number;
  /** Which failures are worth another call here. Default: those marked retryable. */
  readonly retryIf?: (error: CloudError) => boolean;
  /** Failures that last longer than most, with a patience of their own; they are counted apart. Default: none. */
  readonly patienceFor?: (error: CloudError) => RetryPatience | undefined;
  readonly signal?: AbortSignal;
}

export type Attempted<Result> =
  | { readonly attempts: number; readonly result: Result }
  | { readonly attempts: number; readonly error: CloudError };

const DEFAULT_PATIENCE: RetryPatience = { attempts: 6, baseDelayMs: 500, maxDelayMs: 20_000 };

/**
 * Repeats a call whose failure may pass (throttling, model not ready, 5xx, network), with exponential back-off and full jitter:
 * Bedrock sends no Retry-After. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * By default 6 calls in all, waits of at most 500 ms, doubling up to 20 s.
 * @returns the result, or the last service error with the number of calls made. Other errors are thrown.
 */
export async function withRetries<Result>(
  call: () => Promise<Result>,
  clock: Clock,
  options: RetryOptions = {},
): Promise<Attempted<Result>> {
  const { random = Math.random, signal, patienceFor } = options;
  const { retryIf = ({ retryable }: CloudError) => retryable } = options;
  const usual = {
    attempts: options.attempts ?? DEFAULT_PATIENCE.attempts,
    baseDelayMs: options.baseDelayMs ?? DEFAULT_PATIENCE.baseDelayMs,
    maxDelayMs: options.maxDelayMs ?? DEFAULT_PATIENCE.maxDelayMs,
  };
  const failed = { usual: 0, lasting: 0 };
  for (let attempts = 1; ; attempts += 1) {
    let bound: number;
    try {
      return { attempts, result: await call() };
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      const lasting = patienceFor?.(error);
      const patience = lasting ?? usual;
      const failures = ++failed[lasting === undefined ? 'usual' : 'lasting'];
      if (!retryIf(error) || failures >= patience.attempts) return { attempts, error };
      bound = Math.min(patience.maxDelayMs, patience.baseDelayMs * 2 ** (failures - 1));
    }
    await clock.sleep(random() * bound, signal);
  }
}
