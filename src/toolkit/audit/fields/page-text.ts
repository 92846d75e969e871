import { type Layout, normalizeText } from '../../../pages/index.ts';

/** A text of the page that could be a value. */
export interface PageText {
  /** Raw. */
  readonly text: string;
  /** As compared, see `normalizeText`. */
  readonly normalized: string;
  readonly confidence: number;
}

/** Lines, what follows a line's colon, neighbours read as one, and whole rows (a value may be broken in several boxes). */
export function readPageTexts(layout: Layout): PageText[] {
  const confidenceOfRow = layout.rows.map((row) => row.reduce((least, box) => Math.min(least, box.confidence), 1));
  const spans = layout.spans.map(({ text, normalized, row }) => ({
    text,
    normalized,
    confidence: confidenceOfRow[row] ?? 0,
  }));
  const rows = layout.rows.map((row, index) => {
    const text = row.map((box) => box.text).join(' ');
    return { text, normalized: normalizeText(text), confidence: confidenceOfRow[index] ?? 0 };
  });
  return [...spans, ...rows].filter(({ normalized }) => normalized !== '');
}
