import type { CustomModelDeploymentStatus } from '@aws-sdk/client-bedrock';
import type { Database } from '../../state/database.ts';
import { parseArn } from '../arn.ts';
import type { Scope } from '../control-plane.ts';
import { refusals } from '../refusals.ts';

/** An on-demand deployment of a custom model. */
export interface Deployment {
  readonly seq: number;
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly description: string | null;
  /** Served now, or until the update is due. */
  readonly modelArn: string;
  /** Served once the update is due; equal to `modelArn` when never updated. */
  readonly desiredModelArn: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly createdDueAt: number;
  readonly updateDueAt: number | null;
}

/** @throws ServiceError ResourceNotFoundException. */
export function getDeployment(database: Database, scope: Scope, identifier: string): Deployment {
  const column = parseArn(identifier) ? 'arn' : 'name';
  const row = database
    .prepare<Deployment>(`SELECT * FROM bedrock_deployment WHERE ${column} = ? AND accountId = ? AND region = ?`)
    .get(identifier, scope.accountId, scope.region);
  if (row === undefined) throw refusals.notFound('custom model deployment', identifier);
  return row;
}

export function deploymentStatus(deployment: Deployment, now: number): CustomModelDeploymentStatus {
  return now < deployment.createdDueAt ? 'Creating' : 'Active';
}

/** An update goes on while the old model still answers. */
export function isUpdating(deployment: Deployment, now: number): boolean {
  return deployment.updateDueAt !== null && now < deployment.updateDueAt;
}

/** The model that answers at `now`. */
export function servedModelArn(deployment: Deployment, now: number): string {
  return isUpdating(deployment, now) ? deployment.modelArn : deployment.desiredModelArn;
}
