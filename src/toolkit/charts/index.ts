/** Charts: plain data → SVG, and SVG → PNG. Pure, without a browser; the report, the command line and programs draw with it. */
export type { Measure, Progress } from './curve-data.ts';
export { epochMeans, type PanelOptions } from './epoch-means.ts';
export { type Figure, figureGrid, inlineSvg, svgFile } from './figure.ts';
export { describeShare, intervalBars } from './interval-bars.ts';
export { type LossCurveOptions, lossCurve } from './loss-curve.ts';
export { type DistributionOptions, lossDistribution } from './loss-distribution.ts';
export { CHART_STYLE } from './palette.ts';
export { type PngPicture, renderPng } from './render-png.ts';
export { DEFAULT_SMOOTHING, FEWEST_TO_SMOOTH, smooth } from './smooth.ts';
export { stepChange } from './step-change.ts';
export { type TrainingPanelsOptions, trainingPanels } from './training-panels.ts';
