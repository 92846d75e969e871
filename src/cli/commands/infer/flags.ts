import { type Command, InvalidArgumentError, Option } from 'commander';
import { addBudgetOptions, type BudgetFlags } from '../../options/budget.ts';
import { addCloudOptions, type CloudFlags } from '../../options/cloud.ts';
import { realNumber, wholeNumber } from '../../options/numbers.ts';
import type { DocumentFlags } from './documents.ts';

export interface InferFlags extends CloudFlags, DocumentFlags, BudgetFlags {
  readonly modelId?: string;
  readonly provisionedModelArn?: string;
  readonly predictions: string;
  readonly outputFile?: string;
  readonly groundTruthFile?: string;
  /** true: the base model is told from the endpoint. */
  readonly compareWithBase?: string | true;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly concurrency: number;
  readonly rpm?: number;
  readonly tpm?: number;
  /** Seconds. */
  readonly requestTimeout: number;
  readonly retryErrors?: boolean;
  readonly cache: boolean;
  readonly fallback?: string;
  /** 0 to 1. */
  readonly share?: number;
  readonly shadow?: string;
  readonly json?: boolean;
}

export function addInferOptions(command: Command): Command {
  addDocumentOptions(addModelOptions(addCloudOptions(command)));
  addPaceOptions(addPromptOptions(command));
  addBudgetOptions(addRolloutOptions(addOutputOptions(command)));
  return command;
}

const addModelOptions = (command: Command): Command =>
  command
    .option('--model-id <id>', 'base model or inference profile; deployment or provisioned throughput by name or ARN')
    .addOption(
      new Option('--provisioned-model-arn <arn>', 'the same, for provisioned throughput').conflicts('modelId'),
    );

const addDocumentOptions = (command: Command): Command =>
  command
    .option('--dataset <folder>', 'documents and prompts of a data set')
    .addOption(
      new Option('--split <name>', 'which documents of the data set')
        .choices(['train', 'validation', 'test'])
        .default('test'),
    )
    .option('--image-path <file>', 'one image')
    .option('--image-directory <folder>', 'all images below a folder')
    .option('--image-list <file>', 'JSON Lines file of images: a path, or {"image": …, "id": …, "label": …}, each')
    .option('--limit <n>', 'only the first n documents', wholeNumber(1))
    .option('--sample <n>', 'n documents drawn at random, the same for the same seed', wholeNumber(1))
    .option('--seed <n>', 'of the sample', wholeNumber(0), 1)
    .option('--retry-errors', 'only documents whose last prediction is an error');

const addPromptOptions = (command: Command): Command =>
  command
    .option(
      '--dataset-manifest <file>',
      'manifest.json of the data set: its prompts, and images prepared as in training',
    )
    .option('--system-prompt-file <file>', 'instead of the data set’s')
    .option('--task-prompt-file <file>', 'instead of the data set’s')
    .option('--max-tokens <n>', 'most tokens of an answer', wholeNumber(1), 256)
    .option('--temperature <t>', '0 to 1', realNumber(0, 1), 0)
    .option('--top-p <p>', '0 to 1', realNumber(0, 1))
    .option('--top-k <n>', '0 to 500', wholeNumber(0, 500));

const addPaceOptions = (command: Command): Command =>
  command
    .option('--concurrency <n>', 'calls at once, at most; adapts to what the service takes', wholeNumber(1, 256), 64)
    .option('--rpm <n>', 'calls per minute and model, at most', wholeNumber(1))
    .option(
      '--tpm <n>',
      'tokens per minute and model, at most; a call reserves its input and --max-tokens',
      wholeNumber(1),
    )
    .option('--request-timeout <seconds>', 'longest wait for one answer', realNumber(0.001, 3600), 300)
    .option('--no-cache', 'ask even what has been answered before, and keep no answers for later');

const addOutputOptions = (command: Command): Command =>
  command
    .option('--predictions <file>', 'JSON Lines file for the answers; run again with it to go on', 'predictions.jsonl')
    .option('--output-file <file>', 'results with metrics as one JSON document')
    .option('--ground-truth-file <file>', 'JSON object of images and labels, for the metrics')
    .option('--compare-with-base [id]', 'ask the base model too; its answers go to <predictions>.base.jsonl')
    .option('--json', 'print JSON');

const addRolloutOptions = (command: Command): Command =>
  command
    .option('--fallback <id>', 'answers when the model fails, is throttled or cannot be understood')
    .option('--share <percent>', 'share of documents for the model, the fallback answers the rest, e.g. 10%', share)
    .option('--shadow <id>', 'ask this model too; its answers are only recorded, in <predictions>.shadow.jsonl');

/** `10%` or `0.1` → 0.1 */
function share(text: string): number {
  const [, digits = '', percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim()) ?? [];
  const value = digits === '' ? Number.NaN : Number(digits) / (percent === '%' ? 100 : 1);
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('Expected a share such as 10% or 0.1, from 0 to 100 %.');
}
