import { DataError, InputError } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import { findNovaModel, findTrainableModel } from '../model/nova.ts';
import { runTags } from '../model/tags.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { JobRequest } from '../ports/model-customizer.ts';
import {
  adviseHyperparameters,
  checkClientToken,
  clientToken,
  type DataSplit,
  type EnsureRoleOptions,
  folderOf,
  type HyperparameterAdvice,
  type JobOptions,
  type JobPlan,
  planDataSplit,
  planJob,
  planRole,
  preflight,
  scanTrainingData,
  type TrainingDataScan,
} from '../train/index.ts';
import { formatFindings, validateFiles } from '../validate/index.ts';
import type { CreationPlan, JobInput, JobPlanOptions } from './job-plan.ts';

/** Findings kept, and errors told in a message. */
const MOST_FINDINGS = 100;
const MOST_TOLD = 20;

/**
 * Decides everything about a job without changing anything: checks the request, looks at buckets, role and data, validates the records,
 * parts the validation data, fills in hyperparameters.
 * @throws {InputError} what is wrong with the request; {@link DataError} `preflight-failed`, `dataset-invalid`, `split-too-small`.
 */
export async function planCreation(input: JobInput, cloud: Cloud, options: JobPlanOptions = {}): Promise<CreationPlan> {
  const { check = true, signal } = options;
  const data = dataOf(input);
  // Wrong requests are refused before anything is read.
  planJob(data, optionsOf(input, []));
  if (input.clientRequestToken !== undefined) checkClientToken(input.clientRequestToken);
  const looked = check ? await look(input, cloud, options) : { findings: [] };
  const split = input.validationSplit === undefined ? undefined : await planSplit(input, cloud, signal);
  const rows = split?.trainRows ?? looked.scan?.rows;
  const advice = options.advise === false || rows === undefined ? [] : advise(input, rows);
  const plan = planJob({ ...data, ...partsOf(split) }, optionsOf(input, advice));
  const role =
    'create' in input.role
      ? await roleOptions(input.role.create, plan, mediaOf(input, looked.scan), cloud, signal)
      : undefined;
  const roleArn = 'arn' in input.role ? input.role.arn : await roleArnOf(input.role.create, cloud, signal);
  // A role of that name which is not ours is refused now rather than halfway.
  if (role) await planRole(cloud, role, signal);
  const token = input.clientRequestToken ?? clientToken({ ...plan, roleArn });
  return {
    request: { ...plan, roleArn, clientToken: token } as JobRequest,
    ...(role && { role }),
    ...(split && { split }),
    findings: looked.findings,
    ...(rows !== undefined && { rows }),
    advice,
  };
}

/** @throws {InputError} `option-invalid` when validation data are both given and to be split off. */
function dataOf(input: JobInput) {
  const { trainingDataUri, validationDataUri, validationSplit, outputUri, invocationLogs } = input;
  if (validationSplit !== undefined && (validationDataUri !== undefined || invocationLogs !== undefined)) {
    throw new InputError(
      'option-invalid',
      `Validation data can be split off a training file only, got ${validationDataUri ?? 'invocation logs'} as well.`,
    );
  }
  return {
    trainingDataUri,
    outputUri,
    ...(invocationLogs && { invocationLogs }),
    // Whether the model takes validation data at all is asked with any.
    ...((validationDataUri ?? validationSplit) !== undefined && {
      validationDataUri: validationDataUri ?? trainingDataUri,
    }),
  };
}

/** The options of the job step: names and tags filled in, advised hyperparameters below the given ones. */
function optionsOf(input: JobInput, advice: readonly HyperparameterAdvice[]): JobOptions {
  const { modelName = input.jobName, tags } = input;
  const named = { ...input, modelName, tags: { ...runTags(input.jobName), ...tags } };
  if (named.method !== undefined && named.method !== 'sft') return named;
  const advised = Object.fromEntries(advice.map(({ name, value }) => [name, value]));
  return { ...named, hyperparameters: { ...advised, ...named.hyperparameters } };
}

function advise(input: JobInput, rows: number): readonly HyperparameterAdvice[] {
  const model = findNovaModel(input.baseModel);
  if (!model || (input.method !== undefined && input.method !== 'sft')) return [];
  return adviseHyperparameters(model, rows).filter(({ name }) => input.hyperparameters[name] === undefined);
}

interface Looked {
  readonly findings: readonly Finding[];
  readonly scan?: TrainingDataScan;
}

