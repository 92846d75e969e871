import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { LossPoint } from '../document.ts';
import { html, type Markup } from '../markup.ts';

const SIZE = { width: 760, height: 300, left: 52, right: 16, top: 16, bottom: 40 };

/** Smoothing of the bold line: weight of the past in the exponential moving average. */
const SMOOTHING = 0.8;
/** Below this the average would mostly show its own start. */
const FEWEST_TO_SMOOTH = 24;

/** Training loss (raw faint, smoothed bold), validation loss per epoch, epoch borders. SVG with `currentColor`, so it follows light and dark. */
export function lossCurve(training: readonly LossPoint[], validation: readonly LossPoint[]): Markup {
  const points = [...training, ...validation];
  if (points.length === 0) return html`<p>The job wrote no metrics.</p>`;
  const x = scaleLinear([0, Math.max(...points.map(({ step }) => step))], [SIZE.left, SIZE.width - SIZE.right]);
  const y = scaleLinear([0, Math.max(...points.map(({ loss }) => loss))], [SIZE.height - SIZE.bottom, SIZE.top]).nice();
  const draw = line<LossPoint>()
    .x(({ step }) => round(x(step)))
    .y(({ loss }) => round(y(loss)));
  const path = (data: readonly LossPoint[], name: string) => html`<path class="${name}" d="${draw([...data]) ?? ''}"/>`;
  const isSmoothed = training.length >= FEWEST_TO_SMOOTH;
  const label = `Training loss over ${training.length} steps${validation.length > 0 ? ` and validation loss at ${validation.length} points` : ''}`;
  return html`<svg class="chart" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${label}">
${axes(x, y)}
${epochBorders(training).map((step) => html`<line class="epoch" x1="${round(x(step))}" x2="${round(x(step))}" y1="${SIZE.top}" y2="${SIZE.height - SIZE.bottom}"/>`)}
${isSmoothed ? path(training, 'raw') : undefined}
${path(isSmoothed ? smooth(training) : training, 'smooth')}
${validation.length > 0 ? path(validation, 'validation') : undefined}
${validation.map(({ step, loss }) => html`<circle class="validation" cx="${round(x(step))}" cy="${round(y(loss))}" r="3.5"><title>step ${step}: ${loss.toFixed(3)}</title></circle>`)}
</svg>
${legend(isSmoothed, validation.length > 0)}`;
}

function legend(isSmoothed: boolean, hasValidation: boolean): Markup {
  const keys = [
    ...(isSmoothed
      ? [['raw', 'training loss'] as const, ['smooth', 'smoothed'] as const]
      : [['smooth', 'training loss'] as const]),
    ...(hasValidation ? [['validation', 'validation loss'] as const] : []),
    ['epoch', 'epoch'] as const,
  ];
  return html`<p class="legend">${keys.map(([name, text]) => html`<span class="key ${name}">${text}</span> `)}</p>`;
}

/** Exponential moving average, starting at the first value. */
export function smooth(points: readonly LossPoint[]): LossPoint[] {
  let average: number | undefined;
  return points.map((point) => {
    average = average === undefined ? point.loss : SMOOTHING * average + (1 - SMOOTHING) * point.loss;
    return { ...point, loss: average };
  });
}

/** Steps between which the epoch changes. */
function epochBorders(training: readonly LossPoint[]): number[] {
  return training.flatMap((point, index) => {
    const previous = training[index - 1];
    return previous && previous.epoch !== point.epoch ? [(previous.step + point.step) / 2] : [];
  });
}

type Scale = ReturnType<typeof scaleLinear<number, number>>;

function axes(x: Scale, y: Scale): Markup {
  const bottom = SIZE.height - SIZE.bottom;
  return html`<g class="axis">
${y.ticks(5).map((tick) => html`<line x1="${SIZE.left}" x2="${SIZE.width - SIZE.right}" y1="${round(y(tick))}" y2="${round(y(tick))}"/><text x="${SIZE.left - 8}" y="${round(y(tick)) + 4}" text-anchor="end">${y.tickFormat(5)(tick)}</text>`)}
${x
  .ticks(8)
  .filter(Number.isInteger)
  .map((tick) => html`<text x="${round(x(tick))}" y="${bottom + 18}" text-anchor="middle">${tick}</text>`)}
<text x="${(SIZE.left + SIZE.width - SIZE.right) / 2}" y="${SIZE.height - 4}" text-anchor="middle">step</text>
</g>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
