import { scaleLinear } from 'd3-scale';
import { html, type Markup } from '../lib/markup.ts';
import type { CurvePoint, TrainingCurve } from '../model/training-curve.ts';
import { drawable, epochBorders } from './curve-data.ts';
import type { PanelOptions } from './epoch-means.ts';
import type { Figure } from './figure.ts';
import { seriesClass } from './palette.ts';
import { axes, round, type Scale, wholeMarks } from './plot-area.ts';
import { reducePoints } from './reduce-points.ts';

/** How much the loss changed from one step to the next: below zero is better. Swings that do not shrink are the sign of a learning rate that is too high. */
export function stepChange(curves: readonly TrainingCurve[], { width = 480, height = 300 }: PanelOptions = {}): Figure {
  const series = curves.map((curve) => changesOf(drawable(curve).training));
  const all = series.flat();
  const title = 'Change from step to step';
  if (all.length === 0) {
    const body = html`<text x="${width / 2}" y="${height / 2}" text-anchor="middle">fewer than two steps</text>`;
    return { width, height, title, summary: 'There are fewer than two steps.', body };
  }
  const area = { left: 60, right: width - 16, top: 38, bottom: height - 44 };
  const x = scaleLinear([0, all.reduce((most, { step }) => Math.max(most, step), 1)], [area.left, area.right]);
  const reach = all.reduce((most, { loss }) => Math.max(most, Math.abs(loss)), 0) || 1;
  const y = scaleLinear([-reach, reach], [area.bottom, area.top]).nice();
  const rises = all.filter(({ loss }) => loss > 0).length;
  const [only] = curves;
  const borders = only && curves.length === 1 ? epochBorders(drawable(only).training) : [];
  return {
    width,
    height,
    title,
    summary: `The loss rose in ${rises} of ${all.length} steps; the largest change was ${reach.toFixed(3)}.`,
    body: html`${axes({ area, y, yLabel: 'change of loss', xMarks: wholeMarks(x, 6), xLabel: 'step' })}
${borders.map((step) => html`<line class="epoch" x1="${round(x(step))}" x2="${round(x(step))}" y1="${area.top}" y2="${area.bottom}"/>`)}
<line class="zero" x1="${area.left}" x2="${area.right}" y1="${round(y(0))}" y2="${round(y(0))}"/>
${series.map((changes, index) => sticks(changes, index, x, y))}`,
  };
}

/** The loss of a change is the difference from the step before. */
const changesOf = (points: readonly CurvePoint[]): CurvePoint[] =>
  points.slice(1).map((point, index) => ({ ...point, loss: point.loss - (points[index]?.loss ?? point.loss) }));

/** One path for all sticks of a training, with dots where there are few enough to see. */
function sticks(changes: readonly CurvePoint[], index: number, x: Scale, y: Scale): Markup {
  const points = reducePoints(changes);
  const path = points.map(({ step, loss }) => `M${round(x(step))} ${round(y(0))}V${round(y(loss))}`).join('');
  const dots = points.length > 100 ? [] : points;
  return html`<path class="stick ${seriesClass(index)}" d="${path}"/>
${dots.map(({ step, loss }) => html`<circle class="fill ${seriesClass(index)}" cx="${round(x(step))}" cy="${round(y(loss))}" r="2.5"/>`)}`;
}
