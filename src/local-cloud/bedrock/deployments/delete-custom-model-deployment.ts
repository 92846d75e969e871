import type { DeleteCustomModelDeploymentRequest, DeleteCustomModelDeploymentResponse } from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { type ControlPlane, scopeOf } from '../control-plane.ts';
import { refusals, required } from '../refusals.ts';
import { forgetRequests } from '../state/request-tokens.ts';
import { removeAllTags } from '../tags/tag-store.ts';
import { deploymentStatus, getDeployment } from './deployment-store.ts';

/** The model stays. */
export function deleteCustomModelDeployment({
  cloud,
}: ControlPlane): Operation<DeleteCustomModelDeploymentRequest, DeleteCustomModelDeploymentResponse> {
  return (input, context) => {
    const { database } = cloud;
    const identifier = required(input.customModelDeploymentIdentifier, 'customModelDeploymentIdentifier');
    return database.transaction(() => {
      const deployment = getDeployment(database, scopeOf(context), identifier);
      const { arn } = deployment;
      if (deploymentStatus(deployment, cloud.clock.now()) === 'Creating') {
        throw refusals.conflict(`The custom model deployment ${arn} cannot be deleted while its status is Creating.`);
      }
      database.prepare('DELETE FROM bedrock_deployment WHERE arn = ?').run(arn);
      removeAllTags(database, arn);
      forgetRequests(database, arn);
      return {};
    });
  };
}
