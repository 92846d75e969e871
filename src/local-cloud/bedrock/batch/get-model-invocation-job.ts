import type { GetModelInvocationJobRequest, GetModelInvocationJobResponse } from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { type ControlPlane, scopeOf } from '../control-plane.ts';
import { required } from '../refusals.ts';
import { getBatchJob } from './batch-store.ts';
import { batchView } from './batch-view.ts';

export function getModelInvocationJob({
  cloud,
}: ControlPlane): Operation<GetModelInvocationJobRequest, GetModelInvocationJobResponse> {
  return (input, context) =>
    batchView(getBatchJob(cloud.database, scopeOf(context), required(input.jobIdentifier, 'jobIdentifier')));
}
