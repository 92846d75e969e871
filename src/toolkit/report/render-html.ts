import { createHash } from 'node:crypto';
import { html, trusted } from '../lib/markup.ts';
import type { ReportDocument } from './document/report-document.ts';
import { SCRIPT } from './script.ts';
import { classesSections } from './sections/classes.ts';
import { glossarySection, versionsSection } from './sections/closing.ts';
import { costsSection } from './sections/costs.ts';
import { datasetSections } from './sections/dataset.ts';
import { documentsSection, type PictureOf } from './sections/documents.ts';
import { overview } from './sections/overview.ts';
import { comparisonSection, scoresSection } from './sections/scores.ts';
import { time, trainingSection } from './sections/training.ts';
import { STYLE } from './style.ts';
import { wordsOf } from './words/words.ts';

/** Only this script may run: a page that was tampered with runs nothing else. */
const SCRIPT_HASH = createHash('sha256').update(SCRIPT).digest('base64');
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

/** One self-contained page, piece by piece: opens offline, reads without script, loads nothing. */
export async function* renderHtml(document: ReportDocument, pictureOf: PictureOf): AsyncGenerator<string, void> {
  const words = wordsOf(document.language);
  const { title, run, createdAt } = document;
  const before = [
    ...scoresSection(document, words),
    ...comparisonSection(document, words),
    ...classesSections(document, words),
  ];
  const after = [
    ...trainingSection(document, words),
    ...datasetSections(document, words),
    ...costsSection(document, words),
    versionsSection(document, words),
    glossarySection(words),
  ];
  const hasDocuments = document.documents.length > 0;
  const links = [
    ...before.map(({ markup }) => linkTo(markup)),
    ...(hasDocuments ? [html`<li><a href="#documents">${words.gallery.title}</a></li>`] : []),
    ...after.map(({ markup }) => linkTo(markup)),
  ];
  yield html`<!doctype html>
<html lang="${words.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}"><meta name="referrer" content="no-referrer">
<title>${title}</title><style>${trusted(STYLE)}</style></head>
<body><main><header><h1>${title}</h1><p class="sub">${run === undefined ? '' : `${run} · `}${time(createdAt)}</p></header>
${overview(document, words)}
<nav aria-label="${words.contents}"><ul>${links}</ul></nav>
`.markup;
  for (const { markup } of before) yield markup;
  for await (const { markup } of documentsSection(document, words, pictureOf)) yield markup;
  for (const { markup } of after) yield markup;
  yield html`</main><script>${trusted(SCRIPT)}</script></body></html>\n`.markup;
}

/** A section begins with its anchor and its heading, both made by `section`. */
function linkTo(markup: string) {
  const [, id = '', title = ''] = /^<section id="([a-z-]+)"[^>]*><h2[^>]*>([^<]*)<\/h2>/.exec(markup) ?? [];
  return html`<li><a href="#${id}">${trusted(title)}</a></li>`;
}
