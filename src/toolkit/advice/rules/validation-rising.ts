import type { CurvePoint } from '../../model/training-curve.ts';
import { type AdviceRule, HYPERPARAMETER_GUIDE } from '../advice.ts';

/** A rise counts when it is this many times the curve's own roughness. Chosen by simulation: see the tests. */
const ROUGHNESS_FACTOR = 6;
const LEAST_RISE = 0.05;
const FEWEST = 4;

/**
 * The validation loss has passed its lowest point: the model learns its examples by heart. With one point per epoch there is no test worth its
 * name, so the rise is measured in units of the curve's roughness, and two points in a row have to lie above the lowest.
 */
export const validationRising: AdviceRule = ({ validation }) => {
  if (validation.length < FEWEST) return undefined;
  const losses = validation.map(({ loss }) => loss);
  const lowest = losses.indexOf(Math.min(...losses));
  const after = losses.slice(lowest);
  const [best = 0, last = 0] = [losses[lowest], losses.at(-1)];
  const isRising = after.length >= 3 && after.every((loss, index) => index === 0 || loss > (after[index - 1] ?? loss));
  const roughness = roughnessOf(losses);
  if (!isRising || last < best * (1 + LEAST_RISE) || last - best < ROUGHNESS_FACTOR * roughness) return undefined;
  const place = placeOf(validation[lowest], lowest);
  return {
    code: 'validation-loss-rising',
    message: `The validation loss was lowest ${place} (${best.toFixed(3)}) and has risen to ${last.toFixed(3)} since (+${((last / best - 1) * 100).toFixed(0)} %).`,
    remedy: `Train for fewer epochs: stop ${place}.`,
    evidence: { lowest: best, last, points: validation.length, roughness },
    source: HYPERPARAMETER_GUIDE,
  };
};

const placeOf = (point: CurvePoint | undefined, index: number): string =>
  point?.epoch === undefined ? `at point ${index + 1}` : `after epoch ${point.epoch + 1}`;

/** Standard deviation of independent noise, from third differences: a smooth curve, bent or not, leaves almost none. */
function roughnessOf(losses: readonly number[]): number {
  let values = [...losses];
  for (let order = 0; order < 3; order += 1) {
    values = values.slice(1).map((value, index) => value - (values[index] ?? value));
  }
  // The variance of a third difference of independent values is 1 + 9 + 9 + 1 times theirs.
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / (20 * values.length));
}
