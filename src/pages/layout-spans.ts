import type { LayoutBox } from './layout-box.ts';
import { foldText, normalizeText } from './text.ts';

/** A text on the page that could be the answer to a question about it. Position as in `LayoutBox`. */
export interface Span {
  /** `line`: a whole line; `tail`: what follows a line's first colon; `join`: two neighbours on one row. */
  readonly kind: 'line' | 'tail' | 'join';
  /** Raw text as read, trimmed: full-width brackets stay full-width. */
  readonly text: string;
  /** The text after NFKC. */
  readonly folded: string;
  /** The text as compared with labels, see `normalizeText`. */
  readonly normalized: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  /** Index of the reading row. */
  readonly row: number;
  /** NFKC text just left: the label before the colon for a tail, else the two boxes before it on its row. */
  readonly left: string;
  /** NFKC text of the nearest line above that overlaps it, or ''. */
  readonly above: string;
  /** NFKC text of the nearest line below that overlaps it, or ''. */
  readonly below: string;
  /** NFKC text of the whole row. */
  readonly rowText: string;
}

type PlacedSpan = Omit<Span, 'above' | 'below'>;

/** A label of at most 12 characters, a colon in any width, then at least two characters. */
const LABELLED = /^(.{1,12}?[:：﹕︰])\s*(.{2,})$/u;
/** Neighbours nearer than this many line heights may be one text that the detector broke. */
const JOIN_GAP = 1.2;
/** Two boxes stand above one another when they share this much of the narrower one's width. */
const OVERLAP_SHARE = 0.3;

/**
 * Lists candidate spans row by row.
 * @param frameWidth width of the text frame in median line heights
 */
export function candidateSpans(rows: readonly (readonly LayoutBox[])[], frameWidth: number): Span[] {
  const placed = rows.flatMap((row) => rowSpans(row, frameWidth));
  const lines = placed.filter((span) => span.kind === 'line');
  return placed.map((span) => ({ ...span, ...verticalNeighbours(span, lines) }));
}

function rowSpans(row: readonly LayoutBox[], frameWidth: number): PlacedSpan[] {
  const rowText = row.map((box) => box.folded).join('');
  return row.flatMap((box, index) => {
    const before = row.slice(Math.max(0, index - 2), index);
    const left = before.map((other) => other.folded).join('');
    const spans = [spanOf('line', box.text, box, box.x + box.w, left, rowText)];
    const labelled = LABELLED.exec(box.text);
    if (labelled !== null) spans.push(tailSpan(box, labelled[1] ?? '', labelled[2] ?? '', rowText));
    const next = row[index + 1];
    if (next !== undefined && (next.x - box.x - box.w) * frameWidth < JOIN_GAP * Math.max(box.h, next.h)) {
      spans.push(spanOf('join', box.text + next.text, box, next.x + next.w, left, rowText));
    }
    return spans;
  });
}

function spanOf(
  kind: Span['kind'],
  raw: string,
  box: LayoutBox,
  rightEdge: number,
  left: string,
  rowText: string,
): PlacedSpan {
  const text = raw.trim();
  return {
    kind,
    text,
    folded: foldText(text),
    normalized: normalizeText(text),
    x: box.x,
    y: box.y,
    w: rightEdge - box.x,
    h: box.h,
    row: box.row,
    left,
    rowText,
  };
}

/** Keeps the line's own position: where a tail starts inside its line is not known. */
function tailSpan(box: LayoutBox, label: string, tail: string, rowText: string): PlacedSpan {
  return spanOf('tail', tail, box, box.x + box.w, foldText(label), rowText);
}

function verticalNeighbours(span: PlacedSpan, lines: readonly PlacedSpan[]): { above: string; below: string } {
  let above: PlacedSpan | undefined;
  let below: PlacedSpan | undefined;
  for (const line of lines) {
    if (line.row === span.row || !overlaps(span, line)) continue;
    if (line.y < span.y && (above === undefined || line.y > above.y)) above = line;
    if (line.y > span.y && (below === undefined || line.y < below.y)) below = line;
  }
  return { above: above?.folded ?? '', below: below?.folded ?? '' };
}

function overlaps(a: PlacedSpan, b: PlacedSpan): boolean {
  const shared = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  return shared >= OVERLAP_SHARE * Math.min(a.w, b.w);
}
