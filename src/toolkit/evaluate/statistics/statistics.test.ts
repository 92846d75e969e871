import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proportion } from '../../lib/wilson.ts';
import { mcnemarExact } from './mcnemar.ts';
import { pairedDifference } from './paired-difference.ts';

describe('proportion', () => {
  it('gives the Wilson interval', () => {
    const { value, low, high } = proportion(18, 20);
    expect(value).toBe(0.9);
    expect(low).toBeCloseTo(0.699, 3);
    expect(high).toBeCloseTo(0.972, 3);
  });

  it('knows nothing when nothing was counted', () => {
    expect(proportion(0, 0)).toEqual({ successes: 0, total: 0, value: 0, low: 0, high: 1 });
  });

  it('always holds the share, and narrows with more documents', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (total, share) => {
        const successes = Math.round(share * total);
        const few = proportion(successes, total);
        const many = proportion(successes * 4, total * 4);
        expect(few.low).toBeLessThanOrEqual(few.value);
        expect(few.high).toBeGreaterThanOrEqual(few.value);
        expect(many.high - many.low).toBeLessThan(few.high - few.low);
      }),
    );
  });
});

describe('mcnemarExact', () => {
  it.each([
    [2, 10, 0.0386],
    [0, 0, 1],
    [5, 5, 1],
    [0, 6, 0.03125],
    [6, 5, 1],
    [0, 10, 0.001953125],
  ])('of %i and %i discordant pairs is %f', (fixed, broken, expected) => {
    expect(mcnemarExact(fixed, broken)).toBeCloseTo(expected, 4);
    expect(mcnemarExact(broken, fixed)).toBeCloseTo(expected, 4);
  });

  it('does not overflow', () => {
    expect(mcnemarExact(3000, 3000)).toBe(1);
    expect(mcnemarExact(2000, 4000)).toBeLessThan(1e-100);
  });
});

describe('pairedDifference', () => {
  const counts = fc.record({ bothRight: fc.nat(60), fixed: fc.nat(60), broken: fc.nat(60), bothWrong: fc.nat(60) });

  it('turns around when the models change places', () => {
    fc.assert(
      fc.property(counts, (pair) => {
        const there = pairedDifference(pair);
        const back = pairedDifference({ ...pair, fixed: pair.broken, broken: pair.fixed });
        expect(there.value).toBeCloseTo(-back.value, 12);
        expect(there.low).toBeCloseTo(-back.high, 12);
      }),
    );
  });

  it('holds the difference and stays within −1 and 1', () => {
    fc.assert(
      fc.property(counts, (pair) => {
        const { value, low, high } = pairedDifference(pair);
        expect(low).toBeGreaterThanOrEqual(-1);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(value + 1e-12);
        expect(high).toBeGreaterThanOrEqual(value - 1e-12);
      }),
    );
  });
});
