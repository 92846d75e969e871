import { setTimeout as sleep } from 'node:timers/promises';

/** How often and how patiently a request is repeated. */
export interface RetryOptions {
  /** Tries in all. Default 6. */
  readonly attempts?: number;
  /** Milliseconds before the second try; doubled each time, up to 30 s. Default 500. */
  readonly delayMs?: number;
}

const MAX_DELAY_MS = 30_000;
/** Longest wait that a server may ask for, milliseconds. */
const MAX_ASKED_MS = 120_000;

/** What one try came to. */
export type Attempt<Result> =
  | { readonly done: true; readonly result: Result }
  /** `waitMs`: what the server asked for. */
  | { readonly done: false; readonly error: unknown; readonly waitMs?: number | undefined };

/**
 * Tries until done; between tries waits as the server asked, else twice as long each time with some jitter.
 * @throws the error of the last try, or the signal's reason.
 */
export async function withRetries<Result>(
  attempt: () => Promise<Attempt<Result>>,
  { attempts = 6, delayMs = 500 }: RetryOptions,
  signal: AbortSignal | undefined,
): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    signal?.throwIfAborted();
    const outcome = await attempt();
    if (outcome.done) return outcome.result;
    signal?.throwIfAborted();
    if (tried >= attempts) throw outcome.error;
    const own = Math.min(MAX_DELAY_MS, delayMs * 2 ** (tried - 1)) * (0.75 + Math.random() / 2);
    await pause(Math.min(MAX_ASKED_MS, outcome.waitMs ?? own), signal);
  }
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => {});
  signal?.throwIfAborted();
}

/** Milliseconds that `Retry-After` (seconds or a date) or the Hub's `RateLimit: "api";r=0;t=55` ask for; undefined when they say nothing. */
export function askedWait(headers: Headers, now = Date.now()): number | undefined {
  const after = headers.get('retry-after');
  if (after !== null) {
    const seconds = Number(after);
    const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(after) - now;
    if (Number.isFinite(ms)) return Math.max(0, ms);
  }
  const reset = /;\s*t=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1];
  return reset === undefined ? undefined : Number(reset) * 1000;
}
