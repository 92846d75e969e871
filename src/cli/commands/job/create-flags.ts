import { type Command, Option } from 'commander';
import { addBudgetOptions, type BudgetFlags } from '../../options/budget.ts';
import type { CloudFlags } from '../../options/cloud.ts';
import { realNumber, wholeNumber } from '../../options/numbers.ts';
import { collectTag } from '../../options/tags.ts';
import { s3Uri } from '../../options/uris.ts';
import type { WatchFlags } from './watch.ts';

/** Flags of one method each; the library knows the ranges, which differ by method. */
export interface MethodFlags {
  readonly epochCount?: number;
  readonly learningRate?: number;
  readonly batchSize?: number;
  readonly warmupSteps?: number;
  readonly stepCount?: number;
  readonly graderLambda?: string;
  readonly maxPromptLength?: number;
  readonly samplesPerPrompt?: number;
  readonly inferenceMaxTokens?: number;
  readonly reasoningEffort?: 'low' | 'medium' | 'high';
  readonly evalInterval?: number;
  readonly teacherModel?: string;
  readonly maxResponseLength?: number;
}

export interface CreateFlags extends CloudFlags, WatchFlags, MethodFlags, BudgetFlags {
  readonly jobName: string;
  readonly modelName?: string;
  readonly method: 'sft' | 'rft' | 'distillation' | 'canvas';
  readonly baseModel?: string;
  readonly trainingDataUri: string;
  readonly invocationLogs?: boolean;
  readonly usePromptResponse?: boolean;
  readonly validationDataUri?: string;
  readonly validationSplit?: number;
  readonly splitSeed?: number;
  readonly outputUri: string;
  readonly roleArn?: string;
  /** True without a name. */
  readonly createRole?: string | true;
  readonly tag?: Readonly<Record<string, string>>;
  readonly kmsKey?: string;
  readonly subnetIds?: readonly string[];
  readonly securityGroupIds?: readonly string[];
  readonly clientRequestToken?: string;
  readonly skipS3Check?: boolean;
  readonly checkMedia?: boolean;
  readonly dryRun?: boolean;
  readonly wait: boolean;
  readonly yes?: boolean;
}

/** What to train, on what, and as whom. */
export const addJobFlags = (command: Command): Command =>
  command
    .requiredOption('--job-name <name>', 'unique in the account; jobs are never deleted')
    .option('--model-name <name>', 'name of the custom model (default: the job name)')
    .addOption(
      new Option('--method <method>', 'how to train').choices(['sft', 'rft', 'distillation', 'canvas']).default('sft'),
    )
    .option('--base-model <model>', 'nova-micro, nova-lite, nova-pro, nova-2-lite, or an id (default: the usual one)')
    .requiredOption('--training-data-uri <uri>', 's3://bucket/key.jsonl', s3Uri)
    .option('--validation-data-uri <uri>', 's3://bucket/key.jsonl', s3Uri)
    .option('--validation-split <share>', 'part validation data off into new objects instead', realNumber(0, 1))
    .option('--split-seed <n>', 'another seed gives another split', wholeNumber(0), 0)
    .requiredOption('--output-uri <uri>', 's3://bucket/prefix/ for metrics', s3Uri)
    .option('--role-arn <arn>', 'role that Bedrock assumes')
    .option('--create-role [name]', 'create, or extend, a least-privilege role instead (default: novatune-JOB)')
    .option('--invocation-logs', 'the training data are invocation logs under that prefix (rft, distillation)')
    .option('--use-prompt-response', 'learn the logged answers too');

/** Settings of the methods. */
export const addMethodFlags = (command: Command): Command =>
  command
    .option('--epoch-count <n>', 'sft 1 to 5, rft 1 to 50 (default for sft: from the number of rows)', Number)
    .option('--learning-rate <rate>', 'sft 0.000001 to 0.0001, canvas from 0.0000001, rft to 0.001', Number)
    .option(
      '--batch-size <n>',
      'sft 1 to 64 (accepted but not documented, better left out), canvas 8 to 192, rft 16 to 512',
      Number,
    )
    .option('--warmup-steps <n>', 'sft 0 to 100 (default: from the number of rows)', Number)
    .option('--step-count <n>', 'canvas 10 to 20000', Number)
    .option('--grader-lambda <arn>', 'rft: function that rewards answers')
    .option('--max-prompt-length <tokens>', 'rft', Number)
    .option('--samples-per-prompt <n>', 'rft 2 to 16', Number)
    .option('--inference-max-tokens <tokens>', 'rft', Number)
    .addOption(new Option('--reasoning-effort <effort>', 'rft').choices(['low', 'medium', 'high']))
    .option('--eval-interval <steps>', 'rft 1 to 100', Number)
    .option('--teacher-model <model>', 'distillation: id or inference profile')
    .option('--max-response-length <tokens>', 'distillation: longest answer of the teacher', wholeNumber(1));

/** How the job is kept, checked and sent. */
export const addSubmitFlags = (command: Command): Command =>
  addBudgetOptions(command)
    .option('--tag <key=value>', 'tag job and model (repeatable)', collectTag)
    .option('--kms-key <key>', 'encrypt the model with this key: id, ARN or alias/NAME')
    .option('--subnet-ids <ids...>', 'train in your VPC; needs --security-group-ids')
    .option('--security-group-ids <ids...>', 'train in your VPC; needs --subnet-ids')
    .option('--client-request-token <token>', 'same token, same job (default: derived from the request)')
    .option('--skip-s3-check', 'submit without looking at buckets and records first')
    .option('--check-media', 'look at every image that the records name')
    .option('--dry-run', 'check, and print the request instead of sending it')
    .option('--no-wait', 'submit and return')
    .option('--yes', 'do not ask');
