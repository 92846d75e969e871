import type {
  CreateProvisionedModelThroughputRequest,
  CreateProvisionedModelThroughputResponse,
} from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import type { Cloud } from '../../state/ports.ts';
import { newResourceId, resourceArn } from '../arn.ts';
import { type ControlPlane, type Scope, scopeOf } from '../control-plane.ts';
import { refusals, required } from '../refusals.ts';
import { findRepeated, rememberRequest } from '../state/request-tokens.ts';
import { putTags, tagRows } from '../tags/tag-store.ts';
import { type ThroughputModel, throughputModel } from './throughput-model.ts';
import { refuseTakenName } from './throughput-store.ts';

const COMMITMENT_MONTHS = { OneMonth: 1, SixMonths: 6 } as const;

export function createProvisionedModelThroughput({
  cloud,
}: ControlPlane): Operation<CreateProvisionedModelThroughputRequest, CreateProvisionedModelThroughputResponse> {
  return (input, context) => {
    const scope = scopeOf(context);
    const { database } = cloud;
    const request = { operation: 'CreateProvisionedModelThroughput', token: input.clientRequestToken, input };
    return database.transaction(() => {
      const repeated = findRepeated(database, scope, request);
      if (repeated !== undefined) return { provisionedModelArn: repeated };
      const arn = resourceArn(scope, 'provisioned-model', newResourceId());
      insertThroughput(cloud, scope, input, arn);
      putTags(database, arn, tagRows(input.tags));
      rememberRequest(database, scope, request, arn);
      return { provisionedModelArn: arn };
    });
  };
}

function insertThroughput(
  cloud: Cloud,
  scope: Scope,
  input: CreateProvisionedModelThroughputRequest,
  arn: string,
): void {
  const now = cloud.clock.now();
  const name = required(input.provisionedModelName, 'provisionedModelName');
  const units = required(input.modelUnits, 'modelUnits');
  const model = throughputModel(cloud.database, scope, required(input.modelId, 'modelId'));
  refuseTakenName(cloud.database, scope, name);
  if (input.commitmentDuration === undefined) checkUncommittedUnits(cloud, scope, model, units);
  cloud.database
    .prepare(
      `INSERT INTO bedrock_throughput (arn, accountId, region, name, modelUnits, modelArn, desiredModelArn, baseModelId,
        commitmentDuration, commitmentEndsAt, createdAt, modifiedAt, createdDueAt, updateDueAt)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
    )
    .run(
      arn,
      scope.accountId,
      scope.region,
      name,
      units,
      model.arn,
      model.arn,
      model.baseModelId,
      input.commitmentDuration ?? null,
      input.commitmentDuration === undefined ? null : commitmentEnd(now, input.commitmentDuration),
      now,
      now,
      now + cloud.settings.throughputDelayMs,
    );
}

function checkUncommittedUnits(cloud: Cloud, scope: Scope, model: ThroughputModel, units: number): void {
  const used = cloud.database
    .prepare<{ units: number }>(
      'SELECT coalesce(sum(modelUnits), 0) AS units FROM bedrock_throughput WHERE accountId = ? AND region = ? AND commitmentDuration IS NULL',
    )
    .get(scope.accountId, scope.region);
  if ((used?.units ?? 0) + units > cloud.settings.noCommitmentModelUnits) {
    throw refusals.quota(
      `Your account does not currently have any no commitment model units reserved for ${model.baseModelId}.`,
    );
  }
}

function commitmentEnd(now: number, duration: keyof typeof COMMITMENT_MONTHS): number {
  const end = new Date(now);
  end.setUTCMonth(end.getUTCMonth() + COMMITMENT_MONTHS[duration]);
  return end.getTime();
}
