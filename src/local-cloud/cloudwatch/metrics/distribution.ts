/**
 * Values of one minute, or of several, in bounded space. Sum, minimum and maximum are exact; values are counted at three significant
 * digits, at most 900 counts per power of ten, so a percentile is off by at most half a percent.
 */
export interface Distribution {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** Rounded value to how often it came. */
  readonly counts: Readonly<Record<string, number>>;
}

const SIGNIFICANT_DIGITS = 3;

/** One value that came `count` times. */
export function distributionOf(value: number, count = 1): Distribution {
  const rounded = String(Number(value.toPrecision(SIGNIFICANT_DIGITS)));
  return { count, sum: value * count, min: value, max: value, counts: { [rounded]: count } };
}

/** @returns undefined for none. */
export function mergeDistributions(parts: readonly Distribution[]): Distribution | undefined {
  const [first, ...rest] = parts;
  if (first === undefined || rest.length === 0) return first;
  const merged = { count: 0, sum: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
  const counts: Record<string, number> = {};
  for (const part of parts) {
    merged.count += part.count;
    merged.sum += part.sum;
    merged.min = Math.min(merged.min, part.min);
    merged.max = Math.max(merged.max, part.max);
    for (const [value, count] of Object.entries(part.counts)) counts[value] = (counts[value] ?? 0) + count;
  }
  return { ...merged, counts };
}

/** Smallest value that at least `percent` of the values do not exceed. */
export function percentileOf(distribution: Distribution, percent: number): number {
  const sorted = Object.entries(distribution.counts)
    .map(([value, count]) => ({ value: Number(value), count }))
    .sort((a, b) => a.value - b.value);
  const total = sorted.reduce((sum, { count }) => sum + count, 0);
  const rank = (percent / 100) * total;
  let seen = 0;
  for (const { value, count } of sorted) {
    seen += count;
    // The comparison forgives the rounding of percent / 100.
    if (seen >= rank - 1e-9) return Math.min(Math.max(value, distribution.min), distribution.max);
  }
  return distribution.max;
}
