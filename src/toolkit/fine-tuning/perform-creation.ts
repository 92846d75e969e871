import type { JobDetails } from '../model/artifacts.ts';
import type { Cloud } from '../ports/cloud.ts';
import {
  type DataSplit,
  ensureServiceRole,
  type SubmitEvent,
  submitJob,
  submittedJobDetails,
  writeDataSplit,
} from '../train/index.ts';
import type { CreationPlan } from './job-plan.ts';

export type CreationEvent =
  | { readonly type: 'split-written'; readonly split: DataSplit }
  | { readonly type: 'role-ready'; readonly roleArn: string; readonly created: boolean }
  | SubmitEvent
  | { readonly type: 'job-submitted'; readonly details: JobDetails };

/**
 * Does what {@link CreationPlan} says: writes the parts of the split, creates or extends the role, submits the job. Running it again
 * repeats nothing that is there already.
 * @returns what is known of the job the moment it has been submitted.
 */
export async function* performCreation(
  plan: CreationPlan,
  cloud: Cloud,
  options: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<CreationEvent, JobDetails> {
  const { signal } = options;
  if (plan.split) {
    await writeDataSplit(plan.split, cloud, signal);
    yield { type: 'split-written', split: plan.split };
  }
  let { request } = plan;
  if (plan.role) {
    const role = await ensureServiceRole(cloud, plan.role, signal);
    request = { ...request, roleArn: role.arn };
    yield { type: 'role-ready', roleArn: role.arn, created: role.created };
  }
  const roleIsNew = plan.role !== undefined;
  const jobArn = yield* submitJob(request, { roleIsNew, ...(signal && { signal }) }, cloud);
  const details = submittedJobDetails(request, jobArn, cloud.clock.now());
  yield { type: 'job-submitted', details };
  return details;
}
