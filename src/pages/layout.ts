import type { LayoutBox } from './layout-box.ts';
import { candidateSpans, type Span } from './layout-spans.ts';
import type { Page, TextLine } from './page.ts';
import { foldText } from './text.ts';

/** A page arranged for reading. */
export interface Layout {
  /** Row by row, each from left to right. */
  readonly rows: readonly (readonly LayoutBox[])[];
  /** Every text that could be an answer. */
  readonly spans: readonly Span[];
  /** Median line height in pixels of the upright page; 1 for a page without text. */
  readonly medianHeight: number;
  /** Tilt that was taken out, radians, positive clockwise. */
  readonly tilt: number;
}

/** An upright box in pixels, positioned by its centre. */
interface PixelBox {
  readonly text: string;
  readonly confidence: number;
  readonly cx: number;
  readonly cy: number;
  readonly w: number;
  readonly h: number;
}

/** Lines read with less confidence are noise (stamps, ruling lines, shadows). */
const MIN_CONFIDENCE = 0.4;
/** Boxes less than this many times as wide as high are vertical text or marks: not part of a row. */
const MIN_ASPECT = 0.6;
/** Short lines have unreliable slopes: only lines this wide (of the page) vote on the tilt. */
const TILT_MIN_WIDTH = 0.08;
/** A box joins a row when its centre is nearer than this many line heights to the row's nearest box. */
const ROW_TOLERANCE = 0.45;
/** Rows further up cannot take a box any more. */
const OPEN_ROWS = 12;

/** Arranges a page's lines into rows and lists the spans that could be answers. Pure; the page is not changed. */
export function layoutOf(page: Page): Layout {
  const lines = page.lines.filter((line) => isRowText(line, page));
  const tilt = medianOf(lines.filter((line) => line.w > TILT_MIN_WIDTH).map((line) => line.angle)) ?? 0;
  const upright = lines.map((line) => straighten(line, page, tilt));
  const medianHeight = medianOf(upright.map((box) => box.h)) ?? 1;
  const rows = toTextFrame(groupRows(upright, medianHeight), medianHeight);
  return { rows, spans: candidateSpans(rows, frameWidthInLines(upright, medianHeight)), medianHeight, tilt };
}

function isRowText(line: TextLine, page: Page): boolean {
  const isWide = line.w * page.width > line.h * page.height * MIN_ASPECT;
  return isWide && line.confidence > MIN_CONFIDENCE && line.text.trim() !== '';
}

/** Upper median; undefined for an empty list. */
function medianOf(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** Turns a line's centre around the page's origin so that the text runs level. */
function straighten(line: TextLine, page: Page, tilt: number): PixelBox {
  const cx = (line.x + line.w / 2) * page.width;
  const cy = (line.y + line.h / 2) * page.height;
  const cos = Math.cos(tilt);
  const sin = Math.sin(tilt);
  return {
    text: line.text,
    confidence: line.confidence,
    cx: cx * cos + cy * sin,
    cy: cy * cos - cx * sin,
    w: line.w * page.width,
    h: line.h * page.height,
  };
}

/**
 * Greedy rows, top to bottom. A box is compared with the row's horizontally nearest box, so rows may bend
 * (photographed paper is not flat).
 */
function groupRows(boxes: readonly PixelBox[], medianHeight: number): PixelBox[][] {
  const rows: PixelBox[][] = [];
  for (const box of boxes.toSorted((a, b) => a.cy - b.cy || a.cx - b.cx)) {
    const row = nearestRow(rows.slice(-OPEN_ROWS), box, medianHeight);
    if (row === undefined) rows.push([box]);
    else row.push(box);
  }
  for (const row of rows) row.sort((a, b) => a.cx - b.cx);
  return rows.toSorted((a, b) => meanCentre(a) - meanCentre(b));
}

function nearestRow(rows: readonly PixelBox[][], box: PixelBox, medianHeight: number): PixelBox[] | undefined {
  let best: PixelBox[] | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const near = row.reduce((a, b) => (Math.abs(b.cx - box.cx) < Math.abs(a.cx - box.cx) ? b : a));
    const distance = Math.abs(near.cy - box.cy);
    const limit = ROW_TOLERANCE * Math.min(medianHeight * 1.3, Math.max(near.h, box.h));
    if (distance < limit && distance < bestDistance) {
      best = row;
      bestDistance = distance;
    }
  }
  return best;
}

function meanCentre(row: readonly PixelBox[]): number {
  return row.reduce((sum, box) => sum + box.cy, 0) / row.length;
}

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The rectangle that the text fills; at least one pixel each way. */
function textFrame(boxes: readonly PixelBox[]): Frame {
  const left = Math.min(...boxes.map((box) => box.cx - box.w / 2));
  const right = Math.max(...boxes.map((box) => box.cx + box.w / 2));
  const top = Math.min(...boxes.map((box) => box.cy));
  const bottom = Math.max(...boxes.map((box) => box.cy));
  return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}

/** Width of the text frame in median line heights: turns gaps in frame units back into line heights. */
function frameWidthInLines(boxes: readonly PixelBox[], medianHeight: number): number {
  return boxes.length === 0 ? 1 : textFrame(boxes).width / medianHeight;
}

function toTextFrame(rows: readonly PixelBox[][], medianHeight: number): LayoutBox[][] {
  if (rows.length === 0) return [];
  const frame = textFrame(rows.flat());
  return rows.map((row, index) =>
    row.map((box) => ({
      text: box.text,
      folded: foldText(box.text),
      confidence: box.confidence,
      x: (box.cx - box.w / 2 - frame.left) / frame.width,
      y: (box.cy - frame.top) / frame.height,
      w: box.w / frame.width,
      h: box.h / medianHeight,
      row: index,
    })),
  );
}
