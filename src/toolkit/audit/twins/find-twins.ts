import { type Page, textSimilarity } from '../../../pages/index.ts';
import type { ImagePrint } from './image-print.ts';
import { nearHashes } from './near-hashes.ts';

/** Two documents with one image, by index. */
export interface Twin {
  readonly a: number;
  readonly b: number;
  /** `exact`: the same bytes; `near`: the same picture resized, recompressed or brightened. */
  readonly kind: 'exact' | 'near';
}

/** Copies differ in this many bits at most: measured on 76 drawn pages at half and a third of the size, JPEG quality 30, brightened and grey: 95 in 100 within 6. */
const COPY_BITS = 6;
/** Nearer than any two pages that are no copies of each other: photos of two invoices on one form came to 6, real ones to 10. */
const SURE_BITS = 4;
/** Short texts of two copies, as read, are at least this alike, 0 to 1. */
const SAME_WORDS = 0.8;

export interface TwinCandidate {
  readonly print?: ImagePrint;
  readonly page?: Page;
}

/**
 * Finds images that are there twice. Exact copies by their hash; near copies by what they look like, and then by a second look
 * at their text where it was read, since pages of one form look alike from afar. Blank pages are no copies of each other.
 * @param papers compares what two pages say, for pages that say enough
 * @returns each twin with the one before it, so that n copies give at least n − 1 pairs
 */
export function findTwins(
  documents: readonly TwinCandidate[],
  papers: { isSamePaper(a: number, b: number): boolean; hasMarks(page: number): boolean },
): Twin[] {
  const exact = exactTwins(documents);
  const copies = new Set(exact.map(({ b }) => b));
  // One of each set of exact copies speaks for all.
  const hashes = documents.map(({ print, page }, index) =>
    copies.has(index) || page?.lines.length === 0 ? undefined : print?.perceptualHash,
  );
  const near = nearHashes(hashes, COPY_BITS).filter(({ a, b, bits }) => {
    if (papers.hasMarks(a) && papers.hasMarks(b)) return papers.isSamePaper(a, b);
    const [one, other] = [documents[a]?.page, documents[b]?.page];
    return bits <= SURE_BITS && (one === undefined || other === undefined || saySame(one, other));
  });
  return [...exact, ...near.map(({ a, b }) => ({ a, b, kind: 'near' }) as const)];
}

function exactTwins(documents: readonly TwinCandidate[]): Twin[] {
  const last = new Map<string, number>();
  return documents.flatMap(({ print }, b): Twin[] => {
    if (print === undefined) return [];
    const a = last.get(print.sha256);
    last.set(print.sha256, b);
    return a === undefined ? [] : [{ a, b, kind: 'exact' }];
  });
}

function saySame(one: Page, other: Page): boolean {
  return textSimilarity(wordsOf(one), wordsOf(other)) >= SAME_WORDS;
}

/** Lines sorted by their text: readers do not always give them in one order. */
function wordsOf(page: Page): string {
  return page.lines
    .map(({ text }) => text)
    .sort()
    .join(' ');
}
