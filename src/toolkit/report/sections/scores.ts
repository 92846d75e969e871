import type { Markup } from '../../lib/markup.ts';
import type { ReportDocument } from '../document/report-document.ts';
import type { Words } from '../words/en.ts';
import { number, pValueText } from '../words/figures.ts';
import { modelsOf } from './models.ts';
import { type Cell, code, factTable, section, table } from './parts.ts';
import { scoreRows } from './score-rows.ts';

/** Every number of each model side by side, then each field where answers have several. */
export function scoresSection(document: ReportDocument, words: Words): Markup[] {
  const models = modelsOf(document, words);
  const [first] = models;
  if (!first) return [];
  const rows: [string, ...Cell[]][] = [
    [words.model, ...models.map(({ scores }) => code(scores.modelId))],
    ...scoreRows(document, words).map(({ name, values }): [string, ...Cell[]] => [name, ...values]),
  ];
  return [
    section(
      'scores',
      words.scores.title(first.scores.documents),
      table(words.scores.caption, [words.scores.number, ...models.map(({ name }) => name)], rows),
      ...fields(document, words),
    ),
  ];
}

function fields(document: ReportDocument, words: Words): Markup[] {
  const models = modelsOf(document, words).filter(({ scores }) => scores.fields);
  if (models.length === 0) return [];
  const { scores } = words;
  const rows = models.flatMap(({ name, scores: { fields: all = [] } }) =>
    all.map((field): [string, ...Cell[]] => [
      field.name,
      name,
      number(field.documents),
      words.share(field.normalized),
      words.share(field.exact),
      words.estimate(field.cer),
      words.estimate(field.anls),
      number(field.missing),
      number(field.extra),
    ]),
  );
  const head = [
    scores.field,
    words.model,
    words.documents,
    scores.normalized,
    scores.exact,
    scores.cer,
    scores.anls,
    scores.missingShort,
    scores.extra,
  ];
  return [table(scores.fieldsCaption, head, rows, { sortable: true })];
}

/** What changed between the models, and whether it may be chance. */
export function comparisonSection({ comparison }: ReportDocument, words: Words): Markup[] {
  if (!comparison) return [];
  const { comparison: names } = words;
  const {
    documents,
    unpaired,
    groups,
    fixed,
    broken,
    difference,
    test = 'mcnemar',
    pValue,
    adjustedPValue,
  } = comparison;
  const { power, similarity, anls } = comparison;
  const changes = [
    { name: words.scores.similarity, change: similarity },
    { name: words.scores.anls, change: anls },
  ];
  const notes = [
    ...(groups === undefined ? [] : [names.byGroups(groups)]),
    ...(unpaired ? [names.unpaired(unpaired.base, unpaired.tuned)] : []),
  ];
  const facts = factTable(names.caption, [
    [names.documents, [number(documents), ...notes].join(words.semicolon)],
    [names.fixed, number(fixed)],
    [names.broken, number(broken)],
    [names.difference, names.differenceValue(difference.value, difference.low, difference.high)],
    [
      names.test,
      `${names.tests[test]}${words.comma}p ${pValueText(pValue)}${adjustedPValue === undefined ? '' : `${words.comma}${names.adjusted} p ${pValueText(adjustedPValue)}`}`,
    ],
    [names.needed, power?.documentsNeeded === undefined ? undefined : number(power.documentsNeeded)],
    ...changes.map(
      ({ name, change }) =>
        [
          names.change(name),
          change && names.differenceValue(change.difference.value, change.difference.low, change.difference.high),
        ] as const,
    ),
  ]);
  return [section('comparison', names.title, facts)];
}
