import { describe, expect, it } from 'vitest';
import { CloudError } from '../errors.ts';
import { withRetries } from './retry.ts';

const busy = () => new CloudError('service-unavailable', 'Try later.', { retryable: true });

/** Fails with each error in turn, then succeeds; the clock keeps the waits. */
function callFailing(...errors: readonly Error[]) {
  const waits: number[] = [];
  const left = [...errors];
  const call = async () => {
    const error = left.shift();
    if (error) throw error;
    return 'done';
  };
  const sleep = async (milliseconds: number, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    waits.push(milliseconds);
  };
  return { call, waits, clock: { now: () => 0, sleep } };
}

describe('withRetries', () => {
  it('repeats failures that may pass, with waits that double up to a bound', async () => {
    const { call, waits, clock } = callFailing(busy(), busy(), busy(), busy());
    const options = { baseDelayMs: 100, maxDelayMs: 500, random: () => 1 };
    expect(await withRetries(call, clock, options)).toEqual({ attempts: 5, result: 'done' });
    expect(waits).toEqual([100, 200, 400, 500]);
  });

  it('draws each wait from 0 up to its bound', async () => {
    const { call, waits, clock } = callFailing(busy(), busy());
    await withRetries(call, clock, { baseDelayMs: 100, random: () => 0.25 });
    expect(waits).toEqual([25, 50]);
  });

  it('gives the last failure when all attempts are used up', async () => {
    const { call, clock } = callFailing(busy(), busy(), busy());
    const outcome = await withRetries(call, clock, { attempts: 3 });
    expect(outcome).toMatchObject({ attempts: 3, error: { code: 'service-unavailable' } });
  });

  it('gives a failure that will not pass at once', async () => {
    const { call, waits, clock } = callFailing(new CloudError('service-validation', 'Bad image.'));
    expect(await withRetries(call, clock)).toMatchObject({ attempts: 1, error: { code: 'service-validation' } });
    expect(waits).toEqual([]);
  });

  it('leaves to others what retryIf leaves out', async () => {
    const { call, clock } = callFailing(busy(), new CloudError('throttled', 'Too fast.', { retryable: true }));
    const outcome = await withRetries(call, clock, { retryIf: ({ code }) => code !== 'throttled' });
    expect(outcome).toMatchObject({ attempts: 2, error: { code: 'throttled' } });
  });

  it('throws what is no error of the service, and the reason of the signal', async () => {
    const broken = callFailing(new TypeError('ours'));
    await expect(withRetries(broken.call, broken.clock)).rejects.toThrow('ours');
    const { call, clock } = callFailing(busy());
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(withRetries(call, clock, { signal })).rejects.toThrow('enough');
  });
});

describe('withRetries, patience of its own', () => {
  it('waits longer for some failures, and counts them apart', async () => {
    const cold = () => new CloudError('model-not-ready', 'Loading.', { retryable: true });
    const { call, waits, clock } = callFailing(cold(), busy(), cold(), busy(), cold());
    const options = {
      attempts: 3,
      baseDelayMs: 1,
      random: () => 1,
      patienceFor: ({ code }: CloudError) =>
        code === 'model-not-ready' ? { attempts: 4, baseDelayMs: 5000, maxDelayMs: 8000 } : undefined,
    };
    expect(await withRetries(call, clock, options)).toEqual({ attempts: 6, result: 'done' });
    expect(waits).toEqual([5000, 1, 8000, 2, 8000]);
    const never = callFailing(...Array.from({ length: 9 }, cold));
    expect(await withRetries(never.call, never.clock, options)).toMatchObject({
      attempts: 4,
      error: { code: 'model-not-ready' },
    });
  });
});
