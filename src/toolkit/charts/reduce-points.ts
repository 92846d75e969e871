import type { CurvePoint } from '../model/training-curve.ts';

/** More points than this cannot be told apart on a screen and make files slow to open. */
export const MOST_POINTS = 1500;

/** Keeps the lowest and the highest point of each stretch, so that no peak disappears. First and last point stay. */
export function reducePoints(points: readonly CurvePoint[], most = MOST_POINTS): readonly CurvePoint[] {
  if (points.length <= most) return points;
  const stretches = Math.max(1, Math.floor((most - 2) / 2));
  const inner = points.slice(1, -1);
  const kept = Array.from({ length: stretches }, (_, index) =>
    extremes(
      inner.slice(Math.floor((index * inner.length) / stretches), Math.floor(((index + 1) * inner.length) / stretches)),
    ),
  ).flat();
  return [...points.slice(0, 1), ...kept, ...points.slice(-1)];
}

/** The lowest and the highest of a stretch, in their order. */
function extremes(stretch: readonly CurvePoint[]): CurvePoint[] {
  const [first] = stretch;
  if (!first) return [];
  let [low, high] = [first, first];
  for (const point of stretch) {
    if (point.loss < low.loss) low = point;
    if (point.loss > high.loss) high = point;
  }
  if (low === high) return [low];
  return low.step < high.step ? [low, high] : [high, low];
}
