import type { Command } from 'commander';
import type { ConnectedCloud } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { readJobDetails } from '../../job-details-file.ts';
import { notFound } from '../../not-found.ts';

/** Flags that say which custom model is served. */
export interface SourceFlags {
  readonly modelId?: string;
  readonly jobDetailsFile?: string;
  readonly jobArn?: string;
}

export const addSource = (command: Command): Command =>
  command
    .option('--model-id <id>', 'custom model: name or ARN')
    .option('--job-details-file <file>', 'the model of the job whose details this file keeps')
    .option('--job-arn <arn>', 'the model that this job has left');

export const hasSource = (flags: SourceFlags): boolean => given(flags).length > 0;

const given = ({ modelId, jobDetailsFile, jobArn }: SourceFlags): string[] =>
  Object.entries({ '--model-id': modelId, '--job-details-file': jobDetailsFile, '--job-arn': jobArn }).flatMap(
    ([flag, value]) => (value === undefined ? [] : [flag]),
  );

/** Name or ARN of the model that the flags speak of. The cloud is asked for `--job-arn` alone. */
export async function sourceModel(flags: SourceFlags, cloud: ConnectedCloud, { io }: CommandContext): Promise<string> {
  const { InputError } = await import('../../../toolkit/index.ts');
  const flagsGiven = given(flags);
  if (flagsGiven.length !== 1) {
    throw new InputError(
      'option-invalid',
      `Expected one of --model-id, --job-details-file and --job-arn, got ${flagsGiven.join(' and ') || 'none'}.`,
    );
  }
  if (flags.modelId !== undefined) return flags.modelId;
  if (flags.jobDetailsFile !== undefined) return modelOfFile(flags.jobDetailsFile);
  const job = await cloud.customizer.describe(flags.jobArn ?? '', io.signal);
  if (!job) throw await notFound(`There is no customization job ${flags.jobArn}.`);
  if (job.modelArn) return job.modelArn;
  throw new InputError('job-without-model', `The job ${job.jobName} is ${job.status} and has left no model.`, {
    remedy: `Watch it to its end with: novatune job watch --job-arn ${job.jobArn}`,
  });
}

async function modelOfFile(file: string): Promise<string> {
  const details = await readJobDetails(file);
  if (details.model_id) return details.model_id;
  const { InputError } = await import('../../../toolkit/index.ts');
  throw new InputError(
    'job-without-model',
    `The job ${details.job_name ?? details.job_arn} of ${file} has left no model (${details.status ?? 'no status kept'}).`,
    { remedy: `Watch it to its end with: novatune job watch --job-arn ${details.job_arn} --output-file ${file}` },
  );
}

/** Its ARN, which names compare by. */
export async function requireModel(model: string, cloud: ConnectedCloud, { io }: CommandContext) {
  const found = await cloud.customizer.getModel(model, io.signal);
  if (!found) throw await notFound(`There is no custom model ${model}.`);
  return found;
}
