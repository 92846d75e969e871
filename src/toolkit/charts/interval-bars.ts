import { scaleLinear } from 'd3-scale';
import { html } from '../lib/markup.ts';
import type { Proportion } from '../model/scores.ts';
import { type Figure, TITLE_HEIGHT } from './figure.ts';
import { seriesClass } from './palette.ts';
import { round } from './plot-area.ts';

export interface ShareRow {
  readonly name: string;
  readonly share: Proportion;
}

export interface IntervalBarsOptions {
  readonly title?: string;
  /** Pixels. Default 760. */
  readonly width?: number;
}

const ROW_HEIGHT = 38;
const BAR_HEIGHT = 22;
const LEFT = 120;
const RIGHT = 120;
const LONGEST_NAME = 16;
/** The grey of the palette, for what the others are compared with. */
const BASELINE = 6;

/** One bar per model from 0 to 100 %, with its 95 % interval as a whisker and counts beside it. The first is the baseline. */
export function intervalBars(rows: readonly ShareRow[], options: IntervalBarsOptions = {}): Figure {
  const { title = 'Correct answers', width = 760 } = options;
  const bottom = TITLE_HEIGHT + 8 + rows.length * ROW_HEIGHT;
  const x = scaleLinear([0, 1], [LEFT, width - RIGHT]);
  const at = (value: number) => round(x(value));
  return {
    width,
    height: bottom + 22,
    title,
    summary: rows.map(({ name, share }) => `${name}: ${describeShare(share)}.`).join(' '),
    body: html`<g class="axis">${[0, 0.25, 0.5, 0.75, 1].map((tick) => html`<line x1="${at(tick)}" x2="${at(tick)}" y1="${TITLE_HEIGHT + 4}" y2="${bottom}"/><text x="${at(tick)}" y="${bottom + 16}" text-anchor="middle">${tick * 100} %</text>`)}</g>
${rows.map(({ name, share }, index) => {
  const top = TITLE_HEIGHT + 10 + index * ROW_HEIGHT;
  const middle = top + BAR_HEIGHT / 2;
  return html`<text class="value" x="${LEFT - 8}" y="${middle + 4}" text-anchor="end">${shorten(name)}</text>
<rect class="fill soft ${seriesClass(index === 0 ? BASELINE : index - 1)}" x="${at(0)}" y="${top}" width="${round(Math.max(0, at(share.value) - at(0)))}" height="${BAR_HEIGHT}"/>
<path class="whisker" d="M${at(share.low)} ${middle}H${at(share.high)}M${at(share.low)} ${middle - 6}V${middle + 6}M${at(share.high)} ${middle - 6}V${middle + 6}"/>
<text class="value" x="${width - RIGHT + 8}" y="${middle + 4}">${percent(share.value)} (${share.successes}/${share.total})</text>`;
})}`,
  };
}

/** `95.0 % (19 of 20, 95 % interval 76.4 % to 99.1 %)` */
export const describeShare = ({ value, low, high, successes, total }: Proportion): string =>
  `${percent(value)} (${successes} of ${total}, 95 % interval ${percent(low)} to ${percent(high)})`;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const shorten = (name: string): string =>
  [...name].length > LONGEST_NAME ? `${[...name].slice(0, LONGEST_NAME - 1).join('')}…` : name;
