import type { GetCustomModelDeploymentRequest, GetCustomModelDeploymentResponse } from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { type ControlPlane, scopeOf } from '../control-plane.ts';
import { required } from '../refusals.ts';
import { deploymentStatus, getDeployment, isUpdating, servedModelArn } from './deployment-store.ts';

export function getCustomModelDeployment({
  cloud,
}: ControlPlane): Operation<GetCustomModelDeploymentRequest, GetCustomModelDeploymentResponse> {
  return (input, context) => {
    const identifier = required(input.customModelDeploymentIdentifier, 'customModelDeploymentIdentifier');
    const deployment = getDeployment(cloud.database, scopeOf(context), identifier);
    const now = cloud.clock.now();
    return {
      customModelDeploymentArn: deployment.arn,
      modelDeploymentName: deployment.name,
      modelArn: servedModelArn(deployment, now),
      createdAt: new Date(deployment.createdAt),
      status: deploymentStatus(deployment, now),
      ...(deployment.description !== null && { description: deployment.description }),
      ...(deployment.updateDueAt !== null && {
        updateDetails: {
          modelArn: deployment.desiredModelArn,
          updateStatus: isUpdating(deployment, now) ? 'Updating' : 'UpdateCompleted',
        },
      }),
      lastUpdatedAt: new Date(deployment.modifiedAt),
    };
  };
}
