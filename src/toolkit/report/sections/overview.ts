import { describeShare, inlineSvg, intervalBars } from '../../charts/index.ts';
import { html, type Markup } from '../../lib/markup.ts';
import type { ReportDocument } from '../document.ts';

export function overview({ comparison, rehearsal, base, tuned }: ReportDocument): Markup {
  return html`<section>
${rehearsal ? html`<p class="notice"><strong>Rehearsal.</strong> The embedded local cloud trained its own small stand-in model. These figures show that the flow works on these documents; they say nothing about Amazon Nova.</p>` : undefined}
<p class="verdict verdict-${comparison.verdict}">${comparison.sentence}</p>
${inlineSvg(
  intervalBars([
    { name: 'base', share: comparison.base.accuracy },
    { name: 'tuned', share: comparison.tuned.accuracy },
  ]),
)}
<p class="small">Share of correct answers with its 95 % Wilson interval. Unreadable answers and failed calls count as not correct: base ${base.unreadable} unreadable, ${base.missing} missing; tuned ${tuned.unreadable} unreadable, ${tuned.missing} missing.</p>
</section>`;
}

export function scoreTable({ base, tuned }: ReportDocument): Markup {
  const rows: [string, string, string][] = [['Correct', describeShare(base.accuracy), describeShare(tuned.accuracy)]];
  if (base.exactMatch && tuned.exactMatch) {
    rows.push(['Equal character by character', describeShare(base.exactMatch), describeShare(tuned.exactMatch)]);
    rows.push([
      'Mean similarity (0 to 1)',
      (base.meanSimilarity ?? 0).toFixed(3),
      (tuned.meanSimilarity ?? 0).toFixed(3),
    ]);
  }
  if (base.macroF1 !== undefined && tuned.macroF1 !== undefined) {
    rows.push(['Macro F1', base.macroF1.toFixed(3), tuned.macroF1.toFixed(3)]);
  }
  const latency = (scores: typeof base) =>
    scores.latencyMs
      ? `${scores.latencyMs.median} ms median, ${scores.latencyMs.p95} ms 95th percentile`
      : 'no answers';
  rows.push(['Latency', latency(base), latency(tuned)]);
  const tokens = ({ tokens: { input, output } }: typeof base) =>
    `${input.toLocaleString('en')} in, ${output.toLocaleString('en')} out`;
  rows.push(['Tokens', tokens(base), tokens(tuned)]);
  return html`<section><h2>Scores on ${base.documents} held-out documents</h2>
<table><thead><tr><th></th><th>Base</th><th>Tuned</th></tr></thead><tbody>
<tr><th>Model</th><td><code>${base.modelId}</code></td><td><code>${tuned.modelId}</code></td></tr>
${rows.map(([name, before, after]) => html`<tr><th>${name}</th><td>${before}</td><td>${after}</td></tr>`)}
</tbody></table></section>`;
}
