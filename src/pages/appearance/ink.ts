import type { Raster } from '../image/raster.ts';

/** The size at which ink is measured, pixels; pages are stretched to it. */
export const INK_WIDTH = 288;
export const INK_HEIGHT = 384;

/** How much ink each pixel holds, 0 to 1, whatever the light on the paper. */
export interface Ink {
  readonly amount: Float32Array;
  readonly width: number;
  readonly height: number;
}

const BACKGROUND_COLUMNS = 9;
const BACKGROUND_ROWS = 12;
/** Paper is brighter than most of its neighbourhood. */
const LOCAL_PAPER_QUANTILE = 0.85;
const PAGE_PAPER_QUANTILE = 0.9;
/** Where a neighbourhood is all ink, paper is taken to be at least this share of the page's brightness. */
const DARKEST_PAPER = 0.55;
/** A pixel darker than paper by this share of it is full ink. */
const FULL_INK = 0.6;

/** Measures ink against the local paper brightness, so that shadows on photographed paper do not read as ink. */
export function measureInk(grey: Raster): Ink {
  const { data, width, height } = grey;
  const floor = quantile(data, PAGE_PAPER_QUANTILE) * DARKEST_PAPER;
  const paper = localPaper(grey);
  const amount = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const paperRow = Math.floor((y * BACKGROUND_ROWS) / height) * BACKGROUND_COLUMNS;
    for (let x = 0; x < width; x++) {
      const local = paper[paperRow + Math.floor((x * BACKGROUND_COLUMNS) / width)] ?? 255;
      const bright = Math.max(local, floor);
      const share = (bright - (data[y * width + x] ?? 0)) / (FULL_INK * bright + 1);
      amount[y * width + x] = Math.max(0, Math.min(1, share));
    }
  }
  return { amount, width, height };
}

function localPaper({ data, width, height }: Raster): number[] {
  const cells: number[][] = Array.from({ length: BACKGROUND_COLUMNS * BACKGROUND_ROWS }, () => []);
  data.forEach((value, index) => {
    const column = Math.floor(((index % width) * BACKGROUND_COLUMNS) / width);
    const row = Math.floor((Math.floor(index / width) * BACKGROUND_ROWS) / height);
    cells[row * BACKGROUND_COLUMNS + column]?.push(value);
  });
  return cells.map((values) => quantile(Uint8Array.from(values), LOCAL_PAPER_QUANTILE));
}

function quantile(values: Uint8Array, share: number): number {
  return values.toSorted()[Math.floor(values.length * share)] ?? 255;
}
