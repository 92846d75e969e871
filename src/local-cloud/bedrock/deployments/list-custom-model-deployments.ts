import type {
  CustomModelDeploymentSummary,
  ListCustomModelDeploymentsRequest,
  ListCustomModelDeploymentsResponse,
} from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { type ControlPlane, scopeOf } from '../control-plane.ts';
import { commonConditions, listPage, when } from '../state/page.ts';
import { type Deployment, deploymentStatus, servedModelArn } from './deployment-store.ts';

export function listCustomModelDeployments({
  cloud,
}: ControlPlane): Operation<ListCustomModelDeploymentsRequest, ListCustomModelDeploymentsResponse> {
  return (input, context) => {
    const now = cloud.clock.now();
    const conditions = [
      ...commonConditions(input),
      ...when(input.statusEquals, "(CASE WHEN ? < createdDueAt THEN 'Creating' ELSE 'Active' END) = ?", (status) => [
        now,
        status,
      ]),
      ...when(input.modelArnEquals, '(CASE WHEN ? < updateDueAt THEN modelArn ELSE desiredModelArn END) = ?', (arn) => [
        now,
        arn,
      ]),
    ];
    const page = listPage<Deployment>(cloud.database, 'bedrock_deployment', scopeOf(context), conditions, input);
    return {
      modelDeploymentSummaries: page.rows.map((row) => summary(row, now)),
      ...(page.nextToken !== undefined && { nextToken: page.nextToken }),
    };
  };
}

function summary(deployment: Deployment, now: number): CustomModelDeploymentSummary {
  return {
    customModelDeploymentArn: deployment.arn,
    customModelDeploymentName: deployment.name,
    modelArn: servedModelArn(deployment, now),
    createdAt: new Date(deployment.createdAt),
    status: deploymentStatus(deployment, now),
    lastUpdatedAt: new Date(deployment.modifiedAt),
  };
}
