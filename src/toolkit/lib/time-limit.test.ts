import { describe, expect, it } from 'vitest';
import { withTimeLimit } from './time-limit.ts';

/** A call that ends only when it is told to. */
const endless = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

describe('withTimeLimit', () => {
  it('ends a call that takes too long, as a failure that may pass', async () => {
    await expect(withTimeLimit(endless, 20)).rejects.toMatchObject({ code: 'request-timeout', retryable: true });
  });

  it('hands on the reason of the caller’s signal, and stays out of the way otherwise', async () => {
    const stop = new AbortController();
    const ended = expect(withTimeLimit(endless, 60_000, stop.signal)).rejects.toThrow('enough');
    stop.abort(new Error('enough'));
    await ended;
    await expect(withTimeLimit(endless, 60_000, stop.signal)).rejects.toThrow('enough');
    expect(await withTimeLimit(async () => 'done', 60_000)).toBe('done');
    await expect(withTimeLimit(() => Promise.reject(new TypeError('ours')), 60_000)).rejects.toThrow('ours');
  });
});
