import { describe, expect, it } from 'vitest';
import { CloudError } from '../errors.ts';
import { inTurn, outage, refusal, scriptedCloud } from '../testing/scripted-cloud.mts';
import { withRetries } from './retry.ts';

const throttled = new CloudError('throttled', 'Too many tokens.', { retryable: true });

describe('withRetries', () => {
  it('doubles its patience up to a bound, with jitter over all of it', async () => {
    const { clock, slept } = scriptedCloud();
    const outcome = await withRetries(inTurn<string>(throttled), clock, {
      attempts: 5,
      maxDelayMs: 3000,
      random: () => 0.5,
    });
    expect(outcome).toEqual({ attempts: 5, error: throttled });
    expect(slept).toEqual([250, 500, 1000, 1500]);
  });

  it('returns what comes in the end, with the number of calls', async () => {
    const { clock } = scriptedCloud();
    expect(await withRetries(inTurn<string>(throttled, outage, 'yes'), clock)).toEqual({ attempts: 3, result: 'yes' });
  });

  it('gives up at once on what does not pass, and throws what is no answer of the service', async () => {
    const { clock, slept } = scriptedCloud();
    expect(await withRetries(inTurn<string>(refusal), clock)).toEqual({ attempts: 1, error: refusal });
    const fault = new TypeError('a fault of ours');
    await expect(withRetries(inTurn<string>(fault), clock)).rejects.toBe(fault);
    expect(slept).toEqual([]);
  });
});
