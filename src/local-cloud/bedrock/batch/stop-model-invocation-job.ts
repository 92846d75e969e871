import type { StopModelInvocationJobRequest, StopModelInvocationJobResponse } from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { type ControlPlane, scopeOf } from '../control-plane.ts';
import { refusals, required } from '../refusals.ts';
import { getBatchJob } from './batch-store.ts';

/** What has been answered so far is written to the output location. */
export function stopModelInvocationJob({
  cloud,
  batches,
}: ControlPlane): Operation<StopModelInvocationJobRequest, StopModelInvocationJobResponse> {
  return (input, context) => {
    const job = getBatchJob(cloud.database, scopeOf(context), required(input.jobIdentifier, 'jobIdentifier'));
    if (job.endedAt !== null || job.status === 'Stopping') {
      throw refusals.conflict(`The job ${job.arn} cannot be stopped because its status is ${job.status}.`);
    }
    batches.stop(job.arn);
    return {};
  };
}
