import { CloudError, DataError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import type { CheckedDataset, JobDetails, UploadedDataset } from '../model/artifacts.ts';
import type { Finding } from '../model/finding.ts';
import { findNovaModel } from '../model/nova.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { JobRequest } from '../ports/model-customizer.ts';
import { type FollowOptions, followJob, type JobObserved } from './follow-job.ts';
import type { Hyperparameters } from './hyperparameters.ts';
import { toJobDetails } from './job-details.ts';
import { clientToken, type JobData, planJob } from './plan-job.ts';
import { preflight } from './preflight.ts';
import { ensureServiceRole } from './service-role.ts';
import { type SubmitEvent, submitJob } from './submit-job.ts';

export interface TrainOptions extends Abortable {
  readonly jobName: string;
  readonly modelName: string;
  /** Short name, customization id or ARN. */
  readonly baseModel: string;
  /** An existing role's ARN, or the name of one to create with least privilege. */
  readonly role: { readonly arn: string } | { readonly create: string };
  readonly hyperparameters: Hyperparameters;
  readonly tags: Readonly<Record<string, string>>;
  /** Polling and waiting; see {@link FollowOptions}. */
  readonly follow?: Omit<FollowOptions, 'signal'>;
}

export type TrainEvent =
  | { readonly type: 'role-ready'; readonly roleArn: string; readonly created: boolean }
  | { readonly type: 'preflight-passed'; readonly findings: readonly Finding[] }
  | SubmitEvent
  | { readonly type: 'job-submitted'; readonly details: JobDetails }
  | JobObserved;

/**
 * Checked data set → custom model: role, preflight, job, and watching it to its end.
 * Running it again with the same arguments finds the same job instead of paying for another.
 * @throws {DataError} `preflight-failed`; {@link CloudError} `job-failed`, `job-stopped`, or the service's refusal.
 */
export async function* train(
  input: { readonly dataset: CheckedDataset; readonly uploaded: UploadedDataset },
  options: TrainOptions,
  cloud: Cloud,
): AsyncGenerator<TrainEvent, JobDetails> {
  const { signal } = options;
  const request = planJob(usableData(input.uploaded, options.baseModel), options);
  const role = await prepareRole(input.uploaded, options, cloud);
  yield { type: 'role-ready', roleArn: role.arn, created: role.created };

  const findings = await preflight({ ...request, ...('arn' in options.role && { roleArn: role.arn }) }, cloud, signal);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new DataError('preflight-failed', errors.map(({ message }) => message).join(' '), {
      remedy: errors.map(({ remedy }) => remedy).join(' '),
    });
  }
  yield { type: 'preflight-passed', findings };

  const full: JobRequest = {
    ...request,
    roleArn: role.arn,
    clientToken: clientToken({ ...request, roleArn: role.arn }),
  };
  const jobArn = yield* submitJob(full, { roleIsNew: 'create' in options.role, ...(signal && { signal }) }, cloud);
  return yield* finishJob(jobArn, options, cloud);
}

/**
 * Watches a job that has been submitted, now or by an earlier process, until it has made its model.
 * @throws {CloudError} `not-found`, `job-failed`, `job-stopped`.
 */
export async function* finishJob(
  jobArn: string,
  options: Pick<TrainOptions, 'follow' | 'signal'>,
  cloud: Cloud,
): AsyncGenerator<TrainEvent, JobDetails> {
  const { signal } = options;
  const submitted = await cloud.customizer.describe(jobArn, signal);
  if (!submitted) throw new CloudError('not-found', `There is no customization job ${jobArn}.`);
  yield { type: 'job-submitted', details: toJobDetails(submitted) };

  const state = yield* followJob(jobArn, { ...options.follow, ...(signal && { signal }) }, cloud);
  if (state.status === 'Completed') return toJobDetails(state);
  throw new CloudError(
    state.status === 'Stopped' ? 'job-stopped' : 'job-failed',
    `Job ${state.jobName} ended as ${state.status}${state.failureMessage ? `: ${state.failureMessage}` : '.'}`,
    { remedy: 'Job names are never free again: mend the cause and run under another name.' },
  );
}

/** A data set may hold a validation file that its base model takes no use of: it is not sent. */
function usableData({ trainingDataUri, validationDataUri, outputUri }: UploadedDataset, baseModel: string): JobData {
  const takesFile = findNovaModel(baseModel)?.validationFile !== false;
  return { trainingDataUri, outputUri, ...(validationDataUri && takesFile && { validationDataUri }) };
}

async function prepareRole(uploaded: UploadedDataset, options: TrainOptions, cloud: Cloud) {
  if ('arn' in options.role) return { arn: options.role.arn, created: false };
  const { accountId, region } = await cloud.identity(options.signal);
  return ensureServiceRole(
    cloud,
    {
      name: options.role.create,
      accountId,
      region,
      reads: [`s3://${uploaded.bucket}/${uploaded.prefix}`],
      outputUri: uploaded.outputUri,
      tags: options.tags,
    },
    options.signal,
  );
}
