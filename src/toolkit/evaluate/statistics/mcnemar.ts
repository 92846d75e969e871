/**
 * Exact two-sided McNemar test: are `fixed` and `broken` discordant pairs as likely as a fair coin would make them?
 * McNemar 1947, https://doi.org/10.1007/BF02295996; exact form by the binomial distribution.
 * @returns p-value; 1 when there are no discordant pairs.
 */
export function mcnemarExact(fixed: number, broken: number): number {
  const pairs = fixed + broken;
  const fewer = Math.min(fixed, broken);
  // Sum of C(pairs, k) / 2^pairs for k = 0..fewer, in logarithms so that large counts do not overflow.
  let logTerm = -pairs * Math.LN2;
  let tail = Math.exp(logTerm);
  for (let k = 1; k <= fewer; k += 1) {
    logTerm += Math.log((pairs - k + 1) / k);
    tail += Math.exp(logTerm);
  }
  return Math.min(1, 2 * tail);
}
