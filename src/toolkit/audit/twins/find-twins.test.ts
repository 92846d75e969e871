import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hammingDistance } from '../../../pages/index.ts';
import { pageWith } from '../groups/testing/papers.mts';
import { findTwins } from './find-twins.ts';
import { nearHashes } from './near-hashes.ts';

const unread = { isSamePaper: () => false, hasMarks: () => false };
const print = (sha256: string, perceptualHash: string) => ({ sha256, perceptualHash });
const HASH = 'a5c3f00f12345678';
/** Two and six bits away. */
const NEAR = 'a5c3f00f1234567b';
const NEARISH = 'a5c3f00f12345647';

describe('nearHashes', () => {
  it('finds every pair within the distance, and no other', () => {
    const hash = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    const flips = fc.array(fc.nat({ max: 63 }), { maxLength: 9 });
    fc.assert(
      fc.property(fc.array(fc.tuple(hash, flips), { maxLength: 8 }), (made) => {
        const hashes = [
          ...new Set(
            made.flatMap(([own, places]) => [own, places.reduce((value, at) => value ^ (1n << BigInt(at)), own)]),
          ),
        ].map((value) => value.toString(16).padStart(16, '0'));
        const found = nearHashes(hashes, 6).map(({ a, b, bits }) => `${a} ${b} ${bits}`);
        const expected = hashes.flatMap((one, a) =>
          hashes.flatMap((other, b) => {
            const bits = hammingDistance(one, other);
            return b > a && bits <= 6 ? [`${a} ${b} ${bits}`] : [];
          }),
        );
        expect(found.sort()).toEqual(expected.sort());
      }),
      { numRuns: 300 },
    );
  });

  it('chains equal hashes', () => {
    expect(nearHashes([HASH, HASH, undefined, HASH], 0)).toEqual([
      { a: 0, b: 1, bits: 0 },
      { a: 1, b: 3, bits: 0 },
    ]);
  });
});

describe('findTwins', () => {
  it('tells exact copies from near ones', () => {
    const documents = [{ print: print('a', HASH) }, { print: print('a', HASH) }, { print: print('b', NEAR) }];
    expect(findTwins(documents, unread)).toEqual([
      { a: 0, b: 1, kind: 'exact' },
      { a: 0, b: 2, kind: 'near' },
    ]);
  });

  it('wants a second look at pages that are only alike', () => {
    const documents = [{ print: print('a', HASH) }, { print: print('b', NEARISH) }];
    expect(hammingDistance(HASH, NEARISH)).toBe(6);
    expect(findTwins(documents, unread)).toEqual([]);
    expect(findTwins(documents, { isSamePaper: () => true, hasMarks: () => true })).toHaveLength(1);
  });

  it('keeps two papers of one form apart that look the same', () => {
    const documents = [{ print: print('a', HASH) }, { print: print('b', HASH) }];
    expect(findTwins(documents, { isSamePaper: () => false, hasMarks: () => true })).toEqual([]);
  });

  it.each([
    ['the same few words', ['Confidential', 'Page 3'], ['Page 3', 'Confidential'], 1],
    ['other words', ['Confidential'], ['Annual report'], 0],
    ['no words at all', [], [], 0],
  ])('compares pages of few words: %s', (_, one, other, expected) => {
    const documents = [
      { print: print('a', HASH), page: pageWith(one) },
      { print: print('b', HASH), page: pageWith(other) },
    ];
    expect(findTwins(documents, unread)).toHaveLength(expected);
  });
});
