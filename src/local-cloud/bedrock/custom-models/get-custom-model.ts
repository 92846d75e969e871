import type { GetCustomModelRequest, GetCustomModelResponse } from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { foundationModelArn } from '../arn.ts';
import { type ControlPlane, scopeOf } from '../control-plane.ts';
import { jobByArn } from '../jobs/job-store.ts';
import { jobDataView } from '../jobs/job-view.ts';
import { required } from '../refusals.ts';
import { getCustomModelRow } from './custom-model-store.ts';

export function getCustomModel({ cloud }: ControlPlane): Operation<GetCustomModelRequest, GetCustomModelResponse> {
  return (input, context) => {
    const identifier = required(input.modelIdentifier, 'modelIdentifier');
    const model = getCustomModelRow(cloud.database, scopeOf(context), identifier);
    const job = jobByArn(cloud.database, model.jobArn);
    return {
      modelArn: model.arn,
      modelName: model.name,
      modelStatus: 'Active',
      creationTime: new Date(model.createdAt),
      jobName: job.name,
      jobArn: job.arn,
      baseModelArn: foundationModelArn(model.region, model.baseModelId),
      ...(job.request.modelKmsKeyArn !== undefined && { modelKmsKeyArn: job.request.modelKmsKeyArn }),
      ...jobDataView(job),
    };
  };
}
