import type { Command } from 'commander';
import type { ConnectedCloud, Hyperparameters, TrainOptions } from '../../toolkit/index.ts';
import type { CommandContext } from '../command.ts';
import { keepJobDetails, requireDetailsFile } from '../job-details-file.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../options/cloud.ts';
import { confirm } from '../options/confirm.ts';
import { realNumber, wholeNumber } from '../options/numbers.ts';
import { collectTag } from '../options/tags.ts';
import { s3Uri } from '../options/uris.ts';
import { addWaiting } from '../options/waiting.ts';
import { printNext, printResult } from '../output.ts';
import { type WatchFlags, watchJob } from './job-watch.ts';

interface CreateFlags extends CloudFlags, WatchFlags {
  readonly jobName: string;
  readonly modelName?: string;
  readonly baseModel: string;
  readonly trainingDataUri: string;
  readonly validationDataUri?: string;
  readonly outputUri: string;
  readonly roleArn?: string;
  readonly createRole?: boolean;
  readonly epochCount?: number;
  readonly learningRate?: number;
  readonly learningRateWarmupSteps?: number;
  readonly batchSize?: number;
  readonly tag?: Readonly<Record<string, string>>;
  readonly skipS3Check?: boolean;
  readonly dryRun?: boolean;
  readonly wait: boolean;
  readonly yes?: boolean;
}

export function createJob(command: Command, context: CommandContext): void {
  addWaiting(addCloudOptions(command))
    .requiredOption('--job-name <name>', 'unique in the account; jobs are never deleted')
    .option('--model-name <name>', 'name of the custom model (default: the job name)')
    .option('--base-model <model>', 'nova-micro, nova-lite, nova-pro, nova-2-lite, or an id', 'nova-lite')
    .requiredOption('--training-data-uri <uri>', 's3://bucket/key.jsonl', s3Uri)
    .option('--validation-data-uri <uri>', 's3://bucket/key.jsonl', s3Uri)
    .requiredOption('--output-uri <uri>', 's3://bucket/prefix/ for metrics', s3Uri)
    .option('--role-arn <arn>', 'role that Bedrock assumes')
    .option('--create-role', 'create a least-privilege role for this data instead')
    .option('--epoch-count <n>', '1 to 5', wholeNumber(1, 5))
    .option('--learning-rate <rate>', '0.000001 to 0.0001', realNumber(1e-6, 1e-4))
    .option('--learning-rate-warmup-steps <n>', '0 to 100', wholeNumber(0, 100))
    .option('--batch-size <n>', '1 to 64; accepted but not documented, better left out', wholeNumber(1, 64))
    .option('--tag <key=value>', 'tag job and model (repeatable)', collectTag)
    .option('--skip-s3-check', 'submit without looking at buckets and objects first')
    .option('--dry-run', 'print the request instead')
    .option('--no-wait', 'submit and return')
    .option('--output-file <file>', 'keep the job details as JSON')
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
    .action((flags: CreateFlags) => create(flags, context));
}

async function create(flags: CreateFlags, context: CommandContext): Promise<void> {
  const { clientToken, planJob, toJobDetails } = await import('../../toolkit/index.ts');
  const request = planJob(dataOf(flags), await trainOptions(flags));
  if (flags.dryRun) {
    const roleArn = flags.roleArn ?? '(created for this job)';
    context.io.stdout.write(`${JSON.stringify({ ...request, roleArn }, null, 2)}\n`);
    return;
  }
  await withCloud(flags, context, async (cloud) => {
    const { signal } = context.io;
    if (flags.outputFile !== undefined) await requireDetailsFile(flags.outputFile, flags.jobName);
    if (!flags.skipS3Check) await checkFirst(flags, cloud, signal);
    await confirm(
      `Start the customization job ${flags.jobName} (training tokens are billed)`,
      flags.yes ? { yes: true } : {},
      cloud,
      context,
    );
    const roleArn = flags.roleArn ?? (await createRole(flags, cloud, context));
    const full = { ...request, roleArn };
    const jobArn = await submit(
      { ...full, clientToken: clientToken(full) },
      flags.roleArn === undefined,
      cloud,
      context,
    );
    context.io.stderr.write(`job ${jobArn}\n`);
    if (flags.outputFile !== undefined) await keepDetails(jobArn, flags.outputFile, cloud, context);
    if (flags.wait) return watchJob(jobArn, flags, cloud, context);
    const state = await cloud.customizer.describe(jobArn, signal);
    printResult(state ? toJobDetails(state) : { job_arn: jobArn }, () => jobArn, flags.json, context);
    printNext(`novatune job watch --job-arn ${jobArn}`, context);
  });
}

