import type { Raster } from '../image/raster.ts';
import type { Ink } from './ink.ts';

const INK = 0.5;
const MID_TONE = 0.12;
/** Grey values below this are black whatever the light: solid bars, photos, dark stamps. */
const SOLID_BLACK = 70;
/** A run of pixels above this amount of ink may be a ruling line. */
const RULE_INK = 0.22;
/** Rows and columns with less ink on average are empty. */
const EMPTY = 0.012;

/**
 * Twelve numbers about a page: share of ink, of mid-tones, of solid black; mean saturation; share of rows, then of
 * columns, with an unbroken line over a quarter and over half of the page; roughness of the ink profile down and
 * across; share of empty rows and of empty columns.
 * @param colours a small colour version of the page
 */
export function pageStatistics(ink: Ink, grey: Raster, colours: Raster): number[] {
  const rows = profile(ink, 'rows');
  const columns = profile(ink, 'columns');
  return [
    shareOf(ink.amount, (amount) => amount > INK),
    shareOf(ink.amount, (amount) => amount > MID_TONE && amount <= INK),
    shareOf(grey.data, (value) => value < SOLID_BLACK),
    meanSaturation(colours),
    ...ruledShares(ink, 'rows'),
    ...ruledShares(ink, 'columns'),
    roughness(rows) * 10,
    roughness(columns) * 10,
    shareOf(rows, (amount) => amount < EMPTY),
    shareOf(columns, (amount) => amount < EMPTY),
  ];
}

type Axis = 'rows' | 'columns';

/** How to walk the pixels of the n-th row or column. */
function walk(ink: Ink, axis: Axis): { lines: number; length: number; start: number; step: number } {
  return axis === 'rows'
    ? { lines: ink.height, length: ink.width, start: ink.width, step: 1 }
    : { lines: ink.width, length: ink.height, start: 1, step: ink.width };
}

function shareOf(values: Float32Array | Uint8Array, holds: (value: number) => boolean): number {
  let count = 0;
  for (const value of values) if (holds(value)) count++;
  return count / values.length;
}

function meanSaturation({ data, width, height }: Raster): number {
  let sum = 0;
  for (let i = 0; i < data.length; i += 3) {
    const [r = 0, g = 0, b = 0] = data.subarray(i, i + 3);
    sum += Math.max(r, g, b) - Math.min(r, g, b);
  }
  return sum / (width * height * 255);
}

function ruledShares(ink: Ink, axis: Axis): [quarter: number, half: number] {
  const { lines, length, start, step } = walk(ink, axis);
  let quarter = 0;
  let half = 0;
  for (let line = 0; line < lines; line++) {
    const run = longestRun(ink.amount, line * start, step, length);
    if (run > length * 0.25) quarter++;
    if (run > length * 0.5) half++;
  }
  return [quarter / lines, half / lines];
}

function longestRun(amount: Float32Array, from: number, step: number, length: number): number {
  let run = 0;
  let longest = 0;
  for (let i = 0; i < length; i++) {
    run = (amount[from + i * step] ?? 0) > RULE_INK ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

function profile(ink: Ink, axis: Axis): Float32Array {
  const { lines, length, start, step } = walk(ink, axis);
  return Float32Array.from({ length: lines }, (_, line) => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += ink.amount[line * start + i * step] ?? 0;
    return sum / length;
  });
}

function roughness(values: Float32Array): number {
  let sum = 0;
  values.forEach((value, index) => {
    if (index > 0) sum += Math.abs(value - (values[index - 1] ?? 0));
  });
  return sum / values.length;
}
