import { html, trusted } from '../lib/markup.ts';
import type { ReportDocument } from './document.ts';
import { classSections } from './sections/classes.ts';
import { exampleGallery } from './sections/examples.ts';
import { overview, scoreTable } from './sections/overview.ts';
import { dataset, training, versions } from './sections/provenance.ts';
import { STYLE } from './style.ts';

/** One self-contained page: opens offline, no script, no outside resource. */
export function renderHtml(document: ReportDocument): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${document.title}</title><style>${trusted(STYLE)}</style></head>
<body><main><header><h1>${document.title}</h1><p class="sub">${document.run} · ${document.createdAt.slice(0, 10)}</p></header>
${overview(document)}
${scoreTable(document)}
${training(document)}
${classSections(document)}
${exampleGallery(document)}
${dataset(document)}
${versions(document)}
</main></body></html>
`.markup;
}
