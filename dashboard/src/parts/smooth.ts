import type { LossPoint } from '../../../src/studio/api.ts';

/** Share of each new point: about a twelfth of the run is looked back on, and never less than the half of a new point. */
const weightOf = (points: number): number => Math.min(0.5, 12 / Math.max(1, points));

/** Exponentially weighted mean of the loss, corrected for its start: the first value is the first loss, not a part of it. */
export function smooth(points: readonly LossPoint[]): readonly LossPoint[] {
  const share = weightOf(points.length);
  let sum = 0;
  let weight = 0;
  return points.map((point) => {
    sum = (1 - share) * sum + share * point.loss;
    weight = (1 - share) * weight + share;
    return { ...point, loss: sum / weight };
  });
}
