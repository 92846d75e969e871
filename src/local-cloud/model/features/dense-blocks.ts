import type { Page } from '../../../pages/index.ts';
import { lineStatistics } from './line-statistics.ts';

/** What pages look like, as blocks of numbers laid end to end. */
export interface DenseBlocks {
  readonly sizes: readonly number[];
  readonly values: Float32Array;
}

/** Mean and inverse deviation of every dense value over the training examples. */
export interface Standardisation {
  readonly sizes: readonly number[];
  readonly mean: Float32Array;
  readonly inverse: Float32Array;
}

/** Larger blocks are pictures. They learn the scanner rather than the document: half the weight. Measured. */
const PICTURE_SIZE = 60;
const PICTURE_WEIGHT = 0.5;
const CLIP = 3;
const MIN_VARIANCE = 1e-6;

/** Ink grid, gradients, page statistics, text map and line statistics, averaged over the pages. */
export function denseBlocks(pages: readonly Page[]): DenseBlocks {
  const perPage = pages.map(pageBlocks);
  const sizes = (perPage[0] ?? []).map((block) => block.length);
  const values = new Float32Array(sizes.reduce((sum, size) => sum + size, 0));
  for (const blocks of perPage) {
    blocks.flat().forEach((value, i) => {
      if (i < values.length) values[i] = (values[i] ?? 0) + value / perPage.length;
    });
  }
  return { sizes, values };
}

function pageBlocks(page: Page): (readonly number[])[] {
  const { ink, gradients, statistics, textMap } = page.appearance;
  return [ink, gradients, statistics, textMap, lineStatistics(page)];
}

/** Adds up examples one by one, so that none need be kept. */
export class StandardisationSum {
  #count = 0;
  #sizes: readonly number[] = [];
  #sum = new Float64Array(0);
  #squares = new Float64Array(0);

  add(blocks: DenseBlocks): void {
    if (this.#count === 0) {
      this.#sizes = blocks.sizes;
      this.#sum = new Float64Array(blocks.values.length);
      this.#squares = new Float64Array(blocks.values.length);
    }
    this.#count += 1;
    blocks.values.forEach((value, i) => {
      this.#sum[i] = (this.#sum[i] ?? 0) + value;
      this.#squares[i] = (this.#squares[i] ?? 0) + value * value;
    });
  }

  result(): Standardisation {
    const count = Math.max(1, this.#count);
    const mean = Float32Array.from(this.#sum, (sum) => sum / count);
    const inverse = Float32Array.from(this.#squares, (square, i) => {
      const centre = (this.#sum[i] ?? 0) / count;
      return 1 / Math.sqrt(Math.max(MIN_VARIANCE, square / count - centre * centre));
    });
    return { sizes: this.#sizes, mean, inverse };
  }
}

/** Standardised, clipped at three deviations and weighted so that each block counts alike, whatever its size. */
export function standardise(values: Float32Array, { sizes, mean, inverse }: Standardisation): Float32Array {
  const result = new Float32Array(mean.length);
  let at = 0;
  for (const size of sizes) {
    const weight = (size > PICTURE_SIZE ? PICTURE_WEIGHT : 1) / Math.sqrt(Math.max(1, size));
    for (const end = at + size; at < end; at++) {
      const deviation = ((values[at] ?? 0) - (mean[at] ?? 0)) * (inverse[at] ?? 0);
      result[at] = Math.max(-CLIP, Math.min(CLIP, deviation)) * weight;
    }
  }
  return result;
}
