import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import type {
  BatchDetails,
  BatchOptions,
  BatchPlan,
  CollectedRecords,
  ConnectedCloud,
  InferenceParameters,
} from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { cloudSuffix, withCloud } from '../../options/cloud.ts';
import { confirm } from '../../options/confirm.ts';
import { printNext, printResult } from '../../output.ts';
import { describeBatch } from '../../render/batch.ts';
import { drive } from '../../render/drive.ts';
import { createProgress } from '../../render/progress.ts';
import { requireWritable } from '../../write-file.ts';
import { openDocuments } from '../infer/documents.ts';
import { requireBatchBudget } from './budget.ts';
import { addCreateOptions, type CreateFlags } from './flags.ts';
import { watchBatch } from './watch.ts';

export function createBatch(command: Command, context: CommandContext): void {
  addCreateOptions(command).action((flags: CreateFlags) => create(flags, context));
}

/** A job before anything has been sent. */
interface Planned extends CollectedRecords {
  readonly plan: BatchPlan;
  readonly parameters: InferenceParameters;
}

async function create(flags: CreateFlags, context: CommandContext): Promise<void> {
  const planned = await planFrom(flags, context);
  for (const { document, code, message } of planned.leftOut)
    context.io.stderr.write(`left out ${document}: ${code}: ${message}\n`);
  if (flags.dryRun) return printPlan(planned.plan, flags, context);
  await requireRole(flags);
  await withCloud(flags, context, async (cloud) => {
    const file = resolve(context.io.cwd, flags.batchFile);
    await requireWritable(file, (present) => isOfJob(present, planned.plan.request.jobName));
    const { records, request } = planned.plan;
    await requireBatchBudget(planned, flags, cloud, context);
    const what = `Start the batch inference job ${request.jobName}: ${records} records to ${request.modelId} (billed by tokens)`;
    await confirm(what, flags.yes ? { yes: true } : {}, cloud, context);
    const details = await submit(planned, file, flags, cloud, context);
    context.io.stderr.write(`job ${details.job_arn}\n`);
    await finish(details, file, flags, cloud, context);
  });
}

async function planFrom(flags: CreateFlags, { io }: CommandContext): Promise<Planned> {
  const { collectRecords, planBatch, predictionKey, requireBatchModel, runTags } = await import(
    '../../../toolkit/index.ts'
  );
  const modelId = requireBatchModel(flags.modelId);
  const { documents, prompts } = await openDocuments({ ...flags, seed: 1 }, io.cwd);
  const parameters = parametersOf(flags);
  const keyOf = (image: Uint8Array) => predictionKey(image, { modelId, prompts, parameters });
  const progress = createProgress(io);
  const collected = await drive(collectRecords(documents, { keyOf, signal: io.signal }), ({ done }) =>
    progress.update('images read', done, documents.length),
  );
  progress.end();
  const options: BatchOptions = {
    modelId,
    prompts,
    parameters,
    shape: flags.invocationType === 'native' ? 'InvokeModel' : 'Converse',
    outputUri: flags.outputUri,
    ...(flags.media && { media: flags.media }),
    ...(flags.jobName !== undefined && { jobName: flags.jobName }),
    ...(flags.timeoutHours !== undefined && { timeoutHours: flags.timeoutHours }),
    ...(flags.minRecords !== undefined && { minRecords: flags.minRecords }),
    tags: { ...runTags(flags.jobName ?? 'batch'), ...flags.tag },
  };
  return { ...collected, plan: planBatch(collected.records, options), parameters };
}

const parametersOf = ({ maxTokens, temperature, topP, topK }: CreateFlags): InferenceParameters => ({
  maxTokens,
  temperature,
  ...(topP !== undefined && { topP }),
  ...(topK !== undefined && { topK }),
});

function printPlan({ request, files, media, bytes }: BatchPlan, flags: CreateFlags, { io }: CommandContext): void {
  const roleArn = flags.roleArn ?? '(created for this job)';
  const sizes = files.map((file) => ({ key: file.key, records: file.records.length, bytes: file.bytes }));
  io.stdout.write(`${JSON.stringify({ request: { ...request, roleArn }, media, bytes, files: sizes }, null, 2)}\n`);
}

