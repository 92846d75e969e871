import type { JobMetrics, MetricsRow } from '../../toolkit/index.ts';
import type { LossPoint, LossView } from '../api.ts';

/** Points of a loss curve that are sent; more cannot be told apart on a screen. */
const MAX_POINTS = 1500;

/** A loss curve to draw. */
export const lossView = (metrics: Partial<JobMetrics> | undefined, live: boolean): LossView => ({
  training: pointsOf(metrics?.training ?? []),
  validation: pointsOf(metrics?.validation ?? []),
  live,
});

/** What a diverged training writes is no number, and cannot be drawn; JSON has `null` for it. */
const pointsOf = (rows: readonly MetricsRow[]): readonly LossPoint[] =>
  thin(rows.filter(({ loss }) => Number.isFinite(loss))).map(({ step, epoch, loss }) => ({
    step,
    loss,
    ...(epoch !== undefined && { epoch }),
  }));

/** Every nth point and the last. */
function thin<Point>(points: readonly Point[]): readonly Point[] {
  const every = Math.ceil(points.length / MAX_POINTS);
  return every <= 1 ? points : points.filter((_, index) => index % every === 0 || index === points.length - 1);
}
