import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Option } from 'commander';
import type { InferenceDocument, Prompts, SplitName } from '../../toolkit/index.ts';
import type { CommandContext, Register } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { addCloudOptions, announceCloud, type CloudFlags, withCloud } from '../options/cloud.ts';
import { realNumber, wholeNumber } from '../options/numbers.ts';
import { printNext, printResult } from '../output.ts';
import { readTextFile } from '../read-text.ts';
import { drive } from '../render/drive.ts';
import { createProgress } from '../render/progress.ts';

interface InferFlags extends CloudFlags {
  readonly modelId: string;
  readonly dataset?: string;
  readonly split: SplitName;
  readonly imagePath?: string;
  readonly imageDirectory?: string;
  readonly systemPromptFile?: string;
  readonly taskPromptFile?: string;
  readonly predictions?: string;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly concurrency: number;
  readonly json?: boolean;
}

export const register: Register = (command, context) => {
  addCloudOptions(command)
    .requiredOption('--model-id <id>', 'base model, inference profile, deployment or provisioned throughput')
    .option('--dataset <folder>', 'documents and prompts of a data set')
    .addOption(
      new Option('--split <name>', 'which documents of the data set')
        .choices(['train', 'validation', 'test'])
        .default('test'),
    )
    .option('--image-path <file>', 'one image')
    .option('--image-directory <folder>', 'all images of a folder')
    .option('--system-prompt-file <file>', 'instead of the data set’s')
    .option('--task-prompt-file <file>', 'instead of the data set’s')
    .option('--predictions <file>', 'JSON Lines file for the answers; run again with it to go on', 'predictions.jsonl')
    .option('--max-tokens <n>', 'most tokens of an answer', wholeNumber(1), 256)
    .option('--temperature <t>', '0 to 1', realNumber(0, 1), 0)
    .option('--top-p <p>', '0 to 1', realNumber(0, 1))
    .option('--top-k <n>', '0 to 500', wholeNumber(0, 500))
    .option('--concurrency <n>', 'calls at once', wholeNumber(1, 256), 4)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ novatune infer --model-id us.amazon.nova-lite-v1:0 --dataset data/scans --predictions base.jsonl\n  $ novatune infer --model-id my-deployment-arn --image-path page.png --task-prompt-file prompt.txt',
    )
    .action((flags: InferFlags) => run(flags, context));
};

function run(flags: InferFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { infer } = await import('../../toolkit/index.ts');
    await announceCloud(cloud, context);
    const { documents, prompts } = await openDocuments(flags);
    const predictionsFile = resolve(flags.predictions ?? 'predictions.jsonl');
    const progress = createProgress(context.io);
    let done = 0;
    const { modelId, maxTokens, temperature, topP, topK, concurrency } = flags;
    const parameters = {
      maxTokens,
      temperature,
      ...(topP !== undefined && { topP }),
      ...(topK !== undefined && { topK }),
    };
    const options = { modelId, prompts, parameters, predictionsFile, concurrency, signal: context.io.signal };
    const summary = await drive(infer(documents, options, cloud), (event) => {
      done += 1;
      progress.update('documents', done, documents.length);
      if (event.type === 'document-failed')
        progress.line(`${event.prediction.document}: ${event.prediction.error?.message ?? 'failed'}`);
      else if (event.type === 'document-answered' && documents.length === 1)
        context.io.stdout.write(`${event.prediction.answer ?? ''}\n`);
    });
    progress.end();
    const text = () =>
      `${summary.answered + summary.resumed} of ${summary.documents} documents answered (${summary.resumed} from an earlier run), ${summary.failed} failed`;
    if (documents.length !== 1 || flags.json) printResult({ ...summary, predictionsFile }, text, flags.json, context);
    if (summary.failed > 0) context.exitWith(EXIT.partial);
    else if (flags.dataset !== undefined)
      printNext(`novatune evaluate --dataset ${flags.dataset} --predictions ${flags.predictions}`, context);
  });
}

async function openDocuments(
  flags: InferFlags,
): Promise<{ readonly documents: readonly InferenceDocument[]; readonly prompts: Prompts }> {
  const { InputError, readDataset, splitDocuments } = await import('../../toolkit/index.ts');
  const given = [flags.dataset, flags.imagePath, flags.imageDirectory].filter((value) => value !== undefined);
  if (given.length !== 1) {
    throw new InputError('documents-missing', 'Expected exactly one of --dataset, --image-path and --image-directory.');
  }
  if (flags.dataset !== undefined) {
    const dataset = await readDataset(resolve(flags.dataset));
    const documents = splitDocuments(dataset, flags.split).map(({ id, image, format }) => ({
      document: id,
      image: join(dataset.folder, image),
      format,
    }));
    return { documents, prompts: await readOwnPrompts(flags, dataset.manifest.prompts) };
  }
  if (flags.taskPromptFile === undefined) {
    throw new InputError('prompt-missing', 'Expected --task-prompt-file with what to ask about the image.', {
      remedy: 'Or name a prepared data set with --dataset: its prompts are used.',
    });
  }
  const files =
    flags.imagePath === undefined ? await imagesOf(resolve(flags.imageDirectory ?? '.')) : [resolve(flags.imagePath)];
  const documents = await Promise.all(files.map(toDocument));
  return { documents, prompts: await readOwnPrompts(flags, { system: '', task: '' }) };
}

async function readOwnPrompts({ systemPromptFile, taskPromptFile }: InferFlags, prompts: Prompts): Promise<Prompts> {
  return {
    system: systemPromptFile === undefined ? prompts.system : await readTextFile(systemPromptFile, 'system prompt'),
    task: taskPromptFile === undefined ? prompts.task : await readTextFile(taskPromptFile, 'task prompt'),
  };
}

async function imagesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => /\.(png|jpe?g|gif|webp)$/i.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}

/** The format is that of the bytes, whatever the file is called. */
async function toDocument(file: string): Promise<InferenceDocument> {
  const { InputError, imageFormatOf } = await import('../../toolkit/index.ts');
  const format = await imageFormatOf(file);
  if (format) return { document: basename(file), image: file, format };
  throw new InputError('image-format-unsupported', `Expected a PNG, JPEG, GIF or WebP image, got ${file}.`, {
    remedy: 'Convert it first; `novatune dataset prepare` does so for whole folders.',
  });
}
