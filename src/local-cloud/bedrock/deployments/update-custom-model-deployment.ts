import type { UpdateCustomModelDeploymentRequest, UpdateCustomModelDeploymentResponse } from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { type ControlPlane, scopeOf } from '../control-plane.ts';
import { getCustomModelRow } from '../custom-models/custom-model-store.ts';
import { refusals, required } from '../refusals.ts';
import { deploymentStatus, getDeployment, isUpdating, servedModelArn } from './deployment-store.ts';

/** Swaps the model; the old one answers until the update is due. */
export function updateCustomModelDeployment({
  cloud,
}: ControlPlane): Operation<UpdateCustomModelDeploymentRequest, UpdateCustomModelDeploymentResponse> {
  return (input, context) => {
    const { database, settings } = cloud;
    const scope = scopeOf(context);
    const identifier = required(input.customModelDeploymentIdentifier, 'customModelDeploymentIdentifier');
    return database.transaction(() => {
      const now = cloud.clock.now();
      const deployment = getDeployment(database, scope, identifier);
      if (deploymentStatus(deployment, now) !== 'Active' || isUpdating(deployment, now)) {
        throw refusals.validation(`The custom model deployment ${deployment.arn} is not ready to be updated.`);
      }
      const served = getCustomModelRow(database, scope, servedModelArn(deployment, now));
      const wanted = getCustomModelRow(database, scope, required(input.modelArn, 'modelArn'));
      if (wanted.baseModelId !== served.baseModelId) {
        throw refusals.validation(`The model ${wanted.arn} has another base model than the deployed ${served.arn}.`);
      }
      database
        .prepare(
          'UPDATE bedrock_deployment SET modelArn = ?, desiredModelArn = ?, modifiedAt = ?, updateDueAt = ? WHERE arn = ?',
        )
        .run(served.arn, wanted.arn, now, now + settings.deploymentDelayMs, deployment.arn);
      return { customModelDeploymentArn: deployment.arn };
    });
  };
}
