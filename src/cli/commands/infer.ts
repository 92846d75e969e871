import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Cloud, InferenceDocument, InferSummary } from '../../toolkit/index.ts';
import type { CommandContext, Register } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { addCloudOptions, announceCloud, type CloudFlags, withCloud } from '../options/cloud.ts';
import { realNumber, wholeNumber } from '../options/numbers.ts';
import { printNext, printResult } from '../output.ts';
import { drive } from '../render/drive.ts';
import { createProgress, type Progress } from '../render/progress.ts';
import { type DocumentFlags, type OpenedDocuments, openDocuments } from './infer-documents.ts';
import { openPreparedImages } from './infer-images.ts';

interface InferFlags extends CloudFlags, DocumentFlags {
  readonly modelId: string;
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
    .option(
      '--dataset-manifest <file>',
      'manifest.json of the data set: its prompts, and images prepared as in training',
    )
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
    await announceCloud(cloud, context);
    const opened = await openDocuments(flags);
    const progress = createProgress(context.io);
    let unusable = 0;
    const prepared = await openPreparedImages(opened.trained?.imageRecipe, (file, message) => {
      unusable += 1;
      progress.line(`${file}: ${message}`);
    });
    try {
      const documents = opened.files.length === 0 ? opened.documents : prepared.documents(opened.files);
      const summary = await ask({ ...opened, documents }, flags, { cloud, progress, context });
      if (summary.failed + unusable > 0) context.exitWith(EXIT.partial);
      else if (flags.dataset !== undefined)
        printNext(`novatune evaluate --dataset ${flags.dataset} --predictions ${flags.predictions}`, context);
    } finally {
      await prepared[Symbol.asyncDispose]();
    }
  });
}

interface Asked extends Pick<OpenedDocuments, 'prompts' | 'trained' | 'total'> {
  readonly documents: Iterable<InferenceDocument> | AsyncIterable<InferenceDocument>;
}

/** Asks about every document and prints the summary, or the answer when there is one document. */
async function ask(
  { documents, prompts, trained, total }: Asked,
  flags: InferFlags,
  {
    cloud,
    progress,
    context,
  }: { readonly cloud: Cloud; readonly progress: Progress; readonly context: CommandContext },
): Promise<InferSummary> {
  const { checkParity, infer } = await import('../../toolkit/index.ts');
  const predictionsFile = resolve(flags.predictions ?? 'predictions.jsonl');
  const { modelId, maxTokens, temperature, topP, topK, concurrency } = flags;
  const parameters = {
    maxTokens,
    temperature,
    ...(topP !== undefined && { topP }),
    ...(topK !== undefined && { topK }),
  };
  for (const { code, message, remedy } of trained === undefined ? [] : checkParity(trained, { prompts, parameters }))
    progress.line(`warning: ${code}: ${message} ${remedy}`);
  const options = { modelId, prompts, parameters, predictionsFile, concurrency, signal: context.io.signal };
  let done = 0;
  const summary = await drive(infer(documents, options, cloud), (event) => {
    done += 1;
    progress.update('documents', done, total);
    if (event.type === 'document-failed')
      progress.line(`${event.prediction.document}: ${event.prediction.error?.message ?? 'failed'}`);
    else if (event.type === 'document-answered' && total === 1)
      context.io.stdout.write(`${event.prediction.answer ?? ''}\n`);
  });
  progress.end();
  const text = () =>
    `${summary.answered + summary.resumed} of ${summary.documents} documents answered (${summary.resumed} from an earlier run), ${summary.failed} failed`;
  if (total !== 1 || flags.json) printResult({ ...summary, predictionsFile }, text, flags.json, context);
  return summary;
}
