import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrap, SHARE, weightedMean } from './bootstrap.ts';
import { documentsNeeded } from './documents-needed.ts';
import { expandedTail } from './expanded-tail.ts';
import { groupSignsTest } from './group-signs.ts';
import { holm } from './holm.ts';
import { mcnemarExact } from './mcnemar.ts';
import { seededRandom } from './random.ts';
import { groupCount, unitsOf } from './units.ts';

const alone = (count: number) => unitsOf(Array.from({ length: count }, () => ({})));
const meanOf = (values: readonly number[], units = alone(values.length)) =>
  bootstrap(units, (weights) => ({ mean: weightedMean(values, weights) }), { mean: SHARE }).mean;

describe('holm', () => {
  // Holm's procedure by hand; R's p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") gives the same.
  it('corrects the smallest most, and keeps the order', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toFixed(10)))).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([0.6, 0.9])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });

  it('never makes a p-value smaller', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }), (pValues) => {
        for (const [index, p] of holm(pValues).entries()) expect(p).toBeGreaterThanOrEqual(pValues[index] ?? 0);
      }),
    );
  });
});

describe('groupSignsTest', () => {
  it('is McNemar’s exact test when every group is one document', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), (fixed, broken) => {
        const balances = [...Array<number>(fixed).fill(1), ...Array<number>(broken).fill(-1), 0, 0];
        expect(groupSignsTest(balances)).toBeCloseTo(mcnemarExact(fixed, broken), 10);
      }),
    );
  });

  it('counts sign patterns', () => {
    // Of the 8 patterns of ±3 ±2 ±1, two reach 6 and two more 4 either way.
    expect(groupSignsTest([3, 2, 1])).toBe(2 / 8);
    expect(groupSignsTest([3, 2, -1])).toBe(4 / 8);
    expect(groupSignsTest([0, 0])).toBe(1);
  });

  it('is not sure of one group that holds everything', () => {
    expect(groupSignsTest([40])).toBe(1);
    expect(mcnemarExact(40, 0)).toBeLessThan(1e-11);
  });
});

describe('documentsNeeded', () => {
  // Connor 1987 by hand: discordant 0.3, difference 0.1: ((1.96 √0.3 + 0.8416 √0.29) / 0.1)² = 233.1.
  it('follows the formula', () => {
    expect(documentsNeeded(0.3, 0.1)).toBe(234);
    expect(documentsNeeded(0.3, -0.1)).toBe(234);
  });

  it('knows no number for a difference of nothing', () => {
    expect(documentsNeeded(0.3, 0)).toBeUndefined();
  });
});

describe('expandedTail', () => {
  // Φ(−√(n/(n−1)) t), by scipy 1.17.
  it.each([
    [12, 0.010757],
    [40, 0.020258],
    [1_000_000, 0.025],
  ])('of %i units', (units, expected) => {
    expect(expandedTail(units)).toBeCloseTo(expected, 5);
  });
});

describe('bootstrap', () => {
  it('gives the same interval for the same documents', () => {
    const values = Array.from({ length: 50 }, (_, index) => (index % 7) / 7);
    expect(meanOf(values)).toEqual(meanOf(values));
  });

  it('comes near the t interval of a mean', () => {
    const random = seededRandom(3);
    const values = Array.from({ length: 100 }, random);
    const { value, low, high } = meanOf(values);
    const deviation = Math.sqrt(values.reduce((sum, one) => sum + (one - value) ** 2, 0) / 99);
    const half = (1.984 * deviation) / 10;
    expect(low).toBeCloseTo(value - half, 1);
    expect(high).toBeCloseTo(value + half, 1);
  });

  it('is wider when documents of a group are alike', () => {
    const values = Array.from({ length: 60 }, (_, index) => (Math.floor(index / 6) % 3 === 0 ? 0 : 1));
    const grouped = unitsOf(values.map((_, index) => ({ group: String(Math.floor(index / 6)) })));
    const [single, together] = [meanOf(values), meanOf(values, grouped)];
    expect(groupCount(grouped)).toBe(10);
    expect(together.high - together.low).toBeGreaterThan(1.5 * (single.high - single.low));
  });

  it('stays unsure where every document agrees, and knows nothing of one document', () => {
    const { value, low, high } = meanOf([1, 1, 1, 1, 1]);
    expect([value, high]).toEqual([1, 1]);
    expect(low).toBeCloseTo(5 / (5 + 1.96 ** 2), 3); // Wilson for 5 of 5.
    expect(meanOf([0.4])).toMatchObject({ value: 0.4, low: 0, high: 1 });
    expect(meanOf([])).toMatchObject({ value: 0, low: 0, high: 1, total: 0 });
  });

  it('holds the value within its bounds', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }), (values) => {
        const { value, low, high } = meanOf(values);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
        expect(high).toBeLessThanOrEqual(1);
      }),
      { numRuns: 20 },
    );
  });
});
