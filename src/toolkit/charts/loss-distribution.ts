import { scaleLinear } from 'd3-scale';
import { html, type Markup } from '../lib/markup.ts';
import type { TrainingCurve } from '../model/training-curve.ts';
import { byEpoch, drawable } from './curve-data.ts';
import type { PanelOptions } from './epoch-means.ts';
import type { Figure } from './figure.ts';
import { seriesClass } from './palette.ts';
import { axes, round, type Scale } from './plot-area.ts';
import { type BoxSummary, boxSummary } from './statistics.ts';

export interface DistributionOptions extends PanelOptions {
  /** Draw values beyond 1.5 interquartile ranges; without them the boxes fill the picture. Default true. */
  readonly outliers?: boolean;
}

interface Row {
  readonly label: string;
  readonly series: number;
  readonly box: BoxSummary;
}

/** Most dots of outliers drawn in one box. */
const MOST_OUTLIERS = 200;

/** Tukey's boxes of the training loss: one per epoch, or one per training when there are several. */
export function lossDistribution(curves: readonly TrainingCurve[], options: DistributionOptions = {}): Figure {
  const { width = 480, height = 300, outliers = true } = options;
  const rows = curves.length === 1 ? epochRows(curves) : trainingRows(curves);
  const title = `Distribution of the loss${outliers ? '' : ', outliers left out'}`;
  if (rows.length === 0) {
    const body = html`<text x="${width / 2}" y="${height / 2}" text-anchor="middle">no loss in the metrics</text>`;
    return { width, height, title, summary: 'There is no loss to draw.', body };
  }
  const area = { left: 60, right: width - 16, top: 38, bottom: height - 44 };
  const top = Math.max(...rows.map(({ box }) => Math.max(box.high, outliers ? (box.outliers.at(-1) ?? 0) : 0)));
  const y = scaleLinear([0, top || 1], [area.bottom, area.top]).nice();
  const band = (area.right - area.left) / rows.length;
  const at = (index: number) => area.left + (index + 0.5) * band;
  const halfWidth = Math.min(26, band * 0.3);
  const left = rows.reduce((sum, { box }) => sum + box.outliers.length, 0);
  return {
    width,
    height,
    title,
    summary: `${rows.map(({ label, box }) => `${label}: median ${box.median.toFixed(3)}, quartiles ${box.quartile1.toFixed(3)} and ${box.quartile3.toFixed(3)} of ${box.count} steps.`).join(' ')} ${left} outliers${outliers ? '' : ' left out'}.`,
    body: html`${axes({ area, y, yLabel: 'loss', xMarks: rows.map(({ label }, index) => ({ at: at(index), text: label })), xLabel: curves.length === 1 ? 'epoch' : 'training' })}
${rows.map(({ box, series }, index) => drawBox(box, { at: at(index), halfWidth, y, series: seriesClass(series), outliers }))}`,
  };
}

function epochRows([curve]: readonly TrainingCurve[]): Row[] {
  if (!curve) return [];
  const training = drawable(curve).training;
  const epochs = [...byEpoch(training)];
  const groups = epochs.length > 0 ? epochs : [[undefined, training] as const];
  return groups.flatMap(([epoch, points]) => {
    const box = boxSummary(points.map(({ loss }) => loss));
    return box ? [{ label: epoch === undefined ? 'all steps' : String(epoch + 1), series: 0, box }] : [];
  });
}

const trainingRows = (curves: readonly TrainingCurve[]): Row[] =>
  curves.flatMap((curve, index) => {
    const box = boxSummary(drawable(curve).training.map(({ loss }) => loss));
    const label = [...curve.name].length > 14 ? `${[...curve.name].slice(0, 13).join('')}…` : curve.name;
    return box ? [{ label, series: index, box }] : [];
  });

interface BoxStyle {
  readonly at: number;
  readonly halfWidth: number;
  readonly y: Scale;
  readonly series: string;
  readonly outliers: boolean;
}

function drawBox(box: BoxSummary, { at, halfWidth, y, series, outliers }: BoxStyle): Markup {
  const [x, left, right] = [round(at), round(at - halfWidth), round(at + halfWidth)];
  const level = (value: number) => round(y(value));
  const height = round(level(box.quartile1) - level(box.quartile3));
  const dots = outliers ? box.outliers.slice(-MOST_OUTLIERS) : [];
  return html`<path class="${series}" d="M${x} ${level(box.low)}V${level(box.quartile1)}M${x} ${level(box.quartile3)}V${level(box.high)}M${round(at - halfWidth / 2)} ${level(box.low)}H${round(at + halfWidth / 2)}M${round(at - halfWidth / 2)} ${level(box.high)}H${round(at + halfWidth / 2)}"/>
<rect class="fill soft ${series}" x="${left}" y="${level(box.quartile3)}" width="${round(right - left)}" height="${height}"/>
<path class="${series}" d="M${left} ${level(box.quartile3)}H${right}V${level(box.quartile1)}H${left}ZM${left} ${level(box.median)}H${right}"/>
${dots.map((value) => html`<circle class="fill ${series}" cx="${x}" cy="${level(value)}" r="2.5"/>`)}`;
}
