import { describe, expect, it } from 'vitest';
import { inTurn, outage, refusal, scriptedCloud } from '../testing/scripted-cloud.mts';
import { outlast } from './outlast.ts';

const options = { pauseMs: 1000, patienceMs: 10_000 };

describe('outlast', () => {
  it('looks again until the look succeeds', async () => {
    const { clock, slept } = scriptedCloud();
    expect(await outlast(inTurn<string>(outage, outage, 'seen'), clock, options)).toBe('seen');
    expect(slept).toEqual([1000, 1000]);
  });

  it('throws the failure when patience ends', async () => {
    const { clock, slept } = scriptedCloud();
    await expect(outlast(inTurn<string>(outage), clock, options)).rejects.toBe(outage);
    expect(slept).toHaveLength(10);
  });

  it('does not wait for what will not pass', async () => {
    const { clock, slept } = scriptedCloud();
    const bug = new TypeError('a fault of ours');
    await expect(outlast(inTurn<string>(refusal), clock, options)).rejects.toBe(refusal);
    await expect(outlast(inTurn<string>(bug), clock, options)).rejects.toBe(bug);
    expect(slept).toEqual([]);
  });

  it('ends with the reason of an abort', async () => {
    const stop = new AbortController();
    const look = async (): Promise<string> => {
      stop.abort(new Error('enough'));
      throw outage;
    };
    await expect(outlast(look, scriptedCloud().clock, { ...options, signal: stop.signal })).rejects.toThrow('enough');
  });
});
