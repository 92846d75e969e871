import { proportion } from '../lib/wilson.ts';
import type { FieldScores } from '../model/scores.ts';
import { textEstimates } from './extraction-scores.ts';
import type { ReadOutcome } from './read-outcome.ts';
import { unitsOf } from './statistics/units.ts';

/** Scores of each field where truths have several, in order of first appearance. @returns undefined when none does. */
export function fieldScores(all: readonly ReadOutcome[]): readonly FieldScores[] | undefined {
  const names = new Set(all.flatMap(({ outcome }) => Object.keys(outcome.fields ?? {})));
  return names.size === 0 ? undefined : [...names].map((name) => scoresOf(name, all));
}

function scoresOf(name: string, all: readonly ReadOutcome[]): FieldScores {
  const found = all.flatMap(({ outcome, texts }) => {
    const field = outcome.fields?.[name];
    return field ? [{ ...field, group: outcome.group, text: texts.get(name) }] : [];
  });
  const wanted = found.flatMap((one) => (one.text ? [{ group: one.group, text: one.text }] : []));
  const units = unitsOf(wanted.map(({ group }) => (group === undefined ? {} : { group })));
  const { cer, anls } = textEstimates(
    wanted.map(({ text }) => [text]),
    units,
  );
  const count = (status: string) => found.filter((one) => one.status === status).length;
  return {
    name,
    documents: wanted.length,
    exact: proportion(wanted.filter(({ text }) => text.truth === text.predicted).length, wanted.length),
    normalized: proportion(count('correct'), wanted.length),
    cer,
    anls,
    missing: count('missing'),
    extra: count('extra'),
  };
}
