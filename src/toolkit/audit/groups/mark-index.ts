import { kindOf, type MarkKind } from './paper-marks.ts';
import { settleSlips } from './settle-slips.ts';

/** What sharing a mark says, by kind: pieces of one number come several at a time, and texts belong to forms and firms more than to papers. */
const KIND_WEIGHT: Readonly<Record<MarkKind, number>> = { number: 1, piece: 0.35, text: 0.35 };
/** Pages taken to exist besides those at hand, so that rarity means something in a small set. */
const UNSEEN_PAGES = 20;

/** Marks of every page with what sharing them says. About 5 KB a page. */
export interface MarkIndex {
  /** Marks of each page, slips settled. */
  readonly marks: readonly ReadonlySet<string>[];
  /** Mark → pages that have it, ascending. */
  readonly holders: ReadonlyMap<string, readonly number[]>;
  /** Nats; the rarer the mark, the more. A mark of one page alone weighs no more than one of two: it may be a slip. */
  weightOf(mark: string): number;
  /** Of all marks of a page. */
  weightOfPage(page: number): number;
  /** Shared weight ÷ weight of the lighter page, 0 to 1, and the shared weight itself. */
  likeness(a: number, b: number): Likeness;
}

export interface Likeness {
  readonly share: number;
  readonly weight: number;
}

export function indexMarks(pages: readonly (readonly string[])[]): MarkIndex {
  const settled = settleNumbers(pages);
  const marks = pages.map((list) => new Set(list.map((mark) => settled.get(mark) ?? mark)));
  const holders = holdersOf(marks);
  const weightOf = (mark: string): number => {
    const count = Math.max(2, holders.get(mark)?.length ?? 0);
    return KIND_WEIGHT[kindOf(mark)] * Math.log((pages.length + UNSEEN_PAGES) / count);
  };
  const weights = marks.map((set) => [...set].reduce((sum, mark) => sum + weightOf(mark), 0));
  const likeness = (a: number, b: number): Likeness => {
    const [one = new Set<string>(), other = new Set<string>()] = [marks[a], marks[b]];
    let weight = 0;
    for (const mark of one) if (other.has(mark)) weight += weightOf(mark);
    const least = Math.min(weights[a] ?? 0, weights[b] ?? 0);
    return { share: least === 0 ? 0 : weight / least, weight };
  };
  return { marks, holders, weightOf, weightOfPage: (page) => weights[page] ?? 0, likeness };
}

function settleNumbers(pages: readonly (readonly string[])[]): Map<string, string> {
  const numbers = pages.map((list) => new Set(list.filter((mark) => kindOf(mark) === 'number')));
  return settleSlips(holdersOf(numbers));
}

function holdersOf(pages: readonly ReadonlySet<string>[]): Map<string, number[]> {
  const holders = new Map<string, number[]>();
  pages.forEach((marks, page) => {
    for (const mark of marks) {
      const known = holders.get(mark);
      if (known === undefined) holders.set(mark, [page]);
      else known.push(page);
    }
  });
  return holders;
}
