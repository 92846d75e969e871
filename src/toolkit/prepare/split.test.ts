import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignSplits, type SplitCandidate } from './split.ts';

const documents = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 8 }),
    stratum: fc.constantFrom('invoice', 'letter', 'memo'),
    group: fc.option(fc.constantFrom('g1', 'g2', 'g3', 'g4'), { nil: undefined, freq: 2 }),
  }),
  { selector: (document) => document.id, minLength: 4, maxLength: 80 },
);

function candidates(
  raw: readonly { readonly id: string; readonly stratum: string; readonly group: string | undefined }[],
): SplitCandidate[] {
  return raw.map(({ id, stratum, group }) => (group === undefined ? { id, stratum } : { id, stratum, group }));
}

function numbered(count: number, stratum: (index: number) => string): SplitCandidate[] {
  return Array.from({ length: count }, (_, index) => ({ id: `document-${index}`, stratum: stratum(index) }));
}

function countIn(splits: ReadonlyMap<string, string>, split: string): number {
  return [...splits.values()].filter((value) => value === split).length;
}

const TENTHS = { validation: { fraction: 0.1 }, test: { fraction: 0.2 } };

describe('assignSplits', () => {
  it('gives every document exactly one split, whole groups, and the same answer for the same seed in any order', () => {
    fc.assert(
      fc.property(documents, fc.integer(), fc.infiniteStream(fc.nat()), (raw, seed, keys) => {
        const all = candidates(raw);
        const splits = assignSplits(all, { ...TENTHS, seed });
        expect([...splits.keys()].sort()).toEqual(all.map((document) => document.id).sort());
        for (const group of new Set(all.flatMap((document) => document.group ?? []))) {
          const members = all.filter((document) => document.group === group);
          expect(new Set(members.map((document) => splits.get(document.id))).size).toBe(1);
        }
        const shuffled = all
          .map((document) => ({ document, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ document }) => document);
        const again = assignSplits(shuffled, { ...TENTHS, seed });
        expect(Object.fromEntries(again)).toEqual(Object.fromEntries(splits));
      }),
    );
  });

  it('never takes more than half a group too many, and misses at most that unless train must keep a group of each class', () => {
    fc.assert(
      fc.property(documents, fc.integer(), fc.double({ min: 0, max: 0.45, noNaN: true }), (raw, seed, fraction) => {
        const all = candidates(raw);
        const splits = assignSplits(all, { seed, test: { fraction }, validation: { count: 0 } });
        const sizes = new Map<string, number>();
        for (const { id, group } of all) sizes.set(group ?? id, (sizes.get(group ?? id) ?? 0) + 1);
        const largest = Math.max(...sizes.values());
        const wanted = Math.round(fraction * all.length);
        const got = countIn(splits, 'test');
        expect(got).toBeLessThanOrEqual(wanted + largest / 2);
        // At most one group per class is held back for train.
        if (all.length - 3 * largest >= wanted) expect(got).toBeGreaterThanOrEqual(wanted - largest);
      }),
    );
  });

  it('meets counts exactly when documents stand alone, spread over the classes in proportion', () => {
    const all = numbered(100, (index) => (index < 60 ? 'a' : index < 90 ? 'b' : 'c'));
    const splits = assignSplits(all, { seed: 7, test: { count: 20 }, validation: { count: 11 } });
    expect(countIn(splits, 'test')).toBe(20);
    expect(countIn(splits, 'validation')).toBe(11);
    const perClass = ['a', 'b', 'c'].map(
      (name) => all.filter((document) => document.stratum === name && splits.get(document.id) === 'test').length,
    );
    expect(perClass).toEqual([12, 6, 2]);
  });

  it('changes with the seed', () => {
    const all = numbered(60, () => 'a');
    const first = assignSplits(all, { ...TENTHS, seed: 1 });
    expect(Object.fromEntries(assignSplits(all, { ...TENTHS, seed: 2 }))).not.toEqual(Object.fromEntries(first));
  });

  it('moves few documents when documents are added', () => {
    const before = assignSplits(
      numbered(200, () => 'a'),
      { ...TENTHS, seed: 3 },
    );
    const after = assignSplits(
      numbered(220, () => 'a'),
      { ...TENTHS, seed: 3 },
    );
    const moved = [...before].filter(([id, split]) => after.get(id) !== split);
    expect(moved.length).toBeLessThanOrEqual(12);
  });

  it('keeps a class with a single document in train', () => {
    const all = [...numbered(20, () => 'common'), { id: 'lone', stratum: 'rare' }];
    for (let seed = 0; seed < 20; seed++) {
      expect(assignSplits(all, { seed, test: { fraction: 0.45 }, validation: { fraction: 0.45 } }).get('lone')).toBe(
        'train',
      );
    }
  });

  it.each([
    { test: { fraction: 1 }, validation: { count: 0 } },
    { test: { fraction: Number.NaN }, validation: { count: 0 } },
    { test: { count: 1.5 }, validation: { count: 0 } },
    { test: { count: 5 }, validation: { count: 5 } },
  ])('refuses sizes that cannot be: %j', (sizes) => {
    const all = numbered(10, () => 'a');
    expect(() => assignSplits(all, { ...sizes, seed: 1 })).toThrow(
      expect.objectContaining({ code: 'split-size-invalid' }),
    );
  });
});
