import type { ReportDocument } from './document/report-document.ts';
import { modelsOf } from './sections/models.ts';
import { scoreRows } from './sections/score-rows.ts';
import { number } from './words/figures.ts';
import { wordsOf } from './words/words.ts';

/** Names in a list; the rest is counted. */
const MOST = 10;

/**
 * The report for a pull request: verdict, table of scores, what was fixed and broken, where it comes from.
 * Names and values stand in code spans, where neither Markdown nor HTML nor `@mentions` have a meaning.
 *
 * @param link of the page, relative to where the text is shown; absent: no link
 */
export function renderMarkdown(document: ReportDocument, link?: string): string {
  const words = wordsOf(document.language);
  const { title, comparison, rehearsal, redacted, costs } = document;
  const models = modelsOf(document, words);
  const rows = scoreRows(document, words).map(({ name, values }) => `| ${name} | ${values.map(cell).join(' | ')} |`);
  const estimate = costs?.actual ?? costs?.estimate;
  return [
    `## ${plain(title)}`,
    ...(rehearsal ? ['', `> **${words.rehearsal}** ${words.rehearsalNote}`] : []),
    ...(redacted ? ['', `> **${words.redacted}** ${words.redactedNote}`] : []),
    '',
    comparison ? `**${words.sentence(comparison)}**` : words.noComparison,
    ...(models.length > 0
      ? [
          '',
          `| ${[words.scores.number, ...models.map(({ name }) => name)].join(' | ')} |`,
          `|${' --- |'.repeat(models.length + 1)}`,
          ...rows,
        ]
      : []),
    ...(comparison ? ['', words.markdown.counts(comparison.fixed, comparison.broken)] : []),
    ...brokenList(document),
    '',
    ...facts(document),
    ...(estimate?.total.complete === false
      ? [`- ${words.costs.unknown}${words.colon}${estimate.unknown.map(code).join(', ')}`]
      : []),
    ...(link === undefined ? [] : ['', `[${words.markdown.link}](${address(link)})`]),
    '',
  ].join('\n');
}

function brokenList({ documents, language }: ReportDocument): string[] {
  const words = wordsOf(language);
  const broken = documents.find(({ change }) => change === 'broken');
  if (!broken) return [];
  const shown = broken.cards.slice(0, MOST).map(({ document }) => code(document));
  const more = broken.count > shown.length ? ` ${words.markdown.more(broken.count - shown.length)}` : '';
  return ['', `${words.markdown.brokenList}${words.colon}${shown.join(', ')}${more}`];
}

function facts({ dataset, job, novatuneVersion, language }: ReportDocument): string[] {
  const words = wordsOf(language);
  const { train, validation, test } = dataset?.counts ?? { train: 0, validation: 0, test: 0 };
  const { splits } = words.dataset;
  return [
    ...(dataset
      ? [
          `- ${words.dataset.title}${words.colon}${splits.train} ${number(train)}, ${splits.validation} ${number(validation)}, ${splits.test} ${number(test)}; ${code(dataset.manifestHash ?? dataset.recipeHash)}`,
        ]
      : []),
    ...(job ? [`- ${words.training.name}${words.colon}${code(job.job_name)}, ${code(job.base_model)}`] : []),
    ...(job?.model_id === undefined ? [] : [`- ${words.training.customModel}${words.colon}${code(job.model_id)}`]),
    `- novatune ${code(novatuneVersion)}`,
  ];
}

/** Text of others. A backtick would end the span, a bar the cell, a line break the paragraph. */
const code = (text: string): string => {
  const tidy = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('`', "'")
    .replaceAll('|', '¦');
  return /\S/.test(tidy) ? `\`${tidy.trim()}\`` : '` `';
};

/** Our own words and figures, where a bar may stand in none. */
const cell = (text: string): string => text.replace(/[|\n\r]+/g, ' ');

/** A heading of others: every sign that has a meaning becomes a reference, and an @ no mention. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/@/g, '@\u2060')
    .replace(/[!-,./:;<=>?[-`{-~]/g, (sign) => `&#${sign.codePointAt(0)};`);

/** Brackets and blanks would end the address; half a character, which a file name may hold, has no code. */
const address = (link: string): string =>
  link
    .split(/[/\\]/)
    .map((part) =>
      encodeURIComponent(Buffer.from(part).toString()).replace(
        /[()]/g,
        (sign) => `%${sign.charCodeAt(0).toString(16)}`,
      ),
    )
    .join('/');
