import type { CurvePoint } from '../../model/training-curve.ts';
import { type AdviceRule, HYPERPARAMETER_GUIDE } from '../advice.ts';
import { medianOf, trendOf } from '../statistics/trend.ts';

const FEWEST = 12;
const SIGNIFICANCE = 0.01;
/** Of the loss, over the last epoch. */
const LEAST_FALL = 0.1;
/** Most epochs that a job takes. */
const MOST_EPOCHS = 5;

/** The last epoch still brought the loss down, and the validation loss, where there is one, with it. */
export const stillFalling: AdviceRule = ({ training, validation }) => {
  const window = lastEpoch(training);
  if (window.length < FEWEST || lastRise(validation)) return undefined;
  const losses = window.map(({ loss }) => loss);
  const { slope, pFalling } = trendOf(losses);
  const level = medianOf(losses);
  const fall = level > 0 ? (-slope * (losses.length - 1)) / level : 0;
  if (pFalling > SIGNIFICANCE || fall < LEAST_FALL) return undefined;
  const epochs = new Set(training.map(({ epoch }) => epoch)).size;
  return {
    code: 'loss-still-falling',
    message: `The training loss still fell by ${(fall * 100).toFixed(0)} % over the last ${window.length} steps (Mann–Kendall p ${pFalling < 0.001 ? '< 0.001' : `= ${pFalling.toFixed(3)}`}).`,
    remedy:
      epochs >= MOST_EPOCHS
        ? `More epochs may help; a job takes ${MOST_EPOCHS} at most, so repeat the records in the training file or raise the learning rate.`
        : 'One or two more epochs may help.',
    evidence: { fall, p: pFalling, steps: window.length },
    source: HYPERPARAMETER_GUIDE,
  };
};

/** The steps of the last epoch, or the last third where epochs are not named or there is one only. */
function lastEpoch(training: readonly CurvePoint[]): readonly CurvePoint[] {
  const last = training.at(-1)?.epoch;
  const window = last === undefined ? [] : training.filter(({ epoch }) => epoch === last);
  return window.length > 0 && window.length < training.length
    ? window
    : training.slice(-Math.max(FEWEST, Math.floor(training.length / 3)));
}

function lastRise(validation: readonly CurvePoint[]): boolean {
  const [before, last] = validation.slice(-2);
  return before !== undefined && last !== undefined && last.loss > before.loss;
}
