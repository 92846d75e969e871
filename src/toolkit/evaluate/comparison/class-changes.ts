import { proportion } from '../../lib/wilson.ts';
import type { ClassChange } from '../../model/scores.ts';
import { isRight } from './changes.ts';
import type { OutcomePair } from './pair-outcomes.ts';

/** How each class changed, greatest change first; ties by name. */
export function classChanges(pairs: readonly OutcomePair[]): ClassChange[] {
  const byClass = new Map<string, OutcomePair[]>();
  for (const pair of pairs) {
    const members = byClass.get(pair.after.truth);
    if (members) members.push(pair);
    else byClass.set(pair.after.truth, [pair]);
  }
  const size = ({ fixed, broken }: ClassChange) => Math.abs(fixed - broken);
  return [...byClass]
    .map(([name, members]) => changeOf(name, members))
    .sort((a, b) => size(b) - size(a) || (a.name < b.name ? -1 : 1));
}

function changeOf(name: string, pairs: readonly OutcomePair[]): ClassChange {
  const count = (of: (pair: OutcomePair) => boolean) => pairs.filter(of).length;
  return {
    name,
    support: pairs.length,
    base: proportion(
      count(({ before }) => isRight(before)),
      pairs.length,
    ),
    tuned: proportion(
      count(({ after }) => isRight(after)),
      pairs.length,
    ),
    fixed: count(({ before, after }) => !isRight(before) && isRight(after)),
    broken: count(({ before, after }) => isRight(before) && !isRight(after)),
  };
}
