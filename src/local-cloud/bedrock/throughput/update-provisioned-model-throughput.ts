import type {
  UpdateProvisionedModelThroughputRequest,
  UpdateProvisionedModelThroughputResponse,
} from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import type { Database } from '../../state/database.ts';
import { type ControlPlane, type Scope, scopeOf } from '../control-plane.ts';
import { refusals, required } from '../refusals.ts';
import { type ThroughputModel, throughputModel } from './throughput-model.ts';
import {
  getThroughput,
  refuseTakenName,
  reservedModelArn,
  type Throughput,
  throughputStatus,
} from './throughput-store.ts';

/** Renames, or swaps the model of throughput that was bought for a custom model. Units cannot be changed. */
export function updateProvisionedModelThroughput({
  cloud,
}: ControlPlane): Operation<UpdateProvisionedModelThroughputRequest, UpdateProvisionedModelThroughputResponse> {
  return (input, context) => {
    const { database, settings } = cloud;
    const scope = scopeOf(context);
    return database.transaction(() => {
      const now = cloud.clock.now();
      const throughput = getThroughput(database, scope, required(input.provisionedModelId, 'provisionedModelId'));
      const status = throughputStatus(throughput, now);
      if (status !== 'InService') {
        throw refusals.validation(`The provisioned model ${throughput.arn} cannot be updated while it is ${status}.`);
      }
      const name = input.desiredProvisionedModelName ?? throughput.name;
      if (name !== throughput.name) refuseTakenName(database, scope, name);
      const served = reservedModelArn(throughput, now);
      const wanted = input.desiredModelId && swapTarget(database, scope, throughput, served, input.desiredModelId);
      database
        .prepare(
          'UPDATE bedrock_throughput SET name = ?, modelArn = ?, desiredModelArn = ?, modifiedAt = ?, updateDueAt = ? WHERE arn = ?',
        )
        .run(
          name,
          served,
          wanted ? wanted.arn : served,
          now,
          wanted ? now + settings.throughputDelayMs : throughput.updateDueAt,
          throughput.arn,
        );
      return {};
    });
  };
}

function swapTarget(
  database: Database,
  scope: Scope,
  throughput: Throughput,
  servedArn: string,
  desiredModelId: string,
): ThroughputModel {
  if (!servedArn.includes(':custom-model/')) {
    throw refusals.validation(`The model of ${throughput.arn} cannot be changed because it serves a base model.`);
  }
  const wanted = throughputModel(database, scope, desiredModelId);
  if (wanted.baseModelId !== throughput.baseModelId) {
    throw refusals.validation(`The model ${wanted.arn} does not have the base model ${throughput.baseModelId}.`);
  }
  return wanted;
}
