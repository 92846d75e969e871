import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Scores, SplitName } from '../../toolkit/index.ts';
import type { CommandContext, Register } from '../command.ts';
import { printNext, printResult } from '../output.ts';
import { formatTable } from '../render/table.ts';
import { writeJson } from '../write-file.ts';

interface EvaluateFlags {
  readonly dataset: string;
  readonly split: SplitName;
  readonly predictions: string;
  readonly out?: string;
  readonly json?: boolean;
}

export const register: Register = (command, context) => {
  command
    .requiredOption('--dataset <folder>', 'data set whose labels are the truth')
    .addOption(new Option('--split <name>', 'which documents').choices(['train', 'validation', 'test']).default('test'))
    .requiredOption('--predictions <file>', 'JSON Lines file written by infer')
    .option('--out <file>', 'keep the scores as JSON, for compare')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ novatune evaluate --dataset data/scans --predictions base.jsonl --out base.json\n  $ novatune evaluate --dataset data/scans --predictions tuned.jsonl --json',
    )
    .action((flags: EvaluateFlags) => run(flags, context));
};

async function run(flags: EvaluateFlags, context: CommandContext): Promise<void> {
  const { evaluate, readDataset, readPredictions, splitDocuments } = await import('../../toolkit/index.ts');
  const dataset = await readDataset(resolve(flags.dataset));
  const truths = splitDocuments(dataset, flags.split).map(({ id, label, group }) => ({
    document: id,
    label,
    ...(group !== undefined && { group }),
  }));
  const predictions = await readPredictions(resolve(flags.predictions));
  const scores = evaluate(truths, predictions, dataset.manifest.task, predictions[0]?.modelId ?? 'unknown');
  if (flags.out !== undefined) await writeJson(resolve(flags.out), scores);
  printResult(scores, () => describe(scores), flags.json, context);
  printNext('novatune compare --base base.json --tuned tuned.json', context);
}

function describe(scores: Scores): string {
  const { accuracy, exactMatch, unreadable, missing } = scores;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const share = ({ successes, total, value, low, high }: Scores['accuracy']) =>
    `${percent(value)} (${successes} of ${total}, 95 % interval ${percent(low)} to ${percent(high)})`;
  const number = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(2));
  const rows = (scores.classes ?? []).map(({ name, support, precision, recall, f1 }) => [
    name,
    String(support),
    number(precision),
    number(recall),
    number(f1),
  ]);
  return [
    `correct ${share(accuracy)}; ${unreadable} unreadable, ${missing} missing`,
    ...(exactMatch
      ? [`equal character by character ${share(exactMatch)}; mean similarity ${number(scores.meanSimilarity)}`]
      : []),
    ...(rows.length > 0
      ? [`macro F1 ${number(scores.macroF1)}`, formatTable(['class', 'documents', 'precision', 'recall', 'F1'], rows)]
      : []),
  ].join('\n');
}
