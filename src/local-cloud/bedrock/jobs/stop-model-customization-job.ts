import type { StopModelCustomizationJobRequest, StopModelCustomizationJobResponse } from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { type ControlPlane, scopeOf } from '../control-plane.ts';
import { refusals, required } from '../refusals.ts';
import { getJob } from './job-store.ts';

/** A stopped job makes no model and cannot be taken up again. */
export function stopModelCustomizationJob({
  cloud,
  runner,
}: ControlPlane): Operation<StopModelCustomizationJobRequest, StopModelCustomizationJobResponse> {
  return (input, context) => {
    const job = getJob(cloud.database, scopeOf(context), required(input.jobIdentifier, 'jobIdentifier'));
    if (job.status !== 'InProgress') {
      throw refusals.conflict(`The job ${job.arn} cannot be stopped because its status is ${job.status}.`);
    }
    runner.stop(job.arn);
    return {};
  };
}
