import type { Page } from '../../../pages/index.ts';
import type { Edge } from './clusters.ts';
import { contradict, placedNumbers } from './contradiction.ts';
import { indexMarks, type MarkIndex } from './mark-index.ts';
import { paperMarks } from './paper-marks.ts';

/**
 * Two photos of one paper share at least this much of their marks: measured 0.68 and more on 136 pairs of real photos,
 * 0.86 and more on drawn ones, while photos of two papers of one seller and buyer share 0.53 at most, in sets of 4 too.
 */
const SAME_PAPER = 0.6;
/** Nats that must be shared; fewer and a page says too little. Four rare numbers in a small set, two in a large one. */
const LEAST_WEIGHT = 12;
/** Share of the weight wanted that rare marks alone must bring. */
const WORTH_A_LOOK = 0.5;
/** What stands on more pages than this belongs to a form or a firm. */
const MOST_HOLDERS = 256;
/** Pages that one page is compared with through one mark: the next ones that have it. */
const WINDOW = 32;

/** How alike the papers on two pages are. */
export interface PaperLikeness {
  /** Pairs of pages that seem to show one paper. */
  readonly edges: readonly Edge[];
  isSamePaper(a: number, b: number): boolean;
  /** Whether a page says enough to be told from others by its text alone. */
  hasMarks(page: number): boolean;
}

/**
 * Finds photos of one paper by the numbers and lines on them, each weighed by how few pages have it: numbers of the
 * paper itself count, those of a seller or a form that many pages share hardly do. Pages that contradict each other are two papers.
 * Time: linear in pages; each is compared with at most 32 others through each of its marks.
 * @param pages undefined where a page could not be read; it is like no other
 */
export function alikePapers(pages: readonly (Page | undefined)[]): PaperLikeness {
  const index = indexMarks(pages.map((page) => (page === undefined ? [] : paperMarks(page))));
  const numbers = pages.map((page) => (page === undefined ? [] : placedNumbers(page)));
  const isSamePaper = (a: number, b: number): boolean => {
    const { share, weight } = index.likeness(a, b);
    return share >= SAME_PAPER && weight >= LEAST_WEIGHT && !contradict(numbers[a] ?? [], numbers[b] ?? []);
  };
  const edges = [...pages.keys()].flatMap((a) =>
    candidates(index, a)
      .filter((b) => isSamePaper(a, b))
      .map((b) => ({ a, b, likeness: index.likeness(a, b).share })),
  );
  return { edges, isSamePaper, hasMarks: (page) => index.weightOfPage(page) >= LEAST_WEIGHT };
}

/** Later pages that share enough rare marks with this one to be worth a comparison of everything. */
function candidates(index: MarkIndex, page: number): number[] {
  const shared = new Map<number, number>();
  for (const mark of index.marks[page] ?? []) {
    const holders = index.holders.get(mark) ?? [];
    if (holders.length < 2 || holders.length > MOST_HOLDERS) continue;
    const weight = index.weightOf(mark);
    const next = firstAfter(holders, page);
    for (const other of holders.slice(next, next + WINDOW)) shared.set(other, (shared.get(other) ?? 0) + weight);
  }
  return [...shared]
    .filter(([other, weight]) => {
      const least = SAME_PAPER * Math.min(index.weightOfPage(page), index.weightOfPage(other));
      return weight >= WORTH_A_LOOK * Math.max(LEAST_WEIGHT, least);
    })
    .map(([other]) => other);
}

/** Position of the first number above `value` in an ascending list. */
function firstAfter(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
