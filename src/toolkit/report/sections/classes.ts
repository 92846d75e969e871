import { html, type Markup } from '../../lib/markup.ts';
import type { ConfusionMatrix } from '../../model/scores.ts';
import type { ReportDocument } from '../document/report-document.ts';
import type { Words } from '../words/en.ts';
import { number } from '../words/figures.ts';
import { modelsOf, type ShownModel } from './models.ts';
import { type Cell, scrolling, section, table } from './parts.ts';

/** A larger matrix is not readable on any screen. */
const MOST_COLUMNS = 40;

/** Per-class scores, confusion matrices and top confusions of each model; nothing for extraction. */
export function classesSections(document: ReportDocument, words: Words): Markup[] {
  const models = modelsOf(document, words).filter(({ scores }) => scores.classes);
  if (models.length === 0) return [];
  return [
    section(
      'classes',
      words.classes.title,
      perClass(models, document, words),
      ...models.toReversed().flatMap((model) => confusions(model, words)),
    ),
  ];
}

function perClass(models: readonly ShownModel[], { comparison }: ReportDocument, words: Words): Markup {
  const { classes: names } = words;
  const share = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(2));
  const byName = models.map(({ scores }) => new Map(scores.classes?.map((one) => [one.name, one])));
  const changes = new Map(comparison?.classes?.map((change) => [change.name, change]));
  const rows = (models.at(-1)?.scores.classes ?? []).map(({ name, support }): [string, ...Cell[]] => {
    const change = changes.get(name);
    return [
      name,
      number(support),
      ...byName.flatMap((all) => {
        const one = all.get(name);
        return [share(one?.precision), share(one?.recall), share(one?.f1)];
      }),
      ...(comparison?.classes ? [number(change?.fixed ?? 0), number(change?.broken ?? 0)] : []),
    ];
  });
  const head = [
    names.name,
    names.support,
    ...models.flatMap(({ name }) =>
      [names.precision, names.recall, names.f1].map((one) => `${name}${words.colon}${one}`),
    ),
    ...(comparison?.classes ? [names.fixed, names.broken] : []),
  ];
  return table(names.caption, head, rows, { numbers: true, sortable: true });
}

function confusions({ name: model, scores: { confusion, topConfusions } }: ShownModel, words: Words): Markup[] {
  const { classes: names } = words;
  const top = (topConfusions ?? []).map(({ truth, predicted, count, of }): [string, ...Cell[]] => [
    truth,
    columnName(predicted, words),
    `${number(count)} / ${number(of)}`,
  ]);
  return [
    html`<h3>${names.confusion(model)}</h3>`,
    ...(confusion ? [matrix(confusion, names.confusion(model), words)] : []),
    ...(top.length > 0 ? [table(names.top(model), [names.truth, names.answer, names.count], top)] : []),
  ];
}

const columnName = (predicted: string, { classes }: Words): string =>
  predicted === 'unreadable' ? classes.unreadable : predicted === 'missing' ? classes.missing : predicted;

/** Rows are truths, columns answers; the last two are no classes. Shade follows the share of the row. */
function matrix({ classes, counts }: ConfusionMatrix, title: string, words: Words): Markup {
  const { classes: names } = words;
  const columns = [...classes, names.unreadable, names.missing];
  if (classes.length > MOST_COLUMNS) return html`<p class="small">${names.tooMany(classes.length)}</p>`;
  const head = columns.map(
    (name, column) =>
      html`<th scope="col" class="${column < classes.length ? 'turned' : 'turned apart'}"><span>${name}</span></th>`,
  );
  const rows = classes.map((truth, row) => {
    const cells = counts[row] ?? [];
    const total = cells.reduce((sum, count) => sum + count, 0);
    const shown = columns.map((answer, column) => {
      const count = cells[column] ?? 0;
      const kind = `${column === row ? 'right' : 'off'}${column < classes.length ? '' : ' apart'}`;
      const shade = total === 0 ? 0 : Math.round((count / total) * 100);
      return html`<td class="${kind}" style="--share:${shade}" title="${names.cell(truth, answer, count, total)}">${count === 0 ? '' : count}</td>`;
    });
    return html`<tr><th scope="row">${truth}</th>${shown}</tr>\n`;
  });
  return scrolling(
    title,
    html`<table class="matrix"><caption>${names.confusionCaption}</caption><thead><tr><td class="small">${names.corner}</td>${head}</tr></thead><tbody>
${rows}</tbody></table>`,
  );
}
