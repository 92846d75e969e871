import type { Ink } from './ink.ts';

const COLUMNS = 6;
const ROWS = 8;
const ORIENTATIONS = 6;
/** Weaker edges are paper grain. */
const MIN_STRENGTH = 0.08;
/** Added to a cell's total, so that an almost empty cell does not shout. */
const DAMPING = 20;

/** Share of each edge orientation in 6 × 8 cells, row by row: where text, rules and pictures stand. */
export function gradientHistograms(ink: Ink): number[] {
  const { amount, width, height } = ink;
  const sums = new Float64Array(COLUMNS * ROWS * ORIENTATIONS);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const dx = (amount[at + 1] ?? 0) - (amount[at - 1] ?? 0);
      const dy = (amount[at + width] ?? 0) - (amount[at - width] ?? 0);
      const strength = Math.hypot(dx, dy);
      if (strength < MIN_STRENGTH) continue;
      const cell = Math.floor((y * ROWS) / height) * COLUMNS + Math.floor((x * COLUMNS) / width);
      const bin = cell * ORIENTATIONS + orientation(dx, dy);
      sums[bin] = (sums[bin] ?? 0) + strength;
    }
  }
  return normaliseCells(sums);
}

/** Direction of an edge without its sign, in steps of 30°. */
function orientation(dx: number, dy: number): number {
  const angle = Math.atan2(dy, dx);
  return Math.floor(((angle < 0 ? angle + Math.PI : angle) / Math.PI) * ORIENTATIONS) % ORIENTATIONS;
}

function normaliseCells(sums: Float64Array): number[] {
  return Array.from(sums, (sum, bin) => {
    const first = bin - (bin % ORIENTATIONS);
    const total = sums.subarray(first, first + ORIENTATIONS).reduce((a, b) => a + b, DAMPING);
    return sum / total;
  });
}
