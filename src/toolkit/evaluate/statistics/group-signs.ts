/**
 * Are gains and losses by chance, when documents of a group rise and fall together? Under the null hypothesis the two models could change
 * places in any group, so the sign of each group's balance is a coin's. Exact two-sided p-value over all sign patterns, by the distribution
 * of their sum: Fisher's permutation test for pairs, The Design of Experiments 1935, § 21. With one document per group it is McNemar's exact test.
 *
 * @param balances fixed − broken of each group, whole numbers.
 * @returns 1 when all are 0. Time: groups with a balance × sum of the balances.
 */
export function groupSignsTest(balances: readonly number[]): number {
  const moves = balances.map(Math.abs).filter((move) => move > 0);
  const reach = moves.reduce((sum, move) => sum + move, 0);
  const observed = Math.abs(balances.reduce((sum, balance) => sum + balance, 0));
  // chances[reach + s] is the chance that the groups so far add up to s.
  let chances = new Float64Array(2 * reach + 1);
  chances[reach] = 1;
  for (const move of moves) {
    const next = new Float64Array(chances.length);
    for (let at = move; at < chances.length; at += 1) next[at] = (chances[at - move] ?? 0) / 2;
    for (let at = 0; at < chances.length - move; at += 1) next[at] = (next[at] ?? 0) + (chances[at + move] ?? 0) / 2;
    chances = next;
  }
  let tail = 0;
  for (const [at, chance] of chances.entries()) if (Math.abs(at - reach) >= observed) tail += chance;
  return Math.min(1, tail);
}
