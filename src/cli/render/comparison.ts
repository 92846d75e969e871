import type { GateResult, ModelComparison } from '../../toolkit/index.ts';
import type { Paint } from './colour.ts';
import { percent, shareCell } from './numbers.ts';
import { formatTable } from './table.ts';

/** Lines of each list; the rest is counted. */
const MOST = 8;

/** A comparison for people: models, verdicts, classes that changed, documents broken and fixed, the gate. */
export function describeComparison(
  comparison: ModelComparison,
  gates: readonly GateResult[],
  paint: Pick<Paint, 'red' | 'green' | 'yellow'>,
): string {
  const { baseline, pairs } = comparison;
  return [
    describeModels(comparison),
    ...pairs.flatMap((pair, index) => {
      const colour = { better: paint.green, worse: paint.red, undecided: paint.yellow }[pair.verdict];
      return [
        '',
        pairs.length > 1 ? `${pair.name} against ${baseline}: ${colour(pair.sentence)}` : colour(pair.sentence),
        ...describeUnpaired(pair),
        ...describeTexts(pair),
        ...describeClasses(pair.classes ?? []),
        ...list('broken', pair.broken),
        ...list('fixed', pair.fixed),
        ...(gates[index]?.checks ?? []).map(
          ({ passed, sentence }) => `${passed ? paint.green('gate passed') : paint.red('gate lost')}: ${sentence}`,
        ),
      ];
    }),
  ].join('\n');
}

type Pair = ModelComparison['pairs'][number];

function describeModels({ models, baseline, pairs }: ModelComparison): string {
  const rows = Object.entries(models).map(([name, { model_id: id, metrics }]) => {
    const pair = pairs.find((one) => one.name === name);
    const share = pair ? pair.tuned.accuracy : pairs[0]?.base.accuracy;
    const gain = pair
      ? `${signed(pair.difference.value)} [${signed(pair.difference.low)} to ${signed(pair.difference.high)}]`
      : 'base';
    const seconds = metrics.average_inference_time_seconds;
    return [
      name === baseline ? `${name} *` : name,
      shareCell(share),
      `${metrics.correct_predictions} of ${metrics.total_images}`,
      gain,
      seconds === undefined ? '–' : `${seconds.toFixed(2)} s`,
      id,
    ];
  });
  return formatTable(['model', 'correct %', 'documents', 'points against base', 'time', 'id'], rows);
}

const signed = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)}`;

const describeUnpaired = ({ unpaired }: Pair): string[] =>
  unpaired
    ? [`not compared, as not all were asked: ${unpaired.base} of the base, ${unpaired.tuned} of this model`]
    : [];

function describeTexts({ similarity, anls }: Pair): string[] {
  const rows = (
    [
      ['mean similarity', similarity],
      ['ANLS', anls],
    ] as const
  ).flatMap(([name, change]) =>
    change
      ? [
          [
            name,
            change.base.toFixed(3),
            change.tuned.toFixed(3),
            `${signed(change.difference.value)} [${signed(change.difference.low)} to ${signed(change.difference.high)}]`,
          ],
        ]
      : [],
  );
  return rows.length === 0 ? [] : [formatTable(['text', 'base', 'tuned', 'points (95 % interval)'], rows)];
}

function describeClasses(classes: NonNullable<Pair['classes']>): string[] {
  const changed = classes.filter(({ fixed, broken }) => fixed + broken > 0);
  if (changed.length === 0) return [];
  const rows = changed
    .slice(0, MOST)
    .map(({ name, support, base, tuned, fixed, broken }) => [
      name,
      String(support),
      percent(base.value),
      percent(tuned.value),
      String(fixed),
      String(broken),
    ]);
  const more = changed.length > MOST ? [`${changed.length - MOST} more classes changed less`] : [];
  return [formatTable(['class', 'documents', 'base recall', 'tuned recall', 'fixed', 'broken'], rows), ...more];
}

function list(name: string, documents: readonly string[]): string[] {
  if (documents.length === 0) return [];
  const more = documents.length > MOST ? ` and ${documents.length - MOST} more` : '';
  return [`${name}: ${documents.slice(0, MOST).join(', ')}${more}`];
}
