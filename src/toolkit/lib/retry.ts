import { CloudError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';

export interface RetryOptions {
  /** Calls in all, the first included. Default 6. */
  readonly attempts?: number;
  /** Upper bound of the first wait, milliseconds; it doubles with every attempt. Default 500. */
  readonly baseDelayMs?: number;
  /** Upper bound of every wait, milliseconds. Default 20,000. */
  readonly maxDelayMs?: number;
  /** Uniform numbers from 0 to 1. Default `Math.random`. */
  readonly random?: () => number;
  /** Which failures are worth another call here. Default: those marked retryable. */
  readonly retryIf?: (error: CloudError) => boolean;
  readonly signal?: AbortSignal;
}

export type Attempted<Result> =
  | { readonly attempts: number; readonly result: Result }
  | { readonly attempts: number; readonly error: CloudError };

/**
 * Repeats a call whose failure may pass (throttling, model not ready, 5xx, network), with exponential back-off and full jitter:
 * Bedrock sends no Retry-After. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @returns the result, or the last service error with the number of calls made. Other errors are thrown.
 */
export async function withRetries<Result>(
  call: () => Promise<Result>,
  clock: Clock,
  options: RetryOptions = {},
): Promise<Attempted<Result>> {
  const { attempts: most = 6, baseDelayMs = 500, maxDelayMs = 20_000, random = Math.random, signal } = options;
  const { retryIf = ({ retryable }: CloudError) => retryable } = options;
  for (let attempts = 1; ; attempts += 1) {
    try {
      return { attempts, result: await call() };
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      if (!retryIf(error) || attempts >= most) return { attempts, error };
    }
    const bound = Math.min(maxDelayMs, baseDelayMs * 2 ** (attempts - 1));
    await clock.sleep(random() * bound, signal);
  }
}