async function submit(
  request: Parameters<ConnectedCloud['customizer']['submit']>[0],
  roleIsNew: boolean,
  cloud: ConnectedCloud,
  { io }: CommandContext,
): Promise<string> {
  const { submitJob } = await import('../../toolkit/index.ts');
  const { drive } = await import('../render/drive.ts');
  return drive(submitJob(request, { roleIsNew, signal: io.signal }, cloud), ({ delay }) => {
    io.stderr.write(`the role cannot be assumed yet, trying again in ${Math.round(delay / 1000)} s\n`);
  });
}

/** Kept before waiting too: a crash while watching must not lose the job. */
async function keepDetails(jobArn: string, file: string, cloud: ConnectedCloud, { io }: CommandContext): Promise<void> {
  const { toJobDetails } = await import('../../toolkit/index.ts');
  const state = await cloud.customizer.describe(jobArn, io.signal);
  if (state) await keepJobDetails(file, toJobDetails(state));
}

const dataOf = ({ trainingDataUri, validationDataUri, outputUri }: CreateFlags) => ({
  trainingDataUri,
  ...(validationDataUri !== undefined && { validationDataUri }),
  outputUri,
});

async function trainOptions(
  flags: CreateFlags,
): Promise<Pick<TrainOptions, 'jobName' | 'modelName' | 'baseModel' | 'hyperparameters' | 'tags'>> {
  const { runTags } = await import('../../toolkit/index.ts');
  const { epochCount, learningRate, learningRateWarmupSteps, batchSize } = flags;
  const hyperparameters: Hyperparameters = {
    ...(epochCount !== undefined && { epochCount }),
    ...(learningRate !== undefined && { learningRate }),
    ...(learningRateWarmupSteps !== undefined && { learningRateWarmupSteps }),
    ...(batchSize !== undefined && { batchSize }),
  };
  return {
    jobName: flags.jobName,
    modelName: flags.modelName ?? flags.jobName,
    baseModel: flags.baseModel,
    hyperparameters,
    tags: { ...runTags(flags.jobName), ...flags.tag },
  };
}

async function checkFirst(flags: CreateFlags, cloud: ConnectedCloud, signal: AbortSignal): Promise<void> {
  const { DataError, findNovaModel, preflight } = await import('../../toolkit/index.ts');
  const baseModel = findNovaModel(flags.baseModel)?.customizationId ?? flags.baseModel;
  const findings = await preflight(
    { ...dataOf(flags), baseModel, ...(flags.roleArn && { roleArn: flags.roleArn }) },
    cloud,
    signal,
  );
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new DataError('preflight-failed', errors.map(({ message }) => message).join('\n'), {
    remedy: errors.map(({ remedy }) => remedy).join('\n'),
  });
}

async function createRole(flags: CreateFlags, cloud: ConnectedCloud, { io }: CommandContext): Promise<string> {
  const { ensureServiceRole, InputError, runTags } = await import('../../toolkit/index.ts');
  if (!flags.createRole) {
    throw new InputError('role-missing', 'Expected --role-arn, or --create-role to have one made.');
  }
  const { accountId, region } = await cloud.identity(io.signal);
  // Images lie beside the training file, in the same bucket.
  const reads = [flags.trainingDataUri, flags.validationDataUri].flatMap((uri) =>
    uri === undefined ? [] : [uri.slice(0, uri.lastIndexOf('/') + 1)],
  );
  const role = await ensureServiceRole(
    cloud,
    {
      name: `novatune-${flags.jobName}`.slice(0, 64),
      accountId,
      region,
      reads: [...new Set(reads)],
      outputUri: flags.outputUri,
      tags: { ...runTags(flags.jobName), ...flags.tag },
    },
    io.signal,
  );
  io.stderr.write(`role ${role.arn} ${role.created ? 'created' : 'brought up to date'}\n`);
  return role.arn;
}
