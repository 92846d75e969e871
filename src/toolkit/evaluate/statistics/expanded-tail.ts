import { Z_95 } from '../../lib/wilson.ts';

/**
 * Which quantiles of a bootstrap make a 95 % interval. Few units resample too tightly, so the tails shrink with their number: Hesterberg 2015,
 * https://doi.org/10.1080/00031305.2015.1089789, § 4.1.2 (expanded percentile interval). 0.025 for many units, 0.011 for 12.
 */
export function expandedTail(units: number): number {
  if (units < 2) return 0;
  const reach = Math.sqrt(units / (units - 1)) * studentQuantile(units - 1);
  return upperTail(reach);
}

/** 97.5 % quantile of Student's t by its expansion in the normal one: Abramowitz & Stegun 1964, 26.7.5. */
function studentQuantile(freedom: number): number {
  const z = Z_95;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / freedom + second / freedom ** 2 + third / freedom ** 3;
}

/** Chance that a standard normal number is above `x`, which is not negative; within 7.5e-8: Abramowitz & Stegun 1964, 26.2.17. */
function upperTail(x: number): number {
  const t = 1 / (1 + 0.2316419 * x);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
