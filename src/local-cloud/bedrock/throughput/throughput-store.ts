import type { ProvisionedModelStatus, ProvisionedModelSummary } from '@aws-sdk/client-bedrock';
import type { Database } from '../../state/database.ts';
import { foundationModelArn, parseArn } from '../arn.ts';
import type { Scope } from '../control-plane.ts';
import { refusals } from '../refusals.ts';

/** Provisioned throughput: model units reserved for one base or custom model. */
export interface Throughput {
  readonly seq: number;
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly modelUnits: number;
  /** Custom-model or foundation-model ARN served until the update is due. */
  readonly modelArn: string;
  /** ARN served once the update is due; equal to `modelArn` when never updated. */
  readonly desiredModelArn: string;
  /** With context suffix. */
  readonly baseModelId: string;
  readonly commitmentDuration: 'OneMonth' | 'SixMonths' | null;
  readonly commitmentEndsAt: number | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly createdDueAt: number;
  /** In the past when no update goes on. */
  readonly updateDueAt: number;
}

/** @throws ServiceError ResourceNotFoundException. */
export function getThroughput(database: Database, scope: Scope, identifier: string): Throughput {
  const column = parseArn(identifier) ? 'arn' : 'name';
  const row = database
    .prepare<Throughput>(`SELECT * FROM bedrock_throughput WHERE ${column} = ? AND accountId = ? AND region = ?`)
    .get(identifier, scope.accountId, scope.region);
  if (row === undefined) throw refusals.notFound('provisioned model throughput', identifier);
  return row;
}

/** The same rule in SQL is in list-provisioned-model-throughputs.ts. */
export function throughputStatus(throughput: Throughput, now: number): ProvisionedModelStatus {
  if (now < throughput.createdDueAt) return 'Creating';
  return now < throughput.updateDueAt ? 'Updating' : 'InService';
}

/** The model that answers at `now`. */
export function reservedModelArn(throughput: Throughput, now: number): string {
  return now < throughput.updateDueAt ? throughput.modelArn : throughput.desiredModelArn;
}

/** @throws ServiceError ValidationException when a throughput of the account has the name. */
export function refuseTakenName(database: Database, scope: Scope, name: string): void {
  const taken = database
    .prepare('SELECT 1 FROM bedrock_throughput WHERE accountId = ? AND region = ? AND name = ?')
    .get(scope.accountId, scope.region, name);
  // The published error list of the operations has no ConflictException.
  if (taken !== undefined) {
    throw refusals.validation(`A provisioned model throughput with the name ${name} already exists.`);
  }
}

/** Members that Get and List share: all but the failure message, which nothing here can cause. */
export function throughputView(throughput: Throughput, now: number): ProvisionedModelSummary {
  return {
    provisionedModelArn: throughput.arn,
    provisionedModelName: throughput.name,
    modelArn: reservedModelArn(throughput, now),
    desiredModelArn: throughput.desiredModelArn,
    foundationModelArn: foundationModelArn(throughput.region, throughput.baseModelId),
    modelUnits: throughput.modelUnits,
    desiredModelUnits: throughput.modelUnits,
    status: throughputStatus(throughput, now),
    creationTime: new Date(throughput.createdAt),
    lastModifiedTime: new Date(throughput.modifiedAt),
    ...(throughput.commitmentDuration !== null && { commitmentDuration: throughput.commitmentDuration }),
    ...(throughput.commitmentEndsAt !== null && {
      commitmentExpirationTime: new Date(throughput.commitmentEndsAt),
    }),
  };
}