async function requireRole(flags: CreateFlags): Promise<void> {
  if (flags.roleArn !== undefined || flags.createRole) return;
  const { InputError } = await import('../../../toolkit/index.ts');
  throw new InputError('role-missing', 'Expected --role-arn, or --create-role to have one made.');
}

function isOfJob(present: string, jobName: string): boolean {
  try {
    return (JSON.parse(present) as Partial<BatchDetails> | null)?.job_name === jobName;
  } catch {
    return false;
  }
}

/** Writes down what is about to be done before each step: a repetition finds role, records and job instead of making them again. */
async function submit(
  planned: Planned,
  file: string,
  flags: CreateFlags,
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<BatchDetails & { readonly job_arn: string }> {
  const { batchToken, ensureBatchBucket, submitBatch, uploadBatch, writeBatchDetails } = await import(
    '../../../toolkit/index.ts'
  );
  const { io } = context;
  const { plan } = planned;
  const { tags } = plan.request;
  const mayCreate = flags.createBucket === true;
  if (await ensureBatchBucket(plan.bucket, { mayCreate, tags, signal: io.signal }, cloud))
    io.stderr.write(`bucket ${plan.bucket} created\n`);
  const roleArn = flags.roleArn ?? (await createRole(plan, cloud, context));
  const request = { ...plan.request, roleArn };
  const clientToken = batchToken(request);
  const details = detailsOf(planned, { roleArn, clientToken }, flags);
  await writeBatchDetails(file, details);
  const progress = createProgress(io);
  await drive(uploadBatch(plan, { workFolder: dirname(file), signal: io.signal }, cloud), ({ done, objects }) =>
    progress.update('objects in S3', done, objects),
  );
  progress.end();
  const roleIsNew = flags.roleArn === undefined;
  const submitting = submitBatch({ ...request, clientToken }, { roleIsNew, signal: io.signal }, cloud);
  const job_arn = await drive(submitting, ({ delay }) => {
    io.stderr.write(`the role cannot be assumed yet, trying again in ${Math.round(delay / 1000)} s\n`);
  });
  const submitted = { ...details, job_arn, status: 'Submitted' };
  await writeBatchDetails(file, submitted);
  return submitted;
}

async function createRole(plan: BatchPlan, cloud: ConnectedCloud, { io }: CommandContext): Promise<string> {
  const { ensureBatchRole } = await import('../../../toolkit/index.ts');
  const { arn, created } = await ensureBatchRole(plan, cloud, io.signal);
  io.stderr.write(`role ${arn} ${created ? 'created' : 'brought up to date'}\n`);
  return arn;
}

function detailsOf(
  { plan, records, leftOut, parameters }: Planned,
  { roleArn, clientToken }: { readonly roleArn: string; readonly clientToken: string },
  { dataset, split }: CreateFlags,
): BatchDetails {
  const { request, question } = plan;
  return {
    version: 1,
    job_name: request.jobName,
    status: 'Planned',
    model_id: request.modelId,
    client_token: clientToken,
    role_arn: roleArn,
    input_uri: request.inputUri,
    output_uri: request.outputUri,
    model_invocation_type: request.shape,
    dataset,
    split,
    prompts: question.prompts,
    parameters,
    left_out: leftOut.map(({ document }) => document),
    records: records.map(({ recordId, key, documents }) => ({ record_id: recordId, key, documents: [...documents] })),
  };
}

async function finish(
  details: BatchDetails & { readonly job_arn: string },
  file: string,
  flags: CreateFlags,
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<void> {
  const { withState, writeBatchDetails } = await import('../../../toolkit/index.ts');
  const results = `novatune batch results --batch-file ${flags.batchFile}${cloudSuffix(flags)}`;
  if (!flags.wait) {
    const { records: _records, ...rest } = details;
    printResult(rest, () => details.job_arn, flags.json, context);
    return printNext(results, context);
  }
  const state = await watchBatch(details.job_arn, flags, cloud, context);
  await writeBatchDetails(file, withState(details, state));
  printResult(state, () => describeBatch(state), flags.json, context);
  if (state.status === 'Failed') return context.exitWith(EXIT.service);
  if (state.status !== 'Completed') context.exitWith(EXIT.partial);
  printNext(results, context);
}
