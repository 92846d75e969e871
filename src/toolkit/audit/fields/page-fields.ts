import type { Layout, LayoutBox } from '../../../pages/index.ts';
import { type PartyRole, roleNamedIn } from './party-roles.ts';

/** A value on the page with the words that stand beside or above it. */
export interface PageField {
  /** As printed, NFKC, without the colon; parts that the reader broke are joined. */
  readonly label: string;
  /** Raw text: full-width brackets stay full-width. */
  readonly value: string;
  /** Mean character probability of the value's line, 0 to 1. */
  readonly confidence: number;
  /** Left edge of the label, as a fraction of the text frame. */
  readonly x: number;
  /** Vertical centre, as a fraction of the text frame. */
  readonly y: number;
  /** The party it belongs to, once `assignParties` has found out. */
  readonly party?: PartyRole;
}

const COLON = /[:：﹕︰]/u;
/** Longer texts before a colon are prose. */
const LONGEST_LABEL = 24;
/** Labels that are printed spaced out (名　称) arrive in pieces this short. */
const LONGEST_PIECE = 3;
/** Boxes of one text that the reader broke lie this near, as a share of the text frame: half a character of small print. */
const NO_GAP = 0.008;
/** The value under a heading begins this many rows below it at most: columns are not quite level. */
const BELOW_ROWS = 2;

/** A seal's place or its impression is no value. */
const SEAL = /章\W*$/u;

/** Label and value pairs: behind a colon, in the next box after a colon, beside or below a heading that names a party. */
export function readPageFields(layout: Layout): PageField[] {
  return [...layout.rows.flatMap(rowFields), ...headedFields(layout)].filter(({ value }) => !SEAL.test(value));
}

interface OpenLabel {
  readonly text: string;
  readonly x: number;
}

/** Reads a row from left to right: a label waits for its value, short pieces wait to be a label. */
function rowFields(row: readonly LayoutBox[]): PageField[] {
  const fields: PageField[] = [];
  let open: OpenLabel | undefined;
  let pieces: OpenLabel | undefined;
  row.forEach((box, at) => {
    const split = splitAtColon(box.text);
    const isPiece = split === undefined && open === undefined && box.folded.trim().length <= LONGEST_PIECE;
    if (isPiece) {
      pieces = { text: (pieces?.text ?? '') + box.folded.trim(), x: pieces?.x ?? box.x };
      return;
    }
    // Pieces of two characters and more before a value: the reader may have missed the colon.
    const waiting = open ?? (pieces !== undefined && pieces.text.length > 1 ? pieces : undefined);
    const label = split === undefined ? waiting : { text: (pieces?.text ?? '') + split.label, x: pieces?.x ?? box.x };
    const value = split?.value ?? box.text.trim();
    pieces = undefined;
    open = split !== undefined && isStray(value) ? label : undefined;
    if (label !== undefined && open === undefined) fields.push(fieldOf(label, value, row, at));
  });
  return fields;
}

/** Nothing, or one character that belongs to a seal or the neighbouring value. */
const isStray = (value: string): boolean => value.length < 2 && !/\d/.test(value);

function splitAtColon(text: string): { readonly label: string; readonly value: string } | undefined {
  const at = text.search(COLON);
  if (at < 0) return undefined;
  const label = text.slice(0, at).normalize('NFKC').trim();
  // A colon between figures is a time or a ratio.
  if (label.length > LONGEST_LABEL || !/\p{L}/u.test(label)) return undefined;
  return { label, value: text.slice(at + 1).trim() };
}

/** The value begins in the box at `at`; boxes that follow without a gap are the rest of it. */
function fieldOf({ text, x }: OpenLabel, begin: string, row: readonly LayoutBox[], at: number): PageField {
  let value = begin;
  let confidence = row[at]?.confidence ?? 0;
  for (let next = at + 1; next < row.length; next++) {
    const [before, box] = [row[next - 1], row[next]];
    if (before === undefined || box === undefined || box.x - before.x - before.w > NO_GAP || COLON.test(box.text))
      break;
    value += (/[a-z]$/iu.test(value) ? ' ' : '') + box.text.trim();
    confidence = Math.min(confidence, box.confidence);
  }
  return { label: text, value, confidence, x, y: row[at]?.y ?? 0 };
}

/** `Bill to` or `Vendor` without a colon, and its value beside or below. */
function headedFields(layout: Layout): PageField[] {
  const boxes = layout.rows.flat();
  return boxes.flatMap((box) => {
    const label = box.folded.replace(COLON, '').trim();
    if (label.length > LONGEST_LABEL || !isHeading(label)) return [];
    const ends = /:$/.test(box.folded.trim());
    const beside = layout.rows[box.row]?.find((other) => other.x > box.x + box.w / 2 && other !== box);
    const below = nearestBelow(box, boxes);
    const values = ends || beside === undefined ? [below] : [beside, below];
    return values.flatMap((value) =>
      value === undefined || isHeading(value.folded)
        ? []
        : [headedField(label, box, value, layout.rows[value.row] ?? [])],
    );
  });
}

function headedField(label: string, { x }: LayoutBox, value: LayoutBox, row: readonly LayoutBox[]): PageField {
  return fieldOf({ text: label, x }, value.text.trim(), row, row.indexOf(value));
}

/** Nothing but the name of a party, perhaps with "name" or "information". */
function isHeading(label: string): boolean {
  const role = roleNamedIn(label);
  return role !== undefined && label.split(/\s+/).length <= 3 && (/\s|^[a-z]/iu.test(label) || label.length <= 7);
}

function nearestBelow(box: LayoutBox, boxes: readonly LayoutBox[]): LayoutBox | undefined {
  return boxes
    .filter(
      (other) =>
        other.row > box.row &&
        other.row <= box.row + BELOW_ROWS &&
        Math.min(box.x + box.w, other.x + other.w) > Math.max(box.x, other.x),
    )
    .reduce<LayoutBox | undefined>((best, other) => (best === undefined || other.y < best.y ? other : best), undefined);
}
