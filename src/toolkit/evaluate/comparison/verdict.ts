import type { Comparison } from '../../model/scores.ts';

/** Below this p-value a difference is called one. */
const SIGNIFICANCE = 0.05;
/** Differences within this, in shares, hardly matter: an interval inside says that there is none to speak of. */
const NEGLIGIBLE = 0.02;

export type Measured = Omit<Comparison, 'verdict' | 'sentence'>;

export function judgeDifference({ pValue, adjustedPValue, difference }: Measured): Comparison['verdict'] {
  if ((adjustedPValue ?? pValue) >= SIGNIFICANCE) return 'undecided';
  return difference.value > 0 ? 'better' : 'worse';
}

/** One sentence with the numbers behind it; with documents it would take to tell, when they were too few. */
export function describeVerdict(measured: Measured, verdict: Comparison['verdict']): string {
  const { base, tuned, documents, groups, difference, fixed, broken } = measured;
  const where = groups === undefined ? `${documents} documents` : `${documents} documents in ${groups} groups`;
  const change = `${percent(base.accuracy.value)} → ${percent(tuned.accuracy.value)} on ${where} (difference ${points(difference.value)}, 95 % interval ${points(difference.low)} to ${points(difference.high)})`;
  const pairs = `${fixed.length} fixed, ${broken.length} broken, ${describeTest(measured)}`;
  if (verdict !== 'undecided') return `The tuned model is ${verdict}: ${change}; ${pairs}.`;
  if (difference.low > -NEGLIGIBLE && difference.high < NEGLIGIBLE)
    return `No difference of ${points(NEGLIGIBLE).slice(1)} or more either way: ${change}; ${pairs}.`;
  return `Too few documents to tell: ${change}; ${pairs}. ${describePower(measured)}`;
}

function describeTest({ test = 'mcnemar', pValue, adjustedPValue }: Measured): string {
  const name = test === 'mcnemar' ? 'exact McNemar' : 'permutation of group signs';
  const corrected = adjustedPValue === undefined ? '' : `, Holm-corrected ${describeP(adjustedPValue)}`;
  return `${name} ${describeP(pValue)}${corrected}`;
}

const describeP = (pValue: number): string => `p ${pValue < 0.001 ? '< 0.001' : `= ${pValue.toFixed(3)}`}`;

function describePower({ power, groups }: Measured): string {
  if (power?.more === undefined) return 'None was seen, so how many documents it would take cannot be said.';
  const alike = groups === undefined ? '' : ', grouped as these';
  return `A difference as large as this one would take about ${power.more} more documents${alike} (80 % chance to see it).`;
}

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
export const points = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)} points`;
