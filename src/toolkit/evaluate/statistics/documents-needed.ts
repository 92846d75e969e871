import { Z_95 } from '../../lib/wilson.ts';

/** 80 % quantile of the standard normal distribution. */
const Z_POWER = 0.8416212335729143;

/**
 * Documents that a paired comparison needs to show a difference at the 5 % level with a chance of 80 %, if it is as large as seen:
 * Connor 1987, https://doi.org/10.2307/2531961. Normal approximation; the exact test needs a few more.
 *
 * @param discordant share of documents on which exactly one of the two is right, 0 to 1.
 * @param difference of the two shares of right answers; its sign does not matter.
 * @returns undefined when the difference is 0: no number of documents shows that.
 */
export function documentsNeeded(discordant: number, difference: number): number | undefined {
  const size = Math.abs(difference);
  if (size === 0) return undefined;
  const reach = Z_95 * Math.sqrt(discordant) + Z_POWER * Math.sqrt(Math.max(0, discordant - size ** 2));
  return Math.ceil((reach / size) ** 2);
}
