import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duration } from './duration.ts';

describe('lengths of time', () => {
  it.each([
    ['2h', 7_200_000],
    ['90m', 5_400_000],
    ['1.5h', 5_400_000],
    ['1d12h', 129_600_000],
    ['1h30m15s', 5_415_000],
    ['45s', 45_000],
  ])('%s', (text, expected) => expect(duration(text)).toBe(expected));

  it('add up, largest unit first', () => {
    const part = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(part, part, part, fc.integer({ min: 1, max: 1000 }), (days, hours, minutes, seconds) => {
        const text = `${days}d${hours}h${minutes}m${seconds}s`;
        expect(duration(text)).toBe((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
      }),
    );
  });

  it.each(['', '2', 'h', '2 hours', '30m2h', '-1h', '0h', '1e3s', 'never'])('refuse %j', (text) => {
    expect(() => duration(text)).toThrow('Expected a length of time like 90m, 2h or 1d12h.');
  });
});
