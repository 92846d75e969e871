import { type Command, Option } from 'commander';
import type { CommandContext, Register } from '../command.ts';
import { notFound } from '../not-found.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../options/cloud.ts';
import { confirm } from '../options/confirm.ts';
import { printNext, printResult } from '../output.ts';
import { describeBatch } from '../render/batch.ts';
import { collect } from '../render/drive.ts';
import { formatTable } from '../render/table.ts';
import { createBatch } from './batch/create.ts';
import { requireJobArn, type WhichJob } from './batch/job-arn.ts';
import { batchResults } from './batch/results.ts';

/** `novatune batch`: Bedrock's batch inference, for base models. */
export const register: Register = (command, context) => {
  command.addHelpText(
    'after',
    `
Examples:
  $ novatune batch create --dataset data/scans --split test --model-id us.amazon.nova-lite-v1:0 --output-uri s3://my-bucket/batch/ --create-role
  $ novatune batch results --batch-file batch.json --predictions base.jsonl`,
  );
  createBatch(command.command('create').description('build the records, submit a job and wait for it'), context);
  one(command.command('get').description('one job')).action((flags: OneFlags) => get(flags, context));
  addCloudOptions(command.command('list').description('jobs of the account, newest first'))
    .option('--name-contains <text>', 'only names with this in them')
    .addOption(new Option('--status <status>', 'only jobs in this state').choices(STATUSES))
    .option('--json', 'print JSON')
    .action((flags: ListFlags) => list(flags, context));
  batchResults(
    command.command('results').description('join the answers to the documents; ask live about those that failed'),
    context,
  );
  one(command.command('stop').description('stop a job; what has been answered is kept and billed'))
    .option('--yes', 'do not ask')
    .action((flags: OneFlags & { readonly yes?: boolean }) => stop(flags, context));
};

const STATUSES = [
  'Submitted',
  'Validating',
  'Scheduled',
  'InProgress',
  'Completed',
  'PartiallyCompleted',
  'Failed',
  'Stopping',
  'Stopped',
  'Expired',
] as const;

interface OneFlags extends CloudFlags, WhichJob {}

interface ListFlags extends CloudFlags {
  readonly nameContains?: string;
  readonly status?: string;
}

const one = (command: Command): Command =>
  addCloudOptions(command)
    .option('--job-arn <arn>', 'ARN of the job')
    .addOption(new Option('--batch-file <file>', 'the job that this file of batch create is about').conflicts('jobArn'))
    .option('--json', 'print JSON');

function get(flags: OneFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const jobArn = await requireJobArn(flags, context);
    const state = await cloud.batches.describe(jobArn, context.io.signal);
    if (!state) throw await notFound(`There is no batch inference job ${jobArn}.`);
    printResult(state, () => describeBatch(state), flags.json, context);
  });
}

function list(flags: ListFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const filter = {
      ...(flags.nameContains && { nameContains: flags.nameContains }),
      ...(flags.status && { status: flags.status }),
    };
    const jobs = await collect(cloud.batches.list(filter, context.io.signal));
    const rows = jobs.map(({ jobName, status, submittedAt, counts, jobArn }) => [
      jobName,
      status,
      counts ? `${counts.processed}/${counts.total}` : '',
      new Date(submittedAt).toISOString(),
      jobArn,
    ]);
    printResult(jobs, () => formatTable(['name', 'status', 'records', 'submitted', 'arn'], rows), flags.json, context);
  });
}

function stop(flags: OneFlags & { readonly yes?: boolean }, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const jobArn = await requireJobArn(flags, context);
    await confirm(
      `Stop the batch inference job ${jobArn}`,
      { destructive: true, ...(flags.yes && { yes: true }) },
      cloud,
      context,
    );
    await cloud.batches.stop(jobArn, context.io.signal);
    printResult({ jobArn, stopping: true }, () => `stopping ${jobArn}`, flags.json, context);
    printNext(
      flags.batchFile === undefined
        ? `novatune batch get --job-arn ${jobArn}`
        : `novatune batch results --batch-file ${flags.batchFile}`,
      context,
    );
  });
}
