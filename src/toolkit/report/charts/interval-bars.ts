import { scaleLinear } from 'd3-scale';
import type { Proportion } from '../../model/scores.ts';
import { html, type Markup } from '../markup.ts';

const SIZE = { width: 760, rowHeight: 44, left: 90, right: 110 };

/** One bar per model from 0 to 100 %, with its 95 % interval as a whisker and counts beside it. */
export function intervalBars(rows: readonly { readonly name: string; readonly share: Proportion }[]): Markup {
  const height = rows.length * SIZE.rowHeight + 24;
  const x = scaleLinear([0, 1], [SIZE.left, SIZE.width - SIZE.right]);
  const at = (value: number) => Math.round(x(value) * 10) / 10;
  return html`<svg class="chart" viewBox="0 0 ${SIZE.width} ${height}" role="img" aria-label="${rows.map(({ name, share }) => `${name} ${describeShare(share)}`).join('; ')}">
<g class="axis">${[0, 0.25, 0.5, 0.75, 1].map((tick) => html`<line x1="${at(tick)}" x2="${at(tick)}" y1="0" y2="${height - 20}"/><text x="${at(tick)}" y="${height - 4}" text-anchor="middle">${tick * 100} %</text>`)}</g>
${rows.map(({ name, share }, index) => {
  const top = index * SIZE.rowHeight + 8;
  const middle = top + 12;
  return html`<text x="${SIZE.left - 8}" y="${middle + 4}" text-anchor="end">${name}</text>
<rect class="bar bar-${name}" x="${at(0)}" y="${top}" width="${Math.max(0, Math.round((at(share.value) - at(0)) * 10) / 10)}" height="24"/>
<path class="whisker" d="M${at(share.low)} ${middle}H${at(share.high)}M${at(share.low)} ${middle - 6}V${middle + 6}M${at(share.high)} ${middle - 6}V${middle + 6}"/>
<text x="${SIZE.width - SIZE.right + 8}" y="${middle + 4}">${(share.value * 100).toFixed(1)} % (${share.successes}/${share.total})</text>`;
})}
</svg>`;
}

/** `95.0 % (19 of 20, 95 % interval 76.4 % to 99.1 %)` */
export function describeShare({ value, low, high, successes, total }: Proportion): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  return `${percent(value)} (${successes} of ${total}, 95 % interval ${percent(low)} to ${percent(high)})`;
}
