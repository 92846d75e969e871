import type { Page, TextLine } from '../../../pages/index.ts';

const BINS = 10;

/** Forty numbers about the lines of a page: how many, how high and wide, what kinds, where they start. */
export function lineStatistics(page: Page): number[] {
  const { lines } = page;
  const count = Math.max(1, lines.length);
  const heights = lines.map((line) => line.h).sort((a, b) => a - b);
  const widths = lines.map((line) => line.w).sort((a, b) => a - b);
  const characters = lines.reduce((sum, line) => sum + line.text.length, 0);
  const share = (test: (line: TextLine) => boolean): number => lines.filter(test).length / count;
  const textShare = (pattern: RegExp): number => share((line) => pattern.test(line.text));
  return [
    Math.log1p(lines.length),
    Math.log1p(characters),
    characters / count,
    ...[0.1, 0.5, 0.9].map((part) => quantile(heights, part) * 50),
    quantile(heights, 0.99) * 20,
    ...[0.25, 0.5, 0.9].map((part) => quantile(widths, part)),
    share((line) => line.confidence < 0.8),
    textShare(/^[\s$()\d.,%¥-]+$/),
    textShare(/[:：]\s*$/),
    textShare(/[?？]\s*$/),
    textShare(/^\s*(\d+|[•\-*o])[.)\s]/),
    textShare(/\$/),
    textShare(/[A-Z]{4,}/),
    textShare(/\d{4}/),
    share((line) => Math.abs(line.angle) > 0.7 || line.h > line.w),
    page.width / Math.max(1, page.height),
    ...histogram(lines.map((line) => line.x)),
    ...histogram(lines.map((line) => line.y)),
  ];
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function histogram(positions: readonly number[]): number[] {
  const bins = new Array<number>(BINS).fill(0);
  for (const position of positions) {
    const bin = Math.max(0, Math.min(BINS - 1, Math.floor(position * BINS)));
    bins[bin] = (bins[bin] ?? 0) + 1 / positions.length;
  }
  return bins;
}
