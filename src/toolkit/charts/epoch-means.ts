import { scaleLinear } from 'd3-scale';
import { html } from '../lib/markup.ts';
import type { TrainingCurve } from '../model/training-curve.ts';
import { byEpoch, drawable } from './curve-data.ts';
import type { Figure } from './figure.ts';
import { seriesClass } from './palette.ts';
import { axes, round } from './plot-area.ts';
import { deviationOf, meanOf } from './statistics.ts';

export interface PanelOptions {
  /** Pixels. Default 480. */
  readonly width?: number;
  /** Pixels. Default 300. */
  readonly height?: number;
}

/** Mean training loss of each epoch with one standard deviation of its steps to either side. */
export function epochMeans(curves: readonly TrainingCurve[], { width = 480, height = 300 }: PanelOptions = {}): Figure {
  const rows = curves.flatMap((curve, index) =>
    [...byEpoch(drawable(curve).training)].map(([epoch, points]) => {
      const losses = points.map(({ loss }) => loss);
      return {
        name: curve.name,
        index,
        epoch,
        mean: meanOf(losses),
        spread: deviationOf(losses),
        steps: losses.length,
      };
    }),
  );
  const title = 'Mean loss of each epoch';
  if (rows.length === 0) return withoutEpochs(title, width, height);
  const area = { left: 60, right: width - 16, top: 38, bottom: height - 44 };
  const epochs = [...new Set(rows.map(({ epoch }) => epoch))].sort((a, b) => a - b);
  const band = (area.right - area.left) / epochs.length;
  const middle = (epoch: number) => area.left + (epochs.indexOf(epoch) + 0.5) * band;
  const top = Math.max(...rows.map(({ mean, spread }) => mean + spread));
  const y = scaleLinear([0, top || 1], [area.bottom, area.top]).nice();
  const aside = (index: number) => (index - (curves.length - 1) / 2) * Math.min(16, band / (curves.length + 1));
  return {
    width,
    height,
    title,
    summary: rows
      .map(
        ({ name, epoch, mean, spread, steps }) =>
          `${name}, epoch ${epoch + 1}: mean ${mean.toFixed(3)}, deviation ${spread.toFixed(3)} over ${steps} steps.`,
      )
      .join(' '),
    body: html`${axes({ area, y, yLabel: 'loss', xMarks: epochs.map((epoch) => ({ at: middle(epoch), text: String(epoch + 1) })), xLabel: 'epoch' })}
${rows.map(({ index, epoch, mean, spread, name, steps }) => {
  const x = round(middle(epoch) + aside(index));
  return html`<path class="${seriesClass(index)}" d="M${x} ${round(y(Math.max(0, mean - spread)))}V${round(y(mean + spread))}"/><circle class="fill ${seriesClass(index)}" cx="${x}" cy="${round(y(mean))}" r="4.5"><title>${name}, epoch ${epoch + 1}: ${mean.toFixed(4)} ± ${spread.toFixed(4)} over ${steps} steps</title></circle>
${curves.length === 1 ? html`<text class="value" x="${round(x + 10)}" y="${round(y(mean) + 4)}">${mean.toFixed(3)}</text>` : undefined}`;
})}`,
  };
}

/** A panel for metrics files that name no epochs. */
const withoutEpochs = (title: string, width: number, height: number): Figure => ({
  width,
  height,
  title,
  summary: 'The metrics name no epochs.',
  body: html`<text x="${width / 2}" y="${height / 2}" text-anchor="middle">the metrics name no epochs</text>`,
});
