import type { CurvePoint } from '../model/training-curve.ts';

/** Weight of the past in the average; 0 draws the values themselves. */
export const DEFAULT_SMOOTHING = 0.8;
/** Below this many points the average would mostly show its own start. */
export const FEWEST_TO_SMOOTH = 24;

/**
 * Exponential moving average with the start corrected (Adam's bias correction), so that the first values do not hang on the very first one.
 * https://arxiv.org/abs/1412.6980 §3
 */
export function smooth(points: readonly CurvePoint[], weight = DEFAULT_SMOOTHING): CurvePoint[] {
  let average = 0;
  let unseen = 1;
  return points.map((point) => {
    average = weight * average + (1 - weight) * point.loss;
    unseen *= weight;
    return { ...point, loss: weight === 0 ? point.loss : average / (1 - unseen) };
  });
}
