import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverQuotas } from './cover.ts';
import { planSampling, type SamplingTable } from './plan-sampling.ts';
import { rowRank } from './row-rank.ts';

/** Tables of pieces of rows with labels -1 to 4 and any costs. */
const tables = fc
  .array(
    fc.array(
      fc.record({
        labels: fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 1, maxLength: 8 }),
        bytes: fc.nat(1000),
      }),
      {
        maxLength: 8,
      },
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((all): SamplingTable[] =>
    all.map((pieces) => {
      let start = 0;
      return {
        labels: Int32Array.from(pieces.flatMap(({ labels }) => labels)),
        pieces: pieces.map(({ labels, bytes }) => {
          start += labels.length;
          return { start: start - labels.length, rows: labels.length, bytes };
        }),
      };
    }),
  );
const options = fc.record({
  perLabel: fc.integer({ min: 1, max: 12 }),
  seed: fc.nat(),
  method: fc.constantFrom('balanced' as const, 'uniform' as const),
});

const countsOf = (labels: Iterable<number>): Map<number, number> => {
  const counts = new Map<number, number>();
  for (const label of labels) if (label >= 0) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
};

describe('planSampling', () => {
  it('meets every quota exactly, takes all of a short label and says so', () => {
    fc.assert(
      fc.property(tables, options, (input, settings) => {
        const plan = planSampling(input, settings);
        const drawn = countsOf(
          input.flatMap(({ labels }, table) => (plan.rows[table] ?? []).map((row) => labels[row] ?? -1)),
        );
        const all = countsOf(input.flatMap(({ labels }) => [...labels]));
        expect(drawn).toEqual(new Map([...all].map(([label, count]) => [label, Math.min(count, settings.perLabel)])));
        expect(plan.short).toEqual(new Map([...all].filter(([, count]) => count < settings.perLabel)));
        for (const rows of plan.rows) expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b));
      }),
    );
  });

  it('is deterministic, and never draws a row without a label', () => {
    fc.assert(
      fc.property(tables, options, (input, settings) => {
        const plan = planSampling(input, settings);
        expect(planSampling(input, settings)).toEqual(plan);
        for (const [table, rows] of plan.rows.entries())
          for (const row of rows) expect(input[table]?.labels[row]).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('counts the pieces that hold drawn rows and their bytes', () => {
    fc.assert(
      fc.property(tables, options, (input, settings) => {
        const plan = planSampling(input, settings);
        const read = input.flatMap(({ pieces }, table) =>
          pieces.filter(({ start, rows }) => plan.rows[table]?.some((row) => row >= start && row < start + rows)),
        );
        expect([plan.pieces, plan.bytes]).toEqual([read.length, read.reduce((sum, { bytes }) => sum + bytes, 0)]);
      }),
    );
  });

  it('draws uniformly: each row of a label as often as another', () => {
    const labels = Int32Array.from({ length: 40 }, (_, row) => (row < 30 ? 0 : 1));
    const input = [
      {
        labels,
        pieces: [
          { start: 0, rows: 20, bytes: 1 },
          { start: 20, rows: 20, bytes: 1000 },
        ],
      },
    ];
    const hits = new Array<number>(40).fill(0);
    for (let seed = 0; seed < 3000; seed += 1)
      for (const row of planSampling(input, { perLabel: 3, seed, method: 'uniform' }).rows[0] ?? [])
        hits[row] = (hits[row] ?? 0) + 1;
    // 3 of 30 and 3 of 10 in 3,000 draws: 300 and 900 expected; five standard deviations are 82 and 126.
    for (const [row, count] of hits.entries())
      expect(Math.abs(count - (row < 30 ? 300 : 900))).toBeLessThan(row < 30 ? 82 : 126);
  });

  it('reads one rich piece rather than many poor or dear ones', () => {
    const labels = Int32Array.from([0, 1, 2, 0, 0, 0, 1, 1, 1, 2, 2, 2]);
    const piece = (start: number, bytes: number) => ({ start, rows: 3, bytes });
    const input = [{ labels, pieces: [piece(0, 100), piece(3, 90), piece(6, 90), piece(9, 90)] }];
    const plan = planSampling(input, { perLabel: 1, seed: 0, method: 'balanced' });
    expect(plan).toMatchObject({ rows: [[0, 1, 2]], pieces: 1, bytes: 100 });
  });
});

const items = fc.array(
  fc.record({
    counts: fc
      .array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 5 })), { maxLength: 4 })
      .map((counts) => new Map(counts)),
    cost: fc.integer({ min: 1, max: 100 }),
    rank: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 10 },
);
const quotas = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 8 }))).map((pairs) => new Map(pairs));

describe('coverQuotas', () => {
  const sum = (from: readonly { counts: ReadonlyMap<number, number> }[], label: number) =>
    from.reduce((total, { counts }) => total + (counts.get(label) ?? 0), 0);

  it('meets what can be met, and every chosen item is needed', () => {
    fc.assert(
      fc.property(items, quotas, (all, wanted) => {
        const chosen = coverQuotas(all, wanted);
        const meets = (indexes: readonly number[]) =>
          [...wanted].every(
            ([label, quota]) =>
              sum(
                indexes.flatMap((index) => all[index] ?? []),
                label,
              ) >= Math.min(quota, sum(all, label)),
          );
        expect(meets(chosen)).toBe(true);
        for (const index of chosen) expect(meets(chosen.filter((other) => other !== index))).toBe(false);
      }),
    );
  });

  it('costs at most the proven multiple of the cheapest choice', () => {
    fc.assert(
      fc.property(items, quotas, (all, wanted) => {
        const costOf = (indexes: readonly number[]) =>
          indexes.reduce((total, index) => total + (all[index]?.cost ?? 0), 0);
        const goal = [...wanted].map(([label, quota]) => [label, Math.min(quota, sum(all, label))] as const);
        let best = Number.POSITIVE_INFINITY;
        for (let mask = 0; mask < 2 ** all.length; mask += 1) {
          const indexes = all.flatMap((_, index) => ((mask >> index) & 1 ? [index] : []));
          const picked = indexes.flatMap((index) => all[index] ?? []);
          if (goal.every(([label, quota]) => sum(picked, label) >= quota)) best = Math.min(best, costOf(indexes));
        }
        const rows = goal.reduce((total, [, quota]) => total + quota, 0);
        const harmonic = Array.from({ length: rows }, (_, index) => 1 / (index + 1)).reduce((a, b) => a + b, 0);
        expect(costOf(coverQuotas(all, wanted))).toBeLessThanOrEqual(best * Math.max(1, harmonic) + 1e-9);
      }),
      { numRuns: 60 },
    );
  });
});

describe('rowRank', () => {
  it('lies from 0 to 1 and differs by seed, table and row', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(1000), fc.nat(), (seed, table, row) => {
        const rank = rowRank(seed, table, row);
        expect(rank).toBeGreaterThanOrEqual(0);
        expect(rank).toBeLessThan(1);
        expect(
          new Set([rank, rowRank(seed + 1, table, row), rowRank(seed, table + 1, row), rowRank(seed, table, row + 1)])
            .size,
        ).toBe(4);
      }),
    );
  });
});
