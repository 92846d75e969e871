import type { ModelComparison, Proportion } from '../../model/scores.ts';
import type { GateResult } from './promotion-gate.ts';
import { percent, points } from './verdict.ts';

/** Rows of a table that is read in a pull request; the rest is counted. */
const MOST = 10;

/** A comparison for a pull request: verdicts, one table of models, classes that changed, documents broken. */
export function comparisonMarkdown(comparison: ModelComparison, gates: readonly GateResult[]): string {
  const { models, baseline, pairs } = comparison;
  const base = pairs[0]?.base.accuracy;
  const rows = pairs.map(
    ({ name, tuned, difference, fixed, broken }) =>
      `| ${cell(name)} | ${share(tuned.accuracy)} | ${points(difference.value)} (${points(difference.low)} to ${points(difference.high)}) | ${fixed.length} | ${broken.length} |`,
  );
  const sections = pairs.flatMap((pair, index) => [
    '',
    `### ${cell(pair.name)} against ${cell(baseline)}`,
    '',
    pair.sentence,
    ...(gates[index]?.checks ?? []).map(({ passed, sentence }) => `- ${passed ? '✅' : '❌'} ${sentence}`),
    ...classTable(pair.classes ?? []),
    ...brokenList(pair.broken),
  ]);
  return [
    `## ${Object.keys(models).length} models on ${pairs[0]?.documents ?? 0} documents`,
    '',
    '| model | correct | against the base | fixed | broken |',
    '| --- | --- | --- | --- | --- |',
    `| ${cell(baseline)} (base) | ${base ? share(base) : ''} | | | |`,
    ...rows,
    ...sections,
    '',
  ].join('\n');
}

function classTable(classes: ModelComparison['pairs'][number]['classes'] & object): string[] {
  const changed = classes.filter(({ fixed, broken }) => fixed + broken > 0);
  if (changed.length === 0) return [];
  return [
    '',
    '| class | documents | base | tuned | fixed | broken |',
    '| --- | --- | --- | --- | --- | --- |',
    ...changed
      .slice(0, MOST)
      .map(
        ({ name, support, base, tuned, fixed, broken }) =>
          `| ${cell(name)} | ${support} | ${percent(base.value)} | ${percent(tuned.value)} | ${fixed} | ${broken} |`,
      ),
    ...(changed.length > MOST ? ['', `${changed.length - MOST} more classes changed less.`] : []),
  ];
}

function brokenList(broken: readonly string[]): string[] {
  if (broken.length === 0) return [];
  const shown = broken.slice(0, MOST).map((document) => `\`${document.replaceAll('`', "'")}\``);
  const more = broken.length > MOST ? ` and ${broken.length - MOST} more` : '';
  return ['', `Broken: ${shown.join(', ')}${more}`];
}

const share = ({ value, successes, total, low, high }: Proportion): string =>
  `${percent(value)} (${successes} of ${total}, 95 % ${percent(low)} to ${percent(high)})`;

const cell = (text: string): string => text.replace(/[|\n\r]+/g, ' ');
