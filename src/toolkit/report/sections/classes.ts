import { html, type Markup } from '../../lib/markup.ts';
import type { ConfusionMatrix, Scores } from '../../model/scores.ts';
import type { ReportDocument } from '../document.ts';

/** Per-class scores and both confusion matrices; nothing for extraction. */
export function classSections({ base, tuned }: ReportDocument): Markup {
  if (!base.confusion || !tuned.confusion) return html``;
  return html`<section><h2>Classes</h2>${perClass(base, tuned)}</section>
<section><h2>Confusion, tuned model</h2>${matrix(tuned.confusion)}</section>
<section><h2>Confusion, base model</h2>${matrix(base.confusion)}</section>`;
}

function perClass(base: Scores, tuned: Scores): Markup {
  const before = new Map(base.classes?.map((scores) => [scores.name, scores]));
  const share = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(2));
  return html`<div class="scroll"><table class="numbers"><thead>
<tr><th rowspan="2">Class</th><th rowspan="2">Documents</th><th colspan="3">Base</th><th colspan="3">Tuned</th></tr>
<tr><th>precision</th><th>recall</th><th>F1</th><th>precision</th><th>recall</th><th>F1</th></tr></thead><tbody>
${(tuned.classes ?? []).map((after) => {
  const was = before.get(after.name);
  return html`<tr><th>${after.name}</th><td>${after.support}</td><td>${share(was?.precision)}</td><td>${share(was?.recall)}</td><td>${share(was?.f1)}</td><td>${share(after.precision)}</td><td>${share(after.recall)}</td><td>${share(after.f1)}</td></tr>`;
})}</tbody></table></div>`;
}

/** Rows are truths, columns answers. Shade follows the share of the row. */
function matrix({ classes, counts }: ConfusionMatrix): Markup {
  const columns = [...classes, 'unreadable', 'missing'];
  return html`<div class="scroll"><table class="matrix"><thead><tr><th>truth ↓ answer →</th>${columns.map((name) => html`<th class="turned"><span>${name}</span></th>`)}</tr></thead><tbody>
${classes.map((name, row) => {
  const cells = counts[row] ?? [];
  const total = cells.reduce((sum, count) => sum + count, 0);
  return html`<tr><th>${name}</th>${cells.map((count, column) => {
    const kind = column === row ? 'right' : 'off';
    const shade = total === 0 ? 0 : Math.round((count / total) * 100);
    return html`<td class="${kind}" style="--share:${shade}%" title="${name} answered as ${columns[column] ?? ''}: ${count} of ${total}">${count === 0 ? '' : count}</td>`;
  })}</tr>`;
})}</tbody></table></div>`;
}
