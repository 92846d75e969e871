import type { CurvePoint, TrainingCurve } from '../model/training-curve.ts';

/** What the vertical axis shows. */
export type Measure = 'loss' | 'perplexity';
/** What the horizontal axis counts. */
export type Progress = 'step' | 'epoch';

/** A curve with finite values only, in the order of its steps, and how many points could not be drawn. */
export interface DrawableCurve extends TrainingCurve {
  readonly dropped: number;
}

/** Sorts, and leaves out what cannot be drawn: not a number, infinite, or not positive on a logarithmic axis. */
export function drawable(curve: TrainingCurve, measure: Measure = 'loss', positiveOnly = false): DrawableCurve {
  const fits = ({ step, loss }: CurvePoint) =>
    Number.isFinite(step) && Number.isFinite(loss) && (!positiveOnly || loss > 0);
  const clean = (points: readonly CurvePoint[]) =>
    points
      .map((point) => (measure === 'loss' ? point : { ...point, loss: point.perplexity ?? Number.NaN }))
      .filter(fits)
      .sort((a, b) => a.step - b.step);
  const [training, validation] = [clean(curve.training), clean(curve.validation)];
  const dropped = curve.training.length + curve.validation.length - training.length - validation.length;
  return { name: curve.name, training, validation, dropped };
}

/** Points of each epoch, in their order; points without an epoch are left out. */
export function byEpoch(points: readonly CurvePoint[]): ReadonlyMap<number, readonly CurvePoint[]> {
  const epochs = new Map<number, CurvePoint[]>();
  for (const point of points) {
    if (point.epoch === undefined) continue;
    const epoch = epochs.get(point.epoch);
    if (epoch) epoch.push(point);
    else epochs.set(point.epoch, [point]);
  }
  return epochs;
}

/** Steps between which the epoch changes. */
export const epochBorders = (training: readonly CurvePoint[]): number[] =>
  training.flatMap((point, index) => {
    const previous = training[index - 1];
    return previous && previous.epoch !== point.epoch ? [(previous.step + point.step) / 2] : [];
  });

/**
 * Where a step stands in epochs: 0 is the start of training, 1 the end of the first epoch. Undefined when the file names no epochs.
 * Steps after the last one known, such as a validation at the end, stand at the end.
 */
export function epochScale(training: readonly CurvePoint[]): ((step: number) => number) | undefined {
  const first = training[0]?.epoch;
  if (first === undefined || training.some(({ epoch }) => epoch === undefined)) return undefined;
  const ends = [...byEpoch(training).values()].map((points) => points.at(-1)?.step ?? 0);
  return (step) => {
    let start = 0;
    for (const [index, end] of ends.entries()) {
      if (step <= end) return index + (step - start) / (end - start);
      start = end;
    }
    return ends.length;
  };
}
