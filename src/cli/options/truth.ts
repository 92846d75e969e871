import { basename, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { GroundTruth, Prediction, SplitName, Task } from '../../toolkit/index.ts';
import type { CommandContext } from '../command.ts';
import { readGroundTruthFile } from './ground-truth-file.ts';
import { readTask } from './task.ts';

/** Flags that say what the right answers are. */
export interface TruthFlags {
  readonly dataset?: string;
  readonly split: SplitName;
  readonly groundTruthFile?: string;
  readonly task: Task['kind'];
  readonly classesFile?: string;
  readonly field?: string;
  readonly answerFormat?: Task['answerFormat'];
}

/** The right answers, and how answers are read. */
export interface Truth {
  readonly truths: readonly GroundTruth[];
  readonly task: Task;
}

export const addTruthOptions = (command: Command): Command =>
  command
    .option('--dataset <folder>', 'data set whose labels are the truth')
    .addOption(
      new Option('--split <name>', 'which documents of the data set')
        .choices(['train', 'validation', 'test'])
        .default('test'),
    )
    .option(
      '--ground-truth-file <file>',
      'JSON instead of a data set: {"image.png": "label"}, or {"image.png": {"field": "value"}} for several fields',
    )
    .addOption(
      new Option('--task <kind>', 'with --ground-truth-file: what was asked')
        .choices(['classification', 'extraction'])
        .default('classification'),
    )
    .option('--classes-file <file>', 'with --ground-truth-file: all classes (default: those among the truths)')
    .option('--field <name>', 'with --ground-truth-file: key of JSON answers (default: type, or seller)')
    .addOption(
      new Option(
        '--answer-format <format>',
        'with --ground-truth-file (default: json for classification and several fields, else text)',
      ).choices(['json', 'text']),
    );

/** @throws {InputError} `truth-missing`, `ground-truth-invalid`, and those of reading a data set. */
export async function readTruth(flags: TruthFlags, { io }: CommandContext): Promise<Truth> {
  const { InputError, readDataset, splitDocuments } = await import('../../toolkit/index.ts');
  if ((flags.dataset === undefined) === (flags.groundTruthFile === undefined))
    throw new InputError('truth-missing', 'Expected exactly one of --dataset and --ground-truth-file.');
  if (flags.dataset === undefined) return readTruthFile(resolve(io.cwd, flags.groundTruthFile ?? ''), flags);
  const dataset = await readDataset(resolve(io.cwd, flags.dataset));
  const truths = splitDocuments(dataset, flags.split).map(({ id, label, group }) => ({
    document: id,
    label,
    ...(group !== undefined && { group }),
  }));
  return { truths, task: dataset.manifest.task };
}

async function readTruthFile(file: string, flags: TruthFlags): Promise<Truth> {
  const { InputError } = await import('../../toolkit/index.ts');
  const entries = [...(await readGroundTruthFile(file))];
  const invalid = (why: string) =>
    new InputError('ground-truth-invalid', `Expected labels as texts or objects of fields in ${file}: ${why}.`);
  const truths = entries.map(([document, label]): GroundTruth => {
    if (typeof label === 'string' && label.trim() !== '') return { document, label };
    if (isFields(label)) return { document, label: JSON.stringify(label) };
    throw invalid(`that of ${document} is neither`);
  });
  const hasFields = entries.some(([, label]) => typeof label === 'object');
  const names = [...new Set(truths.map(({ label }) => label))].sort();
  const task = await readTask(hasFields ? { answerFormat: 'json', ...flags, task: 'extraction' } : flags, names);
  return { truths, task };
}

/** Values of fields are texts, numbers and truth values; null says that the page has none. */
const isFields = (label: unknown): boolean =>
  typeof label === 'object' &&
  label !== null &&
  !Array.isArray(label) &&
  Object.keys(label).length > 0 &&
  Object.values(label).every((value) => value === null || ['string', 'number', 'boolean'].includes(typeof value));

/**
 * Truths under the names that the predictions use: a ground truth file may say `/path/to/image.png` where a prediction says `image.png`.
 * @throws {InputError} `nothing-to-score` when no prediction speaks of any of the documents.
 */
export async function alignTruths(
  truths: readonly GroundTruth[],
  predictions: readonly Prediction[],
): Promise<readonly GroundTruth[]> {
  const { InputError } = await import('../../toolkit/index.ts');
  const known = new Set(predictions.map(({ document }) => document));
  const byName = new Map<string, string | undefined>();
  for (const document of known) {
    const name = basename(document);
    byName.set(name, byName.has(name) ? undefined : document); // Two of one name: neither is meant.
  }
  const aligned = truths.map((truth) => {
    if (known.has(truth.document)) return truth;
    return { ...truth, document: byName.get(basename(truth.document)) ?? truth.document };
  });
  if (aligned.some(({ document }) => known.has(document))) return aligned;
  throw new InputError(
    'nothing-to-score',
    `Expected predictions about the ${truths.length} documents with a truth (e.g. ${truths[0]?.document ?? 'none'}), got ${predictions.length} about others (e.g. ${predictions[0]?.document ?? 'none'}).`,
    { remedy: 'Name the split and the data set that the predictions were made from.' },
  );
}
