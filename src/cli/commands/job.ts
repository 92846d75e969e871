import { type Command, Option } from 'commander';
import type { CommandContext, Register } from '../command.ts';
import { notFound } from '../not-found.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../options/cloud.ts';
import { confirm } from '../options/confirm.ts';
import { addWaiting } from '../options/waiting.ts';
import { printResult } from '../output.ts';
import { collect } from '../render/drive.ts';
import { formatTable } from '../render/table.ts';
import { createJob } from './job-create.ts';
import { watchJob } from './job-watch.ts';

export interface JobFlags extends CloudFlags {
  readonly jobArn: string;
  readonly nameContains?: string;
  readonly status?: string;
  readonly outputFile?: string;
  readonly pollingInterval: number;
  readonly maxWaitTime?: number;
  readonly yes?: boolean;
  readonly json?: boolean;
}

const one = (command: Command): Command =>
  addCloudOptions(command).requiredOption('--job-arn <arn>', 'ARN or name of the job').option('--json', 'print JSON');

export const register: Register = (command, context) => {
  command.addHelpText(
    'after',
    '\nExamples:\n  $ novatune job create --job-name invoices-1 --model-name invoices-1 --training-data-uri s3://b/data/train.jsonl --output-uri s3://b/out/ --create-role --dry-run\n  $ novatune job watch --job-arn invoices-1 --local',
  );
  createJob(command.command('create').description('submit a job and watch it'), context);
  one(command.command('get').description('one job')).action((flags: JobFlags) => get(flags, context));
  addWaiting(one(command.command('watch').description('watch a job to its end; Ctrl-C leaves it running')))
    .option('--output-file <file>', 'keep the job details as JSON')
    .action((flags: JobFlags) => watch(flags, context));
  addCloudOptions(command.command('list').description('jobs of the account, newest first'))
    .option('--name-contains <text>', 'only names with this in them')
    .addOption(
      new Option('--status <status>', 'only jobs in this state').choices([
        'InProgress',
        'Completed',
        'Failed',
        'Stopping',
        'Stopped',
      ]),
    )
    .option('--json', 'print JSON')
    .action((flags: JobFlags) => list(flags, context));
  one(command.command('stop').description('stop a job: it leaves no model and cannot be resumed'))
    .option('--yes', 'do not ask')
    .action((flags: JobFlags) => stop(flags, context));
  one(command.command('metrics').description('loss by step, as far as the job has written it')).action(
    (flags: JobFlags) => metrics(flags, context),
  );
};

function get(flags: JobFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { toJobDetails } = await import('../../toolkit/index.ts');
    const state = await cloud.customizer.describe(flags.jobArn, context.io.signal);
    if (!state) throw await notFound(`There is no customization job ${flags.jobArn}.`);
    const details = toJobDetails(state);
    printResult(details, () => JSON.stringify(details, null, 2), flags.json, context);
  });
}

function watch(flags: JobFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, (cloud) => watchJob(flags.jobArn, flags, cloud, context));
}

function list(flags: JobFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const filter = {
      ...(flags.nameContains && { nameContains: flags.nameContains }),
      ...(flags.status && { status: flags.status }),
    };
    const jobs = await collect(cloud.customizer.listJobs(filter, context.io.signal));
    const rows = jobs.map(({ jobName, status, createdAt, jobArn }) => [
      jobName,
      status,
      new Date(createdAt).toISOString(),
      jobArn,
    ]);
    printResult(jobs, () => formatTable(['name', 'status', 'created', 'arn'], rows), flags.json, context);
  });
}

function stop(flags: JobFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    await confirm(
      `Stop the job ${flags.jobArn}`,
      { ...(flags.yes && { yes: true }), destructive: true },
      cloud,
      context,
    );
    await cloud.customizer.stop(flags.jobArn, context.io.signal);
    printResult({ stopping: flags.jobArn }, () => `stopping ${flags.jobArn}`, flags.json, context);
  });
}

function metrics(flags: JobFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { readJobMetrics } = await import('../../toolkit/index.ts');
    const state = await cloud.customizer.describe(flags.jobArn, context.io.signal);
    if (!state) throw await notFound(`There is no customization job ${flags.jobArn}.`);
    const found = await readJobMetrics(state, cloud, context.io.signal);
    const rows = [
      ...found.training.map(({ step, epoch, loss }) => [
        'training',
        String(step),
        String(epoch ?? ''),
        loss.toFixed(4),
      ]),
      ...found.validation.map(({ step, epoch, loss }) => [
        'validation',
        String(step),
        String(epoch ?? ''),
        loss.toFixed(4),
      ]),
    ];
    printResult(found, () => formatTable(['kind', 'step', 'epoch', 'loss'], rows), flags.json, context);
  });
}
