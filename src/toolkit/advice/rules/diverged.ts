import { type AdviceRule, HYPERPARAMETER_GUIDE } from '../advice.ts';
import { medianOf, trendOf } from '../statistics/trend.ts';

const FEWEST = 16;
/** The end lies this many times above the lowest stretch. */
const FACTOR = 1.5;

/** The loss has come down and gone up again for good. Values that are no numbers are looked at before the rules. */
export const diverged: AdviceRule = ({ training }) => {
  if (training.length < FEWEST) return undefined;
  const losses = training.map(({ loss }) => loss);
  const quarter = Math.floor(losses.length / 4);
  const stretches = [0, 1, 2, 3].map((index) => medianOf(losses.slice(index * quarter, (index + 1) * quarter)));
  const lowest = Math.min(...stretches);
  const end = medianOf(losses.slice(-quarter));
  const { pRising } = trendOf(losses.slice(Math.floor(losses.length / 2)));
  if (end < FACTOR * lowest || pRising > 0.01) return undefined;
  return {
    code: 'training-diverged',
    message: `The training loss rose from ${lowest.toFixed(3)} in its lowest quarter to ${end.toFixed(3)} in the last (Mann–Kendall p ${pRising < 0.001 ? '< 0.001' : `= ${pRising.toFixed(3)}`}).`,
    remedy: 'Train again with half the learning rate, and more warm-up steps.',
    evidence: { lowestQuarter: lowest, lastQuarter: end, pRising },
    source: HYPERPARAMETER_GUIDE,
  };
};
