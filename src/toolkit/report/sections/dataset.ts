import { html, type Markup } from '../../lib/markup.ts';
import { SPLITS } from '../../model/dataset.ts';
import type { ReportDocument, ReportedDataset, ReportedFindings } from '../document/report-document.ts';
import type { Words } from '../words/en.ts';
import { number } from '../words/figures.ts';
import { type Cell, factTable, section, table } from './parts.ts';

/** What was learnt from and asked about, and what the checks said of it. */
export function datasetSections(document: ReportDocument, words: Words): Markup[] {
  const { dataset, audit, validation } = document;
  const { dataset: names } = words;
  const parts = [
    ...(dataset ? [facts(dataset, words), counts(dataset, words), prompts(dataset, words)] : []),
    ...(audit
      ? [
          html`<h3>${names.audit}</h3><p>${names.auditValue(audit.flagged, audit.documents, audit.pagesRead)}</p>`,
          findings(names.audit, audit, words),
        ]
      : []),
    ...(validation ? [html`<h3>${names.validation}</h3>`, findings(names.validation, validation, words)] : []),
  ];
  return parts.length === 0 ? [] : [section('data-set', names.title, ...parts)];
}

function facts(dataset: ReportedDataset, words: Words): Markup {
  const { dataset: names } = words;
  const { maxSide, format } = dataset.imageRecipe;
  return factTable(names.caption, [
    [words.dataset.source, [dataset.source.kind, dataset.source.location ?? words.gallery.hidden].join(words.colon)],
    [names.groups, names.groupsValue(dataset.groups)],
    [names.images, names.imagesValue(maxSide, format, (dataset.imageBytes / 1e6).toFixed(1))],
    [names.seed, String(dataset.seed)],
    [
      names.skipped,
      dataset.skipped.map(({ code, count }) => `${code}${words.colon}${number(count)}`).join(words.comma) || words.none,
    ],
  ]);
}

function counts({ counts: all, classCounts }: ReportedDataset, words: Words): Markup {
  const { dataset: names } = words;
  const row = (name: string, of: ReportedDataset['counts']): [string, ...Cell[]] => [
    name,
    ...SPLITS.map((split) => number(of[split])),
    number(SPLITS.reduce((sum, split) => sum + of[split], 0)),
  ];
  const rows = Object.entries(classCounts).map(([name, of]) => row(name, of));
  return table(
    names.counts,
    [names.classes, ...SPLITS.map((split) => names.splits[split]), names.total],
    [...rows, row(names.total, all)],
    { numbers: true },
  );
}

const prompts = ({ prompts: { system, task } }: ReportedDataset, { dataset: names }: Words): Markup =>
  html`<details><summary>${names.prompts}</summary><h3>${names.system}</h3><pre>${system}</pre><h3>${names.task}</h3><pre>${task}</pre></details>`;

function findings(of: string, { counts: byCode, examples, leftOut }: ReportedFindings, words: Words): Markup {
  const { dataset: names } = words;
  if (byCode.length === 0) return html`<p>${names.noFindings}</p>`;
  const rows = byCode.map(({ code, severity, count }): [string, ...Cell[]] => [
    code,
    names.severities[severity],
    number(count),
  ]);
  const list = examples.map(
    ({ code, severity, message, place }) =>
      html`<li><span class="severity-${severity}">${names.severities[severity]}</span> <code>${code}</code> ${place}${words.colon}<span lang="en">${message}</span></li>\n`,
  );
  return html`${table(`${of}${words.colon}${names.findingsCaption}`, [names.code, names.severity, names.count], rows)}
${examples.length > 0 ? html`<details><summary>${names.examples(examples.length)}</summary><ul>${list}</ul>${leftOut > 0 ? html`<p class="small">${words.leftOut(leftOut)}</p>` : undefined}</details>` : undefined}`;
}
