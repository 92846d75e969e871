import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSteppedClock } from '../../state/clock.ts';
import { openDatabase } from '../../state/database.ts';
import { distributionOf, mergeDistributions, percentileOf } from './distribution.ts';
import { InvalidExpression, readExpression, type Series } from './expression.ts';
import { openMetricStore } from './metric-store.ts';
import { readPeriods, readStatistic } from './statistics.ts';

describe('distributions', () => {
  it('keep sums exactly and percentiles within half a percent', () => {
    const values = fc.array(fc.double({ min: 0.001, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (given, percent) => {
        const merged = mergeDistributions(given.map((value) => distributionOf(value)));
        if (!merged) throw new Error('there are values');
        const sorted = [...given].sort((a, b) => a - b);
        const exact = sorted[Math.ceil((percent / 100) * given.length) - 1] ?? 0;
        const found = percentileOf(merged, percent);
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 0.00501);
        expect(merged.count).toBe(given.length);
        expect([merged.min, merged.max]).toEqual([sorted[0], sorted.at(-1)]);
      }),
    );
  });

  it('stay small', () => {
    const many = mergeDistributions(Array.from({ length: 20_000 }, (_, index) => distributionOf(1 + index / 1000)));
    expect(Object.keys(many?.counts ?? {}).length).toBeLessThanOrEqual(1100);
  });
});

describe('the store', () => {
  it('keeps metrics by the minute, across a restart, for fifteen days', () => {
    const database = openDatabase(':memory:');
    const clock = createSteppedClock(Date.UTC(2026, 0, 1));
    const metric = { accountId: '1', region: 'r', namespace: 'n', name: 'm', dimensions: { b: '2', a: '1' } };
    const start = clock.now();
    const first = openMetricStore({ database, clock });
    for (const [after, value] of [
      [0, 1],
      [30_000, 3],
      [60_000, 10],
    ] as const) {
      first.add(metric, 'Count', start + after, [distributionOf(value)]);
    }
    const store = openMetricStore({ database, clock });
    const same = { ...metric, dimensions: { a: '1', b: '2' } };
    const range = { from: start, to: start + 120_000 };
    const sums = (period: number) =>
      readPeriods(store, { metric: same, range, period }).map(({ at, values }) => [
        at - start,
        readStatistic('Sum')(values),
      ]);
    expect(sums(60_000)).toEqual([
      [0, 4],
      [60_000, 10],
    ]);
    expect(sums(120_000)).toEqual([[0, 14]]);
    expect(readPeriods(store, { metric: same, range, period: 60_000, unit: 'Bytes' })).toEqual([]);
    clock.advance(16 * 24 * 3_600_000);
    for (let index = 0; index < 1000; index += 1)
      store.add({ ...metric, name: 'x' }, 'Count', clock.now(), [distributionOf(1)]);
    expect(store.read(same, { from: 0, to: clock.now() })).toEqual([]);
    expect(store.list({ accountId: '1', region: 'r' }, 0).map(({ name }) => name)).toEqual(['x']);
    database.close();
  });

  it.each(['p95', 'p99.9', 'Sum'])('knows %s', (name) => expect(readStatistic(name)(distributionOf(7))).toBe(7));
  it.each(['p101', 'tm90', 'toString', ''])('refuses %j', (name) => {
    expect(() => readStatistic(name)).toThrow('not supported');
  });
});

describe('metric math', () => {
  const series = new Map<string, Series>([
    [
      'a',
      new Map([
        [0, 6],
        [1, 8],
      ]),
    ],
    [
      'b',
      new Map([
        [0, 3],
        [2, 0],
      ]),
    ],
  ]);
  const evaluate = (text: string) => {
    const value = readExpression(text).evaluate(series, [0, 1, 2]);
    return typeof value === 'number' ? value : Object.fromEntries(value);
  };
  it.each([
    ['1 + 2 * 3 - 4 / 2', 5],
    ['-(2 - 5)', 3],
    ['a / b', { 0: 2 }],
    ['100 * FILL(a, 0) / (FILL(a, 0) + FILL(b, 0))', { 0: (100 * 6) / 9, 1: 100 }],
    ['FILL(b, 1)', { 0: 3, 1: 1, 2: 0 }],
    ['nowhere + 1', {}],
  ])('%s', (text, expected) => expect(evaluate(text)).toEqual(expected));

  it.each(['', '1 +', '(1', '1 1', 'RATE(a)', 'a @ b', 'A', `${'('.repeat(80)}1${')'.repeat(80)}`])(
    'refuses %s',
    (text) => {
      expect(() => readExpression(text)).toThrow(InvalidExpression);
    },
  );
});
