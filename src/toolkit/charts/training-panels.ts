import type { TrainingCurve } from '../model/training-curve.ts';
import { epochMeans } from './epoch-means.ts';
import { type Figure, figureGrid } from './figure.ts';
import { type LossCurveOptions, lossCurve } from './loss-curve.ts';
import { type DistributionOptions, lossDistribution } from './loss-distribution.ts';
import { stepChange } from './step-change.ts';

export type TrainingPanelsOptions = Omit<LossCurveOptions, 'width' | 'height'> & Pick<DistributionOptions, 'outliers'>;

const PANEL = { width: 560, height: 320 };

/** Four views of one or several trainings: loss by step, mean per epoch, distribution, change from step to step. */
export function trainingPanels(curves: readonly TrainingCurve[], options: TrainingPanelsOptions = {}): Figure {
  const { title = curves.map(({ name }) => name).join(', '), outliers = true, ...curveOptions } = options;
  return figureGrid(
    title,
    [
      lossCurve(curves, { ...curveOptions, title: 'Loss by step', ...PANEL }),
      epochMeans(curves, PANEL),
      lossDistribution(curves, { ...PANEL, outliers }),
      stepChange(curves, PANEL),
    ],
    2,
  );
}
