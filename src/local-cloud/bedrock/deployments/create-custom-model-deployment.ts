import type { CreateCustomModelDeploymentRequest, CreateCustomModelDeploymentResponse } from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import type { Cloud } from '../../state/ports.ts';
import { newResourceId, resourceArn } from '../arn.ts';
import { type ControlPlane, type Scope, scopeOf } from '../control-plane.ts';
import { getCustomModelRow } from '../custom-models/custom-model-store.ts';
import { refusals, required } from '../refusals.ts';
import { findRepeated, rememberRequest } from '../state/request-tokens.ts';
import { putTags, tagRows } from '../tags/tag-store.ts';

export function createCustomModelDeployment({
  cloud,
}: ControlPlane): Operation<CreateCustomModelDeploymentRequest, CreateCustomModelDeploymentResponse> {
  return (input, context) => {
    const scope = scopeOf(context);
    const { database } = cloud;
    const request = { operation: 'CreateCustomModelDeployment', token: input.clientRequestToken, input };
    return database.transaction(() => {
      const repeated = findRepeated(database, scope, request);
      if (repeated !== undefined) return { customModelDeploymentArn: repeated };
      const arn = resourceArn(scope, 'custom-model-deployment', newResourceId());
      insertDeployment(cloud, scope, input, arn);
      putTags(database, arn, tagRows(input.tags));
      rememberRequest(database, scope, request, arn);
      return { customModelDeploymentArn: arn };
    });
  };
}

function insertDeployment(cloud: Cloud, scope: Scope, input: CreateCustomModelDeploymentRequest, arn: string): void {
  const { database, settings } = cloud;
  const now = cloud.clock.now();
  const name = required(input.modelDeploymentName, 'modelDeploymentName');
  const model = getCustomModelRow(database, scope, required(input.modelArn, 'modelArn'));
  const owner = [scope.accountId, scope.region] as const;
  const taken = database
    .prepare('SELECT 1 FROM bedrock_deployment WHERE accountId = ? AND region = ? AND name = ?')
    .get(...owner, name);
  // The published error list of this operation has no ConflictException.
  if (taken !== undefined) throw refusals.validation(`A custom model deployment with the name ${name} already exists.`);
  const inCreation = database
    .prepare<{ count: number }>(
      'SELECT count(*) AS count FROM bedrock_deployment WHERE accountId = ? AND region = ? AND createdDueAt > ?',
    )
    .get(...owner, now);
  if ((inCreation?.count ?? 0) >= settings.deploymentsInCreation) {
    throw refusals.quota(
      `You have reached the quota of ${settings.deploymentsInCreation} custom model deployments in creation.`,
    );
  }
  database
    .prepare(
      `INSERT INTO bedrock_deployment (arn, accountId, region, name, description, modelArn, desiredModelArn,
        createdAt, modifiedAt, createdDueAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      arn,
      ...owner,
      name,
      input.description ?? null,
      model.arn,
      model.arn,
      now,
      now,
      now + settings.deploymentDelayMs,
    );
}
