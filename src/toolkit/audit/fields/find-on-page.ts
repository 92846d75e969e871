import { normalizeText, textSimilarity } from '../../../pages/index.ts';
import type { PageText } from './page-text.ts';

/** Where on the page a value comes nearest to being. */
export interface Occurrence {
  /** Fewest characters to change, insert or drop for the value to stand somewhere on the page. */
  readonly edits: number;
  /** 1 − edits ÷ length of the value; 0 to 1. */
  readonly similarity: number;
}

/** Shares of figures from which a value is compared by its figures alone: dates and amounts are printed in many ways. */
const MOSTLY_FIGURES = 0.6;

/** Looks for a value anywhere on the page, also inside longer lines. Bracket width, blanks and case do not count. */
export function findOnPage(value: string, texts: readonly PageText[]): Occurrence {
  const wanted = normalizeText(value);
  if (wanted === '') return { edits: 0, similarity: 0 };
  const figures = wanted.replace(/\D/g, '');
  if (figures.length >= 3 && figures.length >= MOSTLY_FIGURES * wanted.length)
    return findFigures(value, figures, texts);
  const pattern = [...wanted];
  let edits = pattern.length;
  for (const { normalized } of texts) {
    edits = Math.min(edits, editsWithin(pattern, normalized));
    if (edits === 0) break;
  }
  return { edits, similarity: 1 - edits / pattern.length };
}

function findFigures(value: string, figures: string, texts: readonly PageText[]): Occurrence {
  const lines = texts.map(({ normalized }) => normalized.replace(/\D/g, ''));
  let edits = figures.length;
  for (const variant of [figures, ...dateVariants(value)]) {
    const pattern = [...variant];
    for (const line of lines) edits = Math.min(edits, editsWithin(pattern, line));
  }
  return { edits, similarity: 1 - edits / figures.length };
}

/** Whether a text is the value in other writing: the same date in another order, the same amount with other marks. */
export function hasSameFigures(value: string, text: string): boolean {
  if (/\p{L}/u.test(value)) return false;
  const figures = text.replace(/\D/g, '');
  return figures !== '' && [value.replace(/\D/g, ''), ...dateVariants(value)].includes(figures);
}

/** The figures of a date as it may be printed: day and month first, without leading zeros. */
function dateVariants(value: string): string[] {
  const match = /^\s*(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$/.exec(value);
  if (match === null) return [];
  const [, year = '', month = '', day = ''] = match;
  const parts = (m: string, d: string): string[] => [year + m + d, d + m + year, m + d + year];
  return [...parts(month.padStart(2, '0'), day.padStart(2, '0')), ...parts(String(Number(month)), String(Number(day)))];
}

/** Edit distance of the pattern to the best part of the text (Sellers 1980). */
function editsWithin(pattern: readonly string[], text: string): number {
  if (text.includes(pattern.join(''))) return 0;
  let column = Array.from({ length: pattern.length + 1 }, (_, row) => row);
  let best = pattern.length;
  for (const character of text) {
    const next = [0];
    for (let row = 1; row <= pattern.length; row++) {
      const changed = (column[row - 1] ?? 0) + (pattern[row - 1] === character ? 0 : 1);
      next.push(Math.min(changed, (column[row] ?? 0) + 1, (next[row - 1] ?? 0) + 1));
    }
    column = next;
    best = Math.min(best, column[pattern.length] ?? best);
  }
  return best;
}

/** The text of the page most like the value, when it is at all like it. */
export function nearestText(value: string, texts: readonly PageText[], least: number): string | undefined {
  let best: string | undefined;
  let bestSimilarity = least;
  for (const { text } of texts) {
    const similarity = textSimilarity(value, text);
    if (similarity < bestSimilarity || (similarity === bestSimilarity && best !== undefined)) continue;
    best = text;
    bestSimilarity = similarity;
  }
  return best;
}
