import type { ScaleContinuousNumeric } from 'd3-scale';
import { html, type Markup } from '../lib/markup.ts';

export type Scale = ScaleContinuousNumeric<number, number>;

/** Edges of the rectangle that data are drawn in, pixels. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface AxesOptions {
  readonly area: PlotArea;
  readonly y: Scale;
  readonly yLabel: string;
  /** Marks on the horizontal axis: where, and what stands there. */
  readonly xMarks: readonly { readonly at: number; readonly text: string }[];
  readonly xLabel: string;
}

/** A tenth of a pixel: finer differences cannot be seen and would differ between machines. */
export const round = (value: number): number => Math.round(value * 10) / 10;

/** Grid lines with their values, marks below, and what both axes are. */
export function axes({ area, y, yLabel, xMarks, xLabel }: AxesOptions): Markup {
  // Plain decimals: the default of a logarithmic scale writes 0.1 as 100m.
  const format = 'base' in y ? y.tickFormat(5, '~g') : y.tickFormat(5);
  const ticks = y.ticks(5).filter((tick) => format(tick) !== '');
  const middle = round((area.top + area.bottom) / 2);
  return html`<g class="axis">
${ticks.map((tick) => html`<line x1="${area.left}" x2="${area.right}" y1="${round(y(tick))}" y2="${round(y(tick))}"/><text x="${area.left - 8}" y="${round(y(tick) + 4)}" text-anchor="end">${format(tick)}</text>`)}
${xMarks.map(({ at, text }) => html`<text x="${round(at)}" y="${area.bottom + 18}" text-anchor="middle">${text}</text>`)}
<text x="${round((area.left + area.right) / 2)}" y="${area.bottom + 36}" text-anchor="middle">${xLabel}</text>
<text x="14" y="${middle}" text-anchor="middle" transform="rotate(-90 14 ${middle})">${yLabel}</text>
</g>`;
}

/** Marks at whole numbers: steps and epochs have no halves. */
export const wholeMarks = (x: Scale, count: number): { readonly at: number; readonly text: string }[] =>
  x
    .ticks(count)
    .filter(Number.isInteger)
    .map((tick) => ({ at: x(tick), text: tick.toLocaleString('en') }));
