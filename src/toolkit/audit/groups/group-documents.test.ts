import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupDocuments } from './group-documents.ts';
import { invoiceTexts, misread, pageWith, scattered } from './testing/papers.mts';

const print = (sha256: string, perceptualHash = '0000000000000000') => ({ sha256, perceptualHash });
const photosOf = (index: number, photos: number) =>
  Array.from({ length: photos }, (_, photo) => ({
    page: pageWith(photo === 0 ? invoiceTexts(index) : misread(invoiceTexts(index), index * 10 + photo)),
  }));

describe('groupDocuments', () => {
  it('groups photos of one paper, whoever sold and bought', () => {
    const documents = Array.from({ length: 9 }, (_, index) => photosOf(index, 3)).flat();
    const expected = Array.from({ length: 9 }, (_, index) => [index * 3, index * 3 + 1, index * 3 + 2]);
    expect(groupDocuments(documents).groups).toEqual(expected);
  });

  it('tells papers of one form, seller and buyer apart, even when there are only two', () => {
    const documents = [0, 3].map((index) => ({ page: pageWith(invoiceTexts(index)) }));
    expect(groupDocuments(documents).groups).toEqual([]);
  });

  it('does not group pages that say little', () => {
    const documents = Array.from({ length: 4 }, () => ({ page: pageWith(['Confidential', 'Page 1 of 20']) }));
    expect(groupDocuments(documents).groups).toEqual([]);
  });

  it('keeps numbers in sequence apart when each is read on several pages', () => {
    const texts = (number: string, seed: number) => [`No ${number}`, ...invoiceTexts(seed).slice(2)];
    const documents = ['09750785', '09750785', '09750786', '09750786'].map((number, at) => ({
      page: pageWith(texts(number, at < 2 ? 0 : 3)),
    }));
    expect(groupDocuments(documents).groups).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('never parts exact copies, read or not', () => {
    const copies = Array.from({ length: 7 }, () => ({ print: print('aa') }));
    const other = { print: print('bb', 'ffff0000ffff0000') };
    const { groups, twins } = groupDocuments([...copies, other]);
    expect(groups).toEqual([[0, 1, 2, 3, 4, 5, 6]]);
    expect(twins).toHaveLength(6);
  });

  it('joins the photos of a paper through a copy whose text was not read', () => {
    const [one, other] = photosOf(1, 2);
    const documents = [
      { ...one, print: print('aa') },
      { print: print('aa') },
      { ...other, print: print('cc', 'ffff0000ffff0000') },
    ];
    expect(groupDocuments(documents).groups).toEqual([[0, 1, 2]]);
  });

  it('gives the same groups in whatever order the documents come', () => {
    const documents = Array.from({ length: 5 }, (_, index) => photosOf(index, 2)).flat();
    const order = fc.shuffledSubarray([...documents.keys()], { minLength: documents.length });
    fc.assert(
      fc.property(order, (places) => {
        const { groups } = groupDocuments(places.flatMap((place) => documents[place] ?? []));
        const named = groups.map((group) => group.flatMap((at) => places[at] ?? []).sort((a, b) => a - b));
        return JSON.stringify(named.sort(([a = 0], [b = 0]) => a - b)) === '[[0,1],[2,3],[4,5],[6,7],[8,9]]';
      }),
      { numRuns: 30 },
    );
  });

  it('puts each document into one group at most, for any texts', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9 .,年-]{4,20}$/u));
    const document = fc.record(
      {
        page: fc.array(text, { maxLength: 6 }).map((lines) => pageWith(lines)),
        print: fc.record({
          sha256: fc.constantFrom('a', 'b', 'c', 'd'),
          perceptualHash: fc.stringMatching(/^[0-9a-f]{16}$/u),
        }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(document, { maxLength: 12 }), (documents) => {
        const { groups } = groupDocuments(documents);
        const members = groups.flat();
        expect(new Set(members).size).toBe(members.length);
        for (const group of groups) expect(group.length).toBeGreaterThan(1);
        for (const [a, one] of documents.entries()) {
          const b = documents.findIndex(
            (other) => other.print !== undefined && other.print.sha256 === one.print?.sha256,
          );
          const own = groups.find((group) => group.includes(a));
          if (b !== -1 && b !== a) expect(own).toContain(b);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('compares each page with a bounded number of others', () => {
    const documents = Array.from({ length: 3000 }, (_, index) => ({
      page: pageWith([...invoiceTexts(index >> 1), `Clerk ${scattered(index, 50)}00417`]),
    }));
    expect(groupDocuments(documents).groups).toHaveLength(1500);
  });
});
