import { describe, expect, it } from 'vitest';
import { askedWait, withRetries } from './retry.ts';

describe('askedWait', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');
  it.each([
    [{ 'retry-after': '3' }, 3000],
    [{ 'retry-after': 'Sun, 22 Nov 2026 10:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Sun, 22 Nov 2026 09:00:00 GMT' }, 0],
    [{ ratelimit: '"api";r=0;t=55' }, 55_000],
    [{ 'retry-after': 'soon', ratelimit: '"api";r=0;t=5' }, 5000],
    [{}, undefined],
  ])('%o', (headers, ms) => {
    expect(askedWait(new Headers(headers), now)).toBe(ms);
  });
});

describe('withRetries', () => {
  it('tries as often as it is told and throws the last error', async () => {
    let tries = 0;
    const attempt = async () => ({ done: false as const, error: new Error(`try ${++tries}`) });
    await expect(withRetries(attempt, { attempts: 4, delayMs: 0 }, undefined)).rejects.toThrow('try 4');
  });
});
