import { proportion } from '../../lib/wilson.ts';

/** Counts of documents by outcome of (base, tuned). */
export interface PairedCounts {
  readonly bothRight: number;
  /** Base wrong, tuned right. */
  readonly fixed: number;
  /** Base right, tuned wrong. */
  readonly broken: number;
  readonly bothWrong: number;
}

/**
 * Difference tuned − base of two shares on the same documents with a 95 % interval:
 * Newcombe 1998, method 10, https://doi.org/10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C
 */
export function pairedDifference(counts: PairedCounts): {
  readonly value: number;
  readonly low: number;
  readonly high: number;
} {
  const { bothRight, fixed, broken, bothWrong } = counts;
  const total = bothRight + fixed + broken + bothWrong;
  if (total === 0) return { value: 0, low: -1, high: 1 };
  const tuned = proportion(bothRight + fixed, total);
  const base = proportion(bothRight + broken, total);
  const value = tuned.value - base.value;
  const phi = correlation(counts);
  const down = [tuned.value - tuned.low, base.high - base.value] as const;
  const up = [tuned.high - tuned.value, base.value - base.low] as const;
  const reach = ([a, b]: readonly [number, number]) => Math.sqrt(Math.max(0, a ** 2 - 2 * phi * a * b + b ** 2));
  return { value, low: Math.max(-1, value - reach(down)), high: Math.min(1, value + reach(up)) };
}

/** Newcombe's phi with his continuity correction. */
function correlation({ bothRight: a, fixed: b, broken: c, bothWrong: d }: PairedCounts): number {
  const margins = (a + b) * (c + d) * (a + c) * (b + d);
  if (margins === 0) return 0;
  const product = a * d - b * c;
  const n = a + b + c + d;
  const corrected = product > n / 2 ? product - n / 2 : product >= 0 ? 0 : product;
  return corrected / Math.sqrt(margins);
}
