/**
 * p-values corrected for being several, so that the chance of any false alarm among them stays at the level of one test:
 * Holm 1979, https://www.jstor.org/stable/4615733. In the order they came in.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0));
  const corrected = new Array<number>(pValues.length).fill(1);
  let least = 0;
  for (const [rank, index] of order.entries()) {
    least = Math.max(least, Math.min(1, (pValues.length - rank) * (pValues[index] ?? 1)));
    corrected[index] = least;
  }
  return corrected;
}
