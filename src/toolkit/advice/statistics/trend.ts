import { upperTail } from './normal.ts';

/** A trend that does not care about outliers or the shape of the noise. */
export interface Trend {
  /** Theil–Sen: the median of the slopes between all pairs, per point. */
  readonly slope: number;
  /** Mann–Kendall, one-sided: how often noise alone falls (rises) this steadily. */
  readonly pFalling: number;
  readonly pRising: number;
  readonly count: number;
}

/** Pairs grow with the square: longer series are averaged in blocks. */
const MOST_POINTS = 100;

/** Mann 1945, Kendall 1975; Sen 1968, https://doi.org/10.1080/01621459.1968.10480934 */
export function trendOf(values: readonly number[]): Trend {
  const block = Math.ceil(values.length / MOST_POINTS);
  const points = blockMeans(values, block);
  const n = points.length;
  let balance = 0;
  const slopes: number[] = [];
  for (const [later, high] of points.entries()) {
    for (let earlier = 0; earlier < later; earlier += 1) {
      const difference = high - (points[earlier] ?? high);
      balance += Math.sign(difference);
      slopes.push(difference / ((later - earlier) * block));
    }
  }
  const deviation = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  // Continuity correction: the balance moves in steps of two.
  const z = deviation === 0 ? 0 : (balance - Math.sign(balance)) / deviation;
  return { slope: medianOf(slopes), pFalling: upperTail(-z), pRising: upperTail(z), count: values.length };
}

function blockMeans(values: readonly number[], block: number): readonly number[] {
  if (block <= 1) return values;
  return Array.from({ length: Math.floor(values.length / block) }, (_, index) => {
    const part = values.slice(index * block, (index + 1) * block);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}

/** 0 for no values. */
export function medianOf(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  const middle = (ascending.length - 1) / 2;
  return ((ascending[Math.floor(middle)] ?? 0) + (ascending[Math.ceil(middle)] ?? 0)) / 2;
}
