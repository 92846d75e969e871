import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys, keyAfterPrefix } from './key-order.ts';
import { type ListingRequest, listKeys } from './listing.ts';

/** Characters where UTF-8, UTF-16 and code-point order could disagree, and delimiters. */
const character = fc.constantFrom('a', 'b', '/', '|', ' ', '发', '\ud7ff', '\ue000', '\uffff', '😀', '\u{10ffff}');
const text = (maxLength: number) => fc.string({ unit: character, maxLength });
const keys = fc.uniqueArray(
  text(6).filter((key) => key !== ''),
  { maxLength: 40 },
);

function scanOf(sorted: readonly string[]) {
  let reads = 0;
  return {
    reads: () => reads,
    scan: (from: string, before: string | undefined, limit: number) => {
      const found = sorted.filter(
        (key) => compareKeys(key, from) >= 0 && (before === undefined || compareKeys(key, before) < 0),
      );
      const rows = found.slice(0, limit).map((key) => ({ key }));
      reads += rows.length;
      return rows;
    },
  };
}

/** What S3 documents, computed the slow way. */
function expected(sorted: readonly string[], { prefix, delimiter, after, limit }: ListingRequest) {
  const entries = new Map<string, 'key' | 'prefix'>();
  for (const key of sorted) {
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (end < 0) entries.set(key, 'key');
    else entries.set(key.slice(0, end + delimiter.length), 'prefix');
  }
  const rest = [...entries].filter(([entry]) => after === '' || compareKeys(entry, after) > 0);
  const page = rest.slice(0, limit);
  return {
    rows: page.filter(([, kind]) => kind === 'key').map(([key]) => ({ key })),
    commonPrefixes: page.filter(([, kind]) => kind === 'prefix').map(([entry]) => entry),
    truncated: limit > 0 && rest.length > page.length,
    last: page.at(-1)?.[0],
  };
}

describe('listKeys', () => {
  it('gives what a slow reading of the rules gives', () => {
    const request = fc.record({
      prefix: text(2),
      delimiter: fc.constantFrom('', '/', '|', '发', '//'),
      after: text(4),
      limit: fc.integer({ min: 0, max: 12 }),
    });
    fc.assert(
      fc.property(keys, request, (unsorted, asked) => {
        const sorted = unsorted.toSorted(compareKeys);
        expect(listKeys(scanOf(sorted).scan, asked)).toEqual(expected(sorted, asked));
      }),
      { numRuns: 500 },
    );
  });

  it('pages through every entry once', () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 5 }), fc.constantFrom('', '/'), (unsorted, limit, delimiter) => {
        const sorted = unsorted.toSorted(compareKeys);
        const { scan } = scanOf(sorted);
        const seen: string[] = [];
        for (let after = '', more = true; more; ) {
          const page = listKeys(scan, { prefix: '', delimiter, after, limit });
          seen.push(...[...page.rows.map(({ key }) => key), ...page.commonPrefixes].toSorted(compareKeys));
          after = page.last ?? '';
          more = page.truncated;
        }
        const whole = expected(sorted, { prefix: '', delimiter, after: '', limit: 1000 });
        const all = [...whole.rows.map(({ key }) => key), ...whole.commonPrefixes];
        expect(seen).toEqual(all.toSorted(compareKeys));
      }),
    );
  });

  it('does not walk the keys below a common prefix', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `big/${String(index).padStart(6, '0')}`);
    const { scan, reads } = scanOf(['a', ...many, 'z/1', 'zz']);
    const listing = listKeys(scan, { prefix: '', delimiter: '/', after: '', limit: 1000 });
    expect(listing).toMatchObject({ rows: [{ key: 'a' }, { key: 'zz' }], commonPrefixes: ['big/', 'z/'] });
    expect(reads()).toBeLessThan(20);
  });
});

describe('keyAfterPrefix', () => {
  it('is greater than every key with the prefix and not greater than any other greater key', () => {
    fc.assert(
      fc.property(text(4), text(4), text(6), (prefix, rest, other) => {
        const bound = keyAfterPrefix(prefix);
        if (bound === undefined) return;
        expect(compareKeys(prefix + rest, bound)).toBeLessThan(0);
        const isBetween = compareKeys(other, prefix) >= 0 && compareKeys(other, bound) < 0;
        expect(isBetween).toBe(other.startsWith(prefix));
      }),
      { numRuns: 1000 },
    );
  });

  it('has no answer for a prefix of last code points', () => {
    expect(keyAfterPrefix('\u{10ffff}\u{10ffff}')).toBeUndefined();
    expect(keyAfterPrefix('')).toBeUndefined();
    expect(keyAfterPrefix('\ud7ff')).toBe('\ue000');
  });
});