async function look(input: JobInput, cloud: Cloud, options: JobPlanOptions): Promise<Looked> {
  const { signal } = options;
  const { trainingDataUri, validationDataUri, method = 'sft', invocationLogs } = input;
  const found = await preflight(
    {
      baseModel: findTrainableModel(input.baseModel)?.customizationId ?? input.baseModel,
      method,
      trainingDataUri,
      ...(validationDataUri && { validationDataUri }),
      outputUri: input.outputUri,
      fromLogs: invocationLogs !== undefined,
      ...('arn' in input.role && { roleArn: input.role.arn }),
    },
    cloud,
    signal,
  );
  const errors = found.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new DataError('preflight-failed', errors.map(({ message }) => message).join('\n'), {
      remedy: errors.map(({ remedy }) => remedy).join('\n'),
    });
  }
  if (invocationLogs) return { findings: found };
  const findings = [...found, ...(await checkRecords(input, cloud, options))];
  return { findings, scan: await scanTrainingData(trainingDataUri, cloud, signal) };
}

/** @throws {DataError} `dataset-invalid` */
async function checkRecords(input: JobInput, cloud: Cloud, options: JobPlanOptions): Promise<readonly Finding[]> {
  const { checkMedia = false, signal } = options;
  const model = findTrainableModel(input.baseModel)?.name;
  const files = [
    { path: input.trainingDataUri, split: 'train' as const },
    ...(input.validationDataUri ? [{ path: input.validationDataUri, split: 'validation' as const }] : []),
  ];
  const work = validateFiles(files, {
    store: cloud.objects,
    method: input.method ?? 'sft',
    ...(model && { model }),
    checkMedia,
    ...(signal && { signal }),
  });
  const kept: Finding[] = [];
  const errors: Finding[] = [];
  let count = 0;
  for await (const finding of work) {
    if (finding.severity !== 'error') {
      if (kept.length < MOST_FINDINGS) kept.push(finding);
      continue;
    }
    count += 1;
    if (errors.length < MOST_TOLD) errors.push(finding);
  }
  if (count === 0) return kept;
  throw new DataError('dataset-invalid', `The training data have ${count} errors:\n${formatFindings(errors)}`, {
    remedy: `See all of them with: novatune dataset validate ${input.trainingDataUri}`,
  });
}

function planSplit(input: JobInput, cloud: Cloud, signal: AbortSignal | undefined): Promise<DataSplit> {
  const { trainingDataUri, validationSplit = 0, splitSeed, method = 'sft' } = input;
  const minTrainRows = findTrainableModel(input.baseModel)?.methods[method]?.minRows;
  return planDataSplit(
    trainingDataUri,
    {
      fraction: validationSplit,
      ...(splitSeed !== undefined && { seed: splitSeed }),
      ...(minTrainRows !== undefined && { minTrainRows }),
    },
    cloud,
    signal,
  );
}

const partsOf = (split: DataSplit | undefined) =>
  split && { trainingDataUri: split.trainingDataUri, validationDataUri: split.validationDataUri };

/** Prefixes of the images. Where the records were not looked at, the images are taken to lie beside the training file. */
const mediaOf = (input: JobInput, scan: TrainingDataScan | undefined): readonly string[] =>
  scan?.mediaPrefixes ?? [folderOf(input.trainingDataUri)];

/** What the role has to give. */
async function roleOptions(
  name: string,
  plan: JobPlan,
  media: readonly string[],
  cloud: Cloud,
  signal: AbortSignal | undefined,
): Promise<EnsureRoleOptions> {
  const { accountId, region } = await cloud.identity(signal);
  const files = [plan.trainingDataUri, ...(plan.validationDataUri ? [plan.validationDataUri] : [])];
  return {
    name,
    accountId,
    region,
    reads: plan.invocationLogs ? [`${plan.trainingDataUri.replace(/\/$/, '')}/`] : [...files, ...media],
    outputUri: plan.outputUri,
    ...(plan.kmsKey && { kmsKey: plan.kmsKey }),
    ...(plan.vpc && { vpc: plan.vpc }),
    ...(plan.method === 'rft' && { graderLambdaArn: plan.graderLambdaArn }),
    ...(plan.method === 'distillation' && { teacherModel: plan.teacherModel }),
    tags: plan.tags,
    earlier: 'extend',
  };
}

/** ARN of a role that may not be there yet. */
async function roleArnOf(name: string, cloud: Cloud, signal: AbortSignal | undefined): Promise<string> {
  const existing = await cloud.roles.get(name, signal);
  const { accountId } = await cloud.identity(signal);
  return existing?.arn ?? `arn:aws:iam::${accountId}:role/${name}`;
}
