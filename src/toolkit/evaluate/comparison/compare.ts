import { proportion } from '../../lib/wilson.ts';
import type { Comparison, Scores } from '../../model/scores.ts';
import { changeOf, isRight } from './changes.ts';
import { classChanges } from './class-changes.ts';
import { measureDifference, powerOf } from './difference.ts';
import { pairOutcomes } from './pair-outcomes.ts';
import { describeVerdict, judgeDifference, type Measured } from './verdict.ts';

/**
 * Is the tuned model better on the same documents? A test on the documents that changed, an interval on the difference, and one sentence that
 * can also be "too few documents to tell". Where documents have groups, test and interval go by groups.
 * @throws {InputError} `nothing-to-compare` when the two have no document in common; `truths-differ`.
 */
export function compare(base: Scores, tuned: Scores): Comparison {
  return conclude(measure(base, tuned));
}

/** Everything but the verdict, which may rest on other comparisons as well. */
export function measure(base: Scores, tuned: Scores): Measured {
  const paired = pairOutcomes(base, tuned);
  const { pairs, units, unpaired } = paired;
  const changes = pairs.map(({ before, after }) => Number(isRight(after)) - Number(isRight(before)));
  const named = (change: number) =>
    pairs.filter((_, index) => changes[index] === change).map(({ after }) => after.document);
  const [fixed, broken] = [named(1), named(-1)];
  const bothRight = pairs.filter(({ before, after }) => isRight(before) && isRight(after)).length;
  const documents = pairs.length;
  const counts = { bothRight, fixed: fixed.length, broken: broken.length };
  const bothWrong = documents - bothRight - fixed.length - broken.length;
  const [similarity, anls] = [changeOf('similarity', paired), changeOf('anls', paired)];
  return {
    base: { modelId: base.modelId, accuracy: proportion(bothRight + broken.length, documents) },
    tuned: { modelId: tuned.modelId, accuracy: proportion(bothRight + fixed.length, documents) },
    documents,
    ...(unpaired.base + unpaired.tuned > 0 && { unpaired }),
    ...(units.length < documents && { groups: units.length }),
    ...measureDifference({ ...counts, bothWrong }, changes, units),
    fixed,
    broken,
    power: powerOf(changes, units),
    ...(tuned.task === 'classification' && { classes: classChanges(pairs) }),
    ...(similarity && { similarity }),
    ...(anls && { anls }),
  };
}

/** Adds the verdict; how many documents it would take is said only when there is none. */
export function conclude({ power, ...measured }: Measured): Comparison {
  const verdict = judgeDifference(measured);
  const shown = { ...measured, ...(verdict === 'undecided' && power && { power }) };
  return { ...shown, verdict, sentence: describeVerdict(shown, verdict) };
}
