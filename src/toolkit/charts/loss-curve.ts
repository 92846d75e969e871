import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { html, type Markup } from '../lib/markup.ts';
import type { CurvePoint, TrainingCurve } from '../model/training-curve.ts';
import { type DrawableCurve, drawable, epochBorders, epochScale, type Measure, type Progress } from './curve-data.ts';
import { type Figure, TITLE_HEIGHT } from './figure.ts';
import { type LegendKey, legend } from './legend.ts';
import { seriesClass } from './palette.ts';
import { axes, type PlotArea, round, type Scale, wholeMarks } from './plot-area.ts';
import { reducePoints } from './reduce-points.ts';
import { DEFAULT_SMOOTHING, FEWEST_TO_SMOOTH, smooth } from './smooth.ts';

export interface LossCurveOptions {
  readonly title?: string;
  readonly measure?: Measure;
  /** Default `step`. Curves whose files name no epochs fall back to steps. */
  readonly progress?: Progress;
  readonly logarithmic?: boolean;
  /** Weight of the past in the bold line, 0 to below 1. Default 0.8. */
  readonly smoothing?: number;
  /** Pixels. Default 760. */
  readonly width?: number;
  /** Pixels. Default 340. */
  readonly height?: number;
}

/** Training loss (raw faint, smoothed bold), validation loss dashed with dots, epoch borders; several trainings in one picture. */
export function lossCurve(curves: readonly TrainingCurve[], options: LossCurveOptions = {}): Figure {
  const { measure = 'loss', logarithmic = false, width = 760, height = 340, smoothing = DEFAULT_SMOOTHING } = options;
  const cleaned = curves.map((curve) => drawable(curve, measure, logarithmic));
  const title = options.title ?? (measure === 'loss' ? 'Loss' : 'Perplexity');
  const points = cleaned.flatMap(({ training, validation }) => [...training, ...validation]);
  if (points.length === 0) return nothingToDraw(title, measure, width, height);

  const keys = legend(legendKeys(cleaned, measure, smoothing), 60, width - 16, TITLE_HEIGHT);
  const area = { left: 60, right: width - 16, top: TITLE_HEIGHT + keys.height + 6, bottom: height - 44 };
  const horizontal = horizontalAxis(cleaned, options.progress ?? 'step', area);
  const y = verticalScale(points, area, logarithmic);
  const draw = (curve: DrawableCurve, index: number) =>
    drawCurve(curve, {
      series: seriesClass(index),
      // Alone, the validation has a colour to itself; among others, that of its training.
      validationSeries: seriesClass(curves.length === 1 ? 1 : index),
      x: horizontal.place(curve),
      y,
      smoothing,
      measure,
    });
  const yLabel = `${measure}${logarithmic ? ' (log)' : ''}`;
  return {
    width,
    height,
    title,
    summary: cleaned.map((curve) => describeCurve(curve, measure)).join(' '),
    body: html`${keys.body}
${axes({ area, y, yLabel, xMarks: horizontal.marks, xLabel: horizontal.label })}
${horizontal.borders.map((at) => html`<line class="epoch" x1="${round(at)}" x2="${round(at)}" y1="${area.top}" y2="${area.bottom}"/>`)}
${cleaned.map(draw)}`,
  };
}

const nothingToDraw = (title: string, measure: Measure, width: number, height: number): Figure => ({
  width,
  height,
  title,
  summary: `There is no ${measure} to draw.`,
  body: html`<text x="${width / 2}" y="${height / 2}" text-anchor="middle">no ${measure} in the metrics</text>`,
});

function legendKeys(curves: readonly DrawableCurve[], measure: Measure, smoothing: number): LegendKey[] {
  const isSmoothed = ({ training }: DrawableCurve) => smoothing > 0 && training.length >= FEWEST_TO_SMOOTH;
  const [only] = curves;
  if (only && curves.length === 1) {
    return [
      ...(isSmoothed(only)
        ? [
            { text: `training ${measure}`, line: `raw ${seriesClass(0)}` },
            { text: `smoothed (weight ${smoothing})`, line: seriesClass(0) },
          ]
        : [{ text: `training ${measure}`, line: seriesClass(0) }]),
      ...(only.validation.length > 0 ? [{ text: `validation ${measure}`, line: `validation ${seriesClass(1)}` }] : []),
      ...(epochBorders(only.training).length > 0 ? [{ text: 'epoch', line: 'epoch' }] : []),
    ];
  }
  const names = curves.map(({ name }, index) => ({ text: name, line: seriesClass(index) }));
  const hasValidation = curves.some(({ validation }) => validation.length > 0);
  return hasValidation ? [...names, { text: 'dashed: validation', line: 'validation neutral' }] : names;
}

