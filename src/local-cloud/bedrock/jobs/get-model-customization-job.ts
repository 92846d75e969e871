import type { GetModelCustomizationJobRequest, GetModelCustomizationJobResponse } from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { type ControlPlane, scopeOf } from '../control-plane.ts';
import { required } from '../refusals.ts';
import { getJob, listPhases } from './job-store.ts';
import { jobView } from './job-view.ts';

export function getModelCustomizationJob({
  cloud,
}: ControlPlane): Operation<GetModelCustomizationJobRequest, GetModelCustomizationJobResponse> {
  return (input, context) => {
    const job = getJob(cloud.database, scopeOf(context), required(input.jobIdentifier, 'jobIdentifier'));
    return jobView(job, listPhases(cloud.database, job.arn));
  };
}
