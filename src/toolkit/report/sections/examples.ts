import { html, type Markup } from '../../lib/markup.ts';
import type { ReportDocument, ReportExample } from '../document.ts';

const ORDER: readonly ReportExample['change'][] = ['broken', 'fixed', 'still wrong', 'still right'];

/** Documents with both answers side by side: what the numbers are made of. */
export function exampleGallery({ examples, comparison }: ReportDocument): Markup {
  const counts = `${comparison.fixed.length} fixed, ${comparison.broken.length} broken`;
  return html`<section><h2>Documents (${counts})</h2>
${ORDER.map((change) => {
  const shown = examples.filter((example) => example.change === change);
  return shown.length === 0 ? html`` : html`<h3>${change}</h3><div class="gallery">${shown.map(card)}</div>`;
})}</section>`;
}

function card({ document, truth, base, tuned, thumbnail, change }: ReportExample): Markup {
  const mark = (answer: string) => (answer === truth ? 'right' : 'wrong');
  return html`<figure class="card ${change.replace(' ', '-')}">
${thumbnail ? html`<img src="${thumbnail}" alt="" loading="lazy">` : undefined}
<figcaption><span class="name">${document}</span>
<dl><dt>truth</dt><dd>${truth}</dd><dt>base</dt><dd class="${mark(base)}">${base}</dd><dt>tuned</dt><dd class="${mark(tuned)}">${tuned}</dd></dl></figcaption></figure>`;
}
