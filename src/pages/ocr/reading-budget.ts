import type { Rectangle } from './min-area-rectangle.ts';

/** The recogniser reads strips of this height, pixels. */
export const STRIP_HEIGHT = 48;
/** Strips are this wide or a multiple of it: the recogniser looks at steps of 8 columns and pads to 16 best. */
const WIDTH_STEP = 16;
const MAX_STRIP_WIDTH = 1600;
/** A line is never cut shorter than this by the budget, columns. */
const MIN_CUT_WIDTH = 128;
/** A box this many times higher than wide holds vertical text. */
const VERTICAL_ASPECT = 1.8;

/** One line to read: which part of the page, put level, and how many columns of recogniser input it gets. */
export interface Strip {
  /** Index of the box it was planned from. */
  readonly box: number;
  /** The part of the page to read, its width along the text. */
  readonly area: Rectangle;
  /** Columns of recogniser input; the text may end before. */
  readonly columns: number;
}

/**
 * Plans what to read. When the boxes need more columns than the budget, long lines are read only up to a common width
 * (water filling), each from its beginning: reading time is proportional to columns, and a page of dense print
 * would cost ten times a form.
 * @param budget columns of 48-pixel-high text for the whole page
 */
export function planStrips(boxes: readonly Rectangle[], budget: number): Strip[] {
  const strips = boxes.map((box, index): Strip => {
    const area = levelArea(box);
    return { box: index, area, columns: stripColumns(area) };
  });
  const limit = commonWidth(
    strips.map((strip) => strip.columns),
    budget,
  );
  return strips.map((strip) => (strip.columns > limit ? cutStrip(strip, limit) : strip));
}

/** Vertical text is turned a quarter left, so that its width runs along the text like everything else's. */
function levelArea(box: Rectangle): Rectangle {
  if (box.h <= box.w * VERTICAL_ASPECT) return box;
  return { cx: box.cx, cy: box.cy, w: box.h, h: box.w, ux: -box.uy, uy: box.ux };
}

function stripColumns(area: Rectangle): number {
  const exact = (STRIP_HEIGHT * area.w) / area.h;
  return Math.max(WIDTH_STEP, Math.min(MAX_STRIP_WIDTH, Math.ceil(exact / WIDTH_STEP) * WIDTH_STEP));
}

/** The width at which the sum of all widths, each cut to it, just fits the budget; infinite when nothing need be cut. */
export function commonWidth(widths: readonly number[], budget: number): number {
  let left = budget;
  let count = widths.length;
  for (const width of widths.toSorted((a, b) => a - b)) {
    if (width * count > left) {
      return Math.max(MIN_CUT_WIDTH, Math.floor(left / count / WIDTH_STEP) * WIDTH_STEP);
    }
    left -= width;
    count--;
  }
  return Number.POSITIVE_INFINITY;
}

function cutStrip(strip: Strip, columns: number): Strip {
  const { area } = strip;
  const w = (area.w * columns) / strip.columns;
  const shift = (area.w - w) / 2;
  return {
    box: strip.box,
    area: { ...area, w, cx: area.cx - shift * area.ux, cy: area.cy - shift * area.uy },
    columns,
  };
}