interface HorizontalAxis {
  readonly label: string;
  readonly marks: readonly { readonly at: number; readonly text: string }[];
  /** Pixels where an epoch ends; only where one set of borders holds for the picture. */
  readonly borders: readonly number[];
  place(curve: DrawableCurve): (step: number) => number;
}

function horizontalAxis(curves: readonly DrawableCurve[], progress: Progress, area: PlotArea): HorizontalAxis {
  const scales = curves.map(({ training }) => (progress === 'epoch' ? epochScale(training) : undefined));
  const inEpochs = scales.every((scale) => scale !== undefined);
  const position = (curve: DrawableCurve) => (inEpochs && epochScale(curve.training)) || ((step: number) => step);
  const ends = curves.flatMap((curve) =>
    [...curve.training, ...curve.validation].map(({ step }) => position(curve)(step)),
  );
  const x = scaleLinear([0, Math.max(1, maximum(ends))], [area.left, area.right]);
  const marks = wholeMarks(x, 8);
  const [only] = curves;
  const stepBorders = only && curves.length === 1 ? epochBorders(only.training).map((step) => x(step)) : [];
  return {
    label: inEpochs ? 'epochs trained' : 'step',
    marks,
    borders: inEpochs ? marks.slice(1, -1).map(({ at }) => at) : stepBorders,
    place: (curve) => {
      const at = position(curve);
      return (step) => x(at(step));
    },
  };
}

function verticalScale(points: readonly CurvePoint[], area: PlotArea, logarithmic: boolean): Scale {
  const losses = points.map(({ loss }) => loss);
  const highest = maximum(losses);
  const range = [area.bottom, area.top];
  if (logarithmic) return scaleLog([minimum(losses), highest], range).nice();
  return scaleLinear([Math.min(0, minimum(losses)), highest === 0 ? 1 : highest], range).nice();
}

interface CurveStyle {
  readonly series: string;
  readonly validationSeries: string;
  readonly x: (step: number) => number;
  readonly y: Scale;
  readonly smoothing: number;
  readonly measure: Measure;
}

function drawCurve(curve: DrawableCurve, style: CurveStyle): Markup {
  const { series, validationSeries, x, y, smoothing, measure } = style;
  const draw = line<CurvePoint>()
    .x(({ step }) => round(x(step)))
    .y(({ loss }) => round(y(loss)));
  const path = (points: readonly CurvePoint[], name: string) =>
    points.length === 0 ? undefined : html`<path class="${name}" d="${draw([...reducePoints(points)]) ?? ''}"/>`;
  const isSmoothed = smoothing > 0 && curve.training.length >= FEWEST_TO_SMOOTH;
  return html`${isSmoothed ? path(curve.training, `raw ${series}`) : undefined}
${path(isSmoothed ? smooth(curve.training, smoothing) : curve.training, series)}
${path(curve.validation, `validation ${validationSeries}`)}
${reducePoints(curve.validation, 200).map(({ step, loss }) => html`<circle class="fill ${validationSeries}" cx="${round(x(step))}" cy="${round(y(loss))}" r="3.5"><title>${curve.name}, step ${step}: validation ${measure} ${loss.toFixed(4)}</title></circle>`)}`;
}

function describeCurve({ name, training, validation, dropped }: DrawableCurve, measure: Measure): string {
  const [first, last] = [training[0], training.at(-1)];
  const lastValidation = validation.at(-1);
  return [
    first && last
      ? `${name}: training ${measure} from ${first.loss.toFixed(3)} at step ${first.step} to ${last.loss.toFixed(3)} at step ${last.step}`
      : `${name}: no training ${measure}`,
    ...(lastValidation
      ? [`validation ${measure} ${lastValidation.loss.toFixed(3)} at the last of ${validation.length} points`]
      : []),
    ...(dropped > 0 ? [`${dropped} points without a value that can be drawn`] : []),
  ]
    .join(', ')
    .concat('.');
}

/** Without spreading: a file may have more points than a call takes arguments. */
const maximum = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
const minimum = (values: readonly number[]): number =>
  values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
