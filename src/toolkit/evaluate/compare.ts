import { InputError } from '../errors.ts';
import { proportion } from '../lib/wilson.ts';
import type { Comparison, Outcome, Scores } from '../model/scores.ts';
import { mcnemarExact } from './statistics/mcnemar.ts';
import { pairedDifference } from './statistics/paired-difference.ts';

/** Below this p-value a difference is called one. */
const SIGNIFICANCE = 0.05;

/**
 * Is the tuned model better on the same documents? Exact McNemar test on the documents that changed, interval on the difference,
 * and one sentence that can also be "too few documents to tell".
 * @throws {InputError} `nothing-to-compare` when the two have no document in common.
 */
export function compare(base: Scores, tuned: Scores): Comparison {
  const before = new Map(base.outcomes.map((outcome) => [outcome.document, outcome]));
  const pairs = tuned.outcomes.flatMap((after) => {
    const outcome = before.get(after.document);
    return outcome ? [{ before: outcome, after }] : [];
  });
  if (pairs.length === 0)
    throw new InputError(
      'nothing-to-compare',
      'Expected two sets of scores over the same documents; they have none in common.',
    );

  const right = (outcome: Outcome) => outcome.status === 'correct';
  const fixed = pairs.filter((pair) => !right(pair.before) && right(pair.after)).map(({ after }) => after.document);
  const broken = pairs.filter((pair) => right(pair.before) && !right(pair.after)).map(({ after }) => after.document);
  const bothRight = pairs.filter((pair) => right(pair.before) && right(pair.after)).length;
  const documents = pairs.length;
  const pValue = mcnemarExact(fixed.length, broken.length);
  const verdict = pValue >= SIGNIFICANCE ? 'undecided' : fixed.length > broken.length ? 'better' : 'worse';
  const groups = countGroups(tuned.outcomes);
  const comparison = {
    base: { modelId: base.modelId, accuracy: proportion(bothRight + broken.length, documents) },
    tuned: { modelId: tuned.modelId, accuracy: proportion(bothRight + fixed.length, documents) },
    documents,
    ...(groups !== undefined && { groups }),
    difference: pairedDifference({
      bothRight,
      fixed: fixed.length,
      broken: broken.length,
      bothWrong: documents - bothRight - fixed.length - broken.length,
    }),
    fixed,
    broken,
    pValue,
    verdict,
  } as const;
  return { ...comparison, sentence: describeVerdict(comparison) };
}

/** @returns undefined unless every document has a group and some share one. */
function countGroups(outcomes: readonly Outcome[]): number | undefined {
  const groups = new Set(outcomes.map(({ group }) => group));
  return groups.has(undefined) || groups.size === outcomes.length ? undefined : groups.size;
}

function describeVerdict(comparison: Omit<Comparison, 'sentence'>): string {
  const { base, tuned, documents, groups, difference, fixed, broken, pValue, verdict } = comparison;
  const caution =
    groups === undefined
      ? ''
      : ` The documents are of only ${groups} groups and alike within them, so this is surer than it should be.`;
  const change = `${percent(base.accuracy.value)} → ${percent(tuned.accuracy.value)} on ${documents} documents (difference ${points(difference.value)}, 95 % interval ${points(difference.low)} to ${points(difference.high)})`;
  const pairs = `${fixed.length} fixed, ${broken.length} broken, exact McNemar p ${pValue < 0.001 ? '< 0.001' : `= ${pValue.toFixed(3)}`}`;
  if (verdict === 'better') return `The tuned model is better: ${change}; ${pairs}.${caution}`;
  if (verdict === 'worse') return `The tuned model is worse: ${change}; ${pairs}.${caution}`;
  return `Too few documents to tell: ${change}; ${pairs}.${caution}`;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const points = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)} points`;
