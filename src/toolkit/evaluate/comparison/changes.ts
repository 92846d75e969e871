import type { EstimateChange, Outcome } from '../../model/scores.ts';
import { type Bounds, bootstrap, type Weights, weightedMean } from '../statistics/bootstrap.ts';
import type { OutcomePair, PairedOutcomes } from './pair-outcomes.ts';

export const isRight = ({ status }: Outcome): boolean => status === 'correct';

const DIFFERENCE: Bounds = { least: -1, most: 1 };

/** How the mean of a number of the outcomes changed. @returns undefined when an outcome lacks it, e.g. in scores of an earlier version. */
export function changeOf(name: 'similarity' | 'anls', { pairs, units }: PairedOutcomes): EstimateChange | undefined {
  const numbers = (side: keyof OutcomePair) => pairs.flatMap((pair) => pair[side][name] ?? []);
  const [before, after] = [numbers('before'), numbers('after')];
  if (before.length < pairs.length || after.length < pairs.length) return undefined;
  const gains = after.map((value, index) => value - (before[index] ?? 0));
  const statistic = (weights: Weights) => ({ difference: weightedMean(gains, weights) });
  const { difference } = bootstrap(units, statistic, { difference: DIFFERENCE });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { base: mean(before), tuned: mean(after), difference };
}
