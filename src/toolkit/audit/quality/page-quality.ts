import type { Page } from '../../../pages/index.ts';

/** Median height of a text line in pixels of the image as given; undefined without lines. */
export function medianLineHeight(page: Page): number | undefined {
  const heights = page.lines.map(({ h }) => h * page.height).sort((a, b) => a - b);
  return heights[heights.length >> 1];
}

/** Mean share of ink, 0 to 1. */
export function inkOf(page: Page): number {
  const { ink } = page.appearance;
  return ink.reduce((sum, share) => sum + share, 0) / Math.max(1, ink.length);
}
