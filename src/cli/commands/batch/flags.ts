import { type Command, Option } from 'commander';
import { addBudgetOptions, type BudgetFlags } from '../../options/budget.ts';
import { addCloudOptions, type CloudFlags } from '../../options/cloud.ts';
import { realNumber, wholeNumber } from '../../options/numbers.ts';
import { collectTag } from '../../options/tags.ts';
import { s3Uri } from '../../options/uris.ts';
import { addWaiting } from '../../options/waiting.ts';
import type { WatchFlags } from './watch.ts';

export interface CreateFlags extends CloudFlags, WatchFlags, BudgetFlags {
  readonly dataset: string;
  readonly split: 'train' | 'validation' | 'test';
  readonly limit?: number;
  readonly modelId: string;
  readonly outputUri: string;
  readonly jobName?: string;
  readonly roleArn?: string;
  readonly createRole?: boolean;
  readonly createBucket?: boolean;
  readonly media?: 'inline' | 's3';
  readonly invocationType: 'converse' | 'native';
  readonly systemPromptFile?: string;
  readonly taskPromptFile?: string;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly timeoutHours?: number;
  readonly minRecords?: number;
  readonly tag?: Readonly<Record<string, string>>;
  readonly batchFile: string;
  readonly dryRun?: boolean;
  readonly wait: boolean;
  readonly yes?: boolean;
}

/** The same question as `infer` asks by default, so that live answers fit in. */
export function addCreateOptions(command: Command): Command {
  return addBudgetOptions(addJobOptions(addQuestionOptions(addWaiting(addCloudOptions(command)))))
    .option('--dry-run', 'print the request instead')
    .option('--no-wait', 'submit and return')
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON');
}

const addQuestionOptions = (command: Command): Command =>
  command
    .requiredOption('--dataset <folder>', 'documents and prompts of a data set')
    .addOption(
      new Option('--split <name>', 'which documents of the data set')
        .choices(['train', 'validation', 'test'])
        .default('test'),
    )
    .option('--limit <n>', 'only the first n documents', wholeNumber(1))
    .requiredOption('--model-id <id>', 'base model or inference profile; tuned models cannot be asked in batches')
    .option('--system-prompt-file <file>', 'instead of the data set’s')
    .option('--task-prompt-file <file>', 'instead of the data set’s')
    .option('--max-tokens <n>', 'most tokens of an answer', wholeNumber(1), 256)
    .option('--temperature <t>', '0 to 1', realNumber(0, 1), 0)
    .option('--top-p <p>', '0 to 1', realNumber(0, 1))
    .option('--top-k <n>', '0 to 500', wholeNumber(0, 500));

const addJobOptions = (command: Command): Command =>
  command
    .requiredOption('--output-uri <uri>', 's3://bucket/prefix/ for the answers; the records lie below it', s3Uri)
    .option('--create-bucket', 'create the bucket when it does not exist')
    .option('--job-name <name>', 'unique in the account (default: from the content)')
    .option('--role-arn <arn>', 'role that Bedrock assumes')
    .addOption(new Option('--create-role', 'create a least-privilege role for this job instead').conflicts('roleArn'))
    .addOption(
      new Option(
        '--media <place>',
        'images inside the records, or beside them in S3 (default: inside, if they fit)',
      ).choices(['inline', 's3']),
    )
    .addOption(
      new Option('--invocation-type <type>', 'shape of the records')
        .choices(['converse', 'native'])
        .default('converse'),
    )
    .option('--timeout-hours <n>', 'when the service gives up', wholeNumber(24, 168))
    .option('--min-records <n>', 'fewest records that your quota allows (default: 100)', wholeNumber(1))
    .option('--tag <key=value>', 'tag the job and its role (repeatable)', collectTag)
    .option('--batch-file <file>', 'what is known of the job, kept for batch results', 'batch.json');
