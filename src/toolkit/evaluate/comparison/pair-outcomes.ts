import { InputError } from '../../errors.ts';
import type { Outcome, Scores } from '../../model/scores.ts';
import { type Units, unitsOf } from '../statistics/units.ts';

/** One document under both models. */
export interface OutcomePair {
  readonly before: Outcome;
  readonly after: Outcome;
}

export interface PairedOutcomes {
  readonly pairs: readonly OutcomePair[];
  readonly units: Units;
  /** Documents that only one of the two has. */
  readonly unpaired: { readonly base: number; readonly tuned: number };
}

/**
 * The documents that both were asked about, in the order of `tuned`.
 * @throws {InputError} `nothing-to-compare` when there are none; `truths-differ` when a document has another truth on each side.
 */
export function pairOutcomes(base: Scores, tuned: Scores): PairedOutcomes {
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
  const other = pairs.find((pair) => pair.before.truth !== pair.after.truth);
  if (other) throw truthsDiffer(other);
  return {
    pairs,
    units: unitsOf(pairs.map(({ before: was, after }) => ({ ...groupOf(after.group ?? was.group) }))),
    unpaired: { base: base.outcomes.length - pairs.length, tuned: tuned.outcomes.length - pairs.length },
  };
}

const groupOf = (group: string | undefined) => (group === undefined ? {} : { group });

const truthsDiffer = ({ before, after }: OutcomePair): InputError =>
  new InputError(
    'truths-differ',
    `Expected the same truth on both sides, but ${after.document} is ${JSON.stringify(before.truth)} for the base and ${JSON.stringify(after.truth)} for the tuned model.`,
    { remedy: 'Score both predictions against the same truths: run evaluate again.' },
  );
