import { proportion } from '../lib/wilson.ts';
import type { ClassScores, Estimate, Outcome, Scores } from '../model/scores.ts';
import { type ClassCounts, classCounts, classStatistics, f1Of } from './metrics/class-statistics.ts';
import { addTo, cellsOf, confusionMatrix, emptyCounts, topConfusions } from './metrics/confusion-matrix.ts';
import { type Bounds, bootstrap, SHARE, type Weights } from './statistics/bootstrap.ts';
import type { Units } from './statistics/units.ts';

const CORRELATION: Bounds = { least: -1, most: 1 };

/** What classification adds to the scores. */
export function classificationScores(
  outcomes: readonly Outcome[],
  classes: readonly string[],
  units: Units,
): Partial<Scores> {
  const confusion = confusionMatrix(outcomes, classes);
  const estimates = estimateAll(outcomes, classes, units);
  const { macroF1, kappa, mcc } = classStatistics(confusion.counts);
  const of = (name: string): Estimate => estimates[name] ?? { value: 0, low: 0, high: 1, total: outcomes.length };
  const averages = (kind: 'macro' | 'weighted') => ({
    precision: of(`${kind}Precision`),
    recall: of(`${kind}Recall`),
    f1: of(`${kind}F1`),
  });
  return {
    confusion,
    classes: classCounts(confusion.counts).map((counts, index) =>
      classScores(classes[index] ?? '', counts, of(`f1 ${index}`)),
    ),
    macroF1: Number.isNaN(macroF1) ? 0 : macroF1,
    balancedAccuracy: of('balancedAccuracy'),
    macro: averages('macro'),
    weighted: averages('weighted'),
    ...(!Number.isNaN(kappa) && { kappa: of('kappa') }),
    ...(!Number.isNaN(mcc) && { mcc: of('mcc') }),
    topConfusions: topConfusions(confusion),
  };
}

/** Every number that is no share of documents, in one pass of resampling. */
function estimateAll(
  outcomes: readonly Outcome[],
  classes: readonly string[],
  units: Units,
): Readonly<Record<string, Estimate>> {
  const cells = cellsOf(outcomes, classes);
  const statistic = (weights: Weights): Record<string, number> => {
    const counts = emptyCounts(classes.length);
    for (const [index, cell] of cells.entries()) addTo(counts, cell, weights[index] ?? 0);
    const perClass = classCounts(counts).map((one, index) => [`f1 ${index}`, f1Of(one)] as const);
    return { ...classStatistics(counts), ...Object.fromEntries(perClass) };
  };
  const bounds = new Map(Object.keys(statistic(new Uint32Array(outcomes.length))).map((name) => [name, SHARE]));
  for (const name of ['kappa', 'mcc']) bounds.set(name, CORRELATION);
  for (const [index, name] of classes.entries()) {
    const informative = units.filter((unit) => unit.some((at) => outcomes[at]?.truth === name)).length;
    bounds.set(`f1 ${index}`, { ...SHARE, units: informative });
  }
  return bootstrap(units, statistic, Object.fromEntries(bounds));
}

function classScores(name: string, { hits, support, predicted }: ClassCounts, f1: Estimate): ClassScores {
  return {
    name,
    support,
    ...(predicted > 0 && { precision: hits / predicted, precisionShare: proportion(hits, predicted) }),
    ...(support > 0 && { recall: hits / support, recallShare: proportion(hits, support) }),
    ...(support + predicted > 0 && { f1: f1.value, f1Estimate: { ...f1, total: support } }),
  };
}
