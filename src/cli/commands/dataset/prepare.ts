import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import type { DocumentSource, PrepareOptions } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { realNumber, wholeNumber } from '../../options/numbers.ts';
import { addTaskOptions, readPrompts, readTask, type TaskFlags } from '../../options/task.ts';
import { printNext, printResult } from '../../output.ts';
import { drive } from '../../render/drive.ts';
import { createProgress } from '../../render/progress.ts';

interface PrepareFlags extends TaskFlags {
  readonly images: string;
  readonly labels?: string;
  readonly imageColumn?: string;
  readonly labelColumn?: string;
  readonly groupColumn?: string;
  readonly bucketName: string;
  readonly directory: string;
  readonly bucketOwner?: string;
  readonly out: string;
  readonly name?: string;
  readonly seed: number;
  readonly validationSplit: number;
  readonly testSplit: number;
  readonly maxSide?: number;
  readonly replace?: boolean;
  readonly json?: boolean;
}

export function registerPrepare(command: Command, context: CommandContext): void {
  addTaskOptions(
    command
      .requiredOption('--images <folder>', 'images; without --labels one folder per class')
      .option('--labels <csv>', 'CSV that names image and label')
      .option('--image-column <name>', 'column with the image (default: recognised by name)')
      .option('--label-column <name>', 'column with the label (default: recognised by name)')
      .option('--group-column <name>', 'documents with the same value stay in one split')
      .requiredOption('--bucket-name <bucket>', 'where the data set will be uploaded to')
      .option('--directory <prefix>', 'prefix in the bucket', 'novatune')
      .option('--bucket-owner <account>', '12-digit account id of the bucket')
      .requiredOption('--out <folder>', 'folder of the data set; must not hold another one'),
  )
    .option('--name <name>', 'name of the data set (default: the folder’s)')
    .option('--seed <n>', 'another split', wholeNumber(0), 0)
    .option('--validation-split <share>', 'share of documents, 0 to 1', realNumber(0, 1), 0.1)
    .option('--test-split <share>', 'share of documents held out for evaluation, 0 to 1', realNumber(0, 1), 0.1)
    .option('--max-side <pixels>', 'longest side of an image; larger ones are shrunk', wholeNumber(25, 8000))
    .option('--replace', 'replace another data set in the folder')
    .option('--json', 'print JSON')
    .action((flags: PrepareFlags) => prepareDataset(flags, context));
}

async function prepareDataset(flags: PrepareFlags, context: CommandContext): Promise<void> {
  const { prepare } = await import('../../../toolkit/index.ts');
  const { io } = context;
  const progress = createProgress(io);
  const work = prepare(await openSource(flags), { ...(await prepareOptions(flags)), signal: io.signal });
  const dataset = await drive(work, (event) => {
    if (event.type === 'source-note') progress.line(`note: ${event.note.message}`);
    if (event.type !== 'document-done') return;
    progress.update('documents', event.done, event.total);
    if (event.outcome === 'skipped') progress.line(`skipped ${event.id}: ${event.message ?? ''}`);
  });
  progress.end();
  const { counts, skipped, classCounts } = dataset.manifest;
  const text = () =>
    `${dataset.folder}: ${counts.train} to train, ${counts.validation} to validate, ${counts.test} held out, ${skipped.length} skipped`;
  printResult({ folder: dataset.folder, counts, classCounts, skipped }, text, flags.json, context);
  printNext(`novatune dataset validate ${flags.out}`, context);
}

async function openSource(flags: PrepareFlags): Promise<DocumentSource> {
  const { imageFolder, imagesAndCsv } = await import('../../../toolkit/index.ts');
  const { images, labels, imageColumn, labelColumn, groupColumn } = flags;
  if (labels === undefined) return imageFolder(resolve(images));
  return imagesAndCsv({
    images: resolve(images),
    csv: resolve(labels),
    ...(imageColumn !== undefined && { imageColumn }),
    ...(labelColumn !== undefined && { labelColumn }),
    ...(groupColumn !== undefined && { groupColumn }),
  });
}

async function prepareOptions(flags: PrepareFlags): Promise<PrepareOptions> {
  const task = await readTask(flags);
  const folder = resolve(flags.out);
  return {
    folder,
    name: flags.name ?? basename(folder),
    task,
    prompts: await readPrompts(flags, task),
    seed: flags.seed,
    split: { validation: { fraction: flags.validationSplit }, test: { fraction: flags.testSplit } },
    ...(flags.maxSide !== undefined && { imageRecipe: { maxSide: flags.maxSide } }),
    s3: {
      bucket: flags.bucketName,
      prefix: flags.directory,
      ...(flags.bucketOwner !== undefined && { bucketOwner: flags.bucketOwner }),
    },
    ...(flags.replace && { replace: true }),
  };
}
