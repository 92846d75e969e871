import type { Proportion } from '../model/scores.ts';

/** 97.5 % quantile of the standard normal distribution. */
export const Z_95 = 1.959963984540054;

/**
 * A share with its 95 % Wilson score interval, which keeps its coverage for few documents and for shares near 0 or 1.
 * Wilson 1927, https://doi.org/10.1080/01621459.1927.10502953. Nothing counted: value 0, interval 0 to 1.
 */
export function proportion(successes: number, total: number): Proportion {
  if (total === 0) return { successes, total, value: 0, low: 0, high: 1 };
  const share = successes / total;
  const z2 = Z_95 ** 2;
  const centre = (share + z2 / (2 * total)) / (1 + z2 / total);
  const half = (Z_95 / (1 + z2 / total)) * Math.sqrt((share * (1 - share)) / total + z2 / (4 * total ** 2));
  return {
    successes,
    total,
    value: share,
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === total ? 1 : Math.min(1, centre + half),
  };
}
