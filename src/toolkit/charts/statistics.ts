import { quantile } from '../lib/quantile.ts';

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of a sample, dividing by n − 1; 0 for a single value. */
export function deviationOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** Tukey's box: quartiles, whiskers to the last value within 1.5 interquartile ranges, and what lies beyond. */
export interface BoxSummary {
  readonly low: number;
  readonly quartile1: number;
  readonly median: number;
  readonly quartile3: number;
  readonly high: number;
  readonly outliers: readonly number[];
  readonly count: number;
}

/** @returns undefined for no values. */
export function boxSummary(values: readonly number[]): BoxSummary | undefined {
  if (values.length === 0) return undefined;
  const ascending = values.toSorted((a, b) => a - b);
  const quartile = (share: number) => quantile(ascending, share) ?? Number.NaN;
  const [quartile1, median, quartile3] = [quartile(0.25), quartile(0.5), quartile(0.75)];
  const reach = 1.5 * (quartile3 - quartile1);
  const within = ascending.filter((value) => value >= quartile1 - reach && value <= quartile3 + reach);
  return {
    low: within[0] ?? quartile1,
    quartile1,
    median,
    quartile3,
    high: within.at(-1) ?? quartile3,
    outliers: ascending.filter((value) => value < quartile1 - reach || value > quartile3 + reach),
    count: values.length,
  };
}
