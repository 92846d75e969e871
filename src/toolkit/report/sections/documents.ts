import { html, type Markup } from '../../lib/markup.ts';
import type { DocumentGroup, ReportDocument, ReportExample, ReportedAnswer } from '../document/report-document.ts';
import type { Words } from '../words/en.ts';
import { type Cell, table } from './parts.ts';

/** Picture of an example as a `data:` URI, or undefined when there is none to show. */
export type PictureOf = (example: ReportExample) => Promise<string | undefined>;

/** Documents with all answers side by side: what the numbers are made of. One card at a time, so that one picture is held in memory. */
export async function* documentsSection(
  { documents, redacted }: ReportDocument,
  words: Words,
  pictureOf: PictureOf,
): AsyncGenerator<Markup> {
  if (documents.length === 0) return;
  const { gallery: names } = words;
  yield html`<section id="documents" aria-labelledby="documents-title" data-filter="${names.filter}" data-shown="${names.filtered}"><h2 id="documents-title">${names.title}</h2>
<p class="small">${names.worstFirst}</p>
`;
  let withoutPicture = 0;
  for (const group of documents) {
    const shown = group.cards.length + group.rows.length;
    yield html`<h3>${names.count(names.changes[group.change], group.count, shown)}</h3>\n<div class="gallery">`;
    for (const example of group.cards) {
      const picture = await pictureOf(example);
      if (picture === undefined && example.image !== undefined) withoutPicture += 1;
      yield card(example, group.change, picture, words);
    }
    yield html`</div>\n${furtherTable(group, words)}`;
  }
  if (withoutPicture > 0 && !redacted) yield html`<p class="small">${names.withoutPicture(withoutPicture)}</p>\n`;
  yield html`</section>\n`;
}

function card(
  { document, group, truth, base, tuned }: ReportExample,
  change: DocumentGroup['change'],
  picture: string | undefined,
  words: Words,
): Markup {
  const { gallery: names } = words;
  const answers = [
    { name: words.base, answer: base },
    { name: words.tuned, answer: tuned },
  ];
  return html`<figure class="card ${change}">
${picture === undefined ? undefined : html`<img src="${picture}" alt="${names.picture(document)}">`}
<figcaption><span class="name">${document}</span>${group === undefined ? undefined : html` <span class="small">${names.group} ${group}</span>`}
<dl><dt>${names.truth}</dt><dd>${truth ?? hidden(words)}</dd>
${answers.map(({ name, answer }) => (answer ? html`<dt>${name}</dt><dd>${answerMarkup(answer, words)}</dd>` : html``))}</dl></figcaption></figure>
`;
}

function furtherTable({ change, rows }: DocumentGroup, words: Words): Markup {
  const [first] = rows;
  if (!first) return html``;
  const { gallery: names } = words;
  const name = names.more(names.changes[change]);
  const lines = rows.map(({ document, truth, base, tuned }): [string, ...Cell[]] => [
    document,
    truth ?? hidden(words),
    ...(base ? [answerMarkup(base, words)] : []),
    ...(tuned ? [answerMarkup(tuned, words)] : []),
  ]);
  const head = [
    names.document,
    names.truth,
    ...(first.base ? [words.base] : []),
    ...(first.tuned ? [words.tuned] : []),
  ];
  return html`<details class="further"><summary>${name} (${rows.length})</summary>${table(name, head, lines, { sortable: true })}</details>\n`;
}

/** Right or wrong is said by a sign, too: not everyone sees the colour. */
function answerMarkup({ status, text, similarity }: ReportedAnswer, words: Words): Markup {
  const { gallery: names } = words;
  const isRight = status === 'correct';
  const said = status === 'missing' ? html`<em>${names.noAnswer}</em>` : html`${text ?? hidden(words)}`;
  const notes = [
    ...(status === 'unreadable' ? [names.unreadable] : []),
    ...(similarity === undefined || isRight ? [] : [names.similarity(similarity)]),
  ];
  return html`<span class="${isRight ? 'right' : 'wrong'}"><span aria-hidden="true">${isRight ? '✓' : '✗'}</span><span class="unseen">${isRight ? names.right : names.wrong}${words.colon}</span> ${said}</span>${notes.length > 0 ? html` <span class="small">${notes.join(words.comma)}</span>` : undefined}`;
}

const hidden = ({ gallery }: Words): Markup => html`<em>${gallery.hidden}</em>`;
