import type { Database } from '../../state/database.ts';
import { foundationModelArn } from '../arn.ts';
import type { Scope } from '../control-plane.ts';
import { findCustomModel } from '../custom-models/custom-model-store.ts';
import { CUSTOMIZATION_REGION, findModel, foundationModelId } from '../foundation-models/catalogue.ts';
import { refusals } from '../refusals.ts';

/** A model that throughput can be bought for. */
export interface ThroughputModel {
  readonly arn: string;
  /** With context suffix. */
  readonly baseModelId: string;
}

/**
 * Finds a custom model by ARN or name, or a base model by its id with context suffix.
 * @throws ServiceError ValidationException when the identifier names nothing that throughput can be bought for.
 */
export function throughputModel(database: Database, scope: Scope, identifier: string): ThroughputModel {
  const custom = findCustomModel(database, scope, identifier);
  if (custom !== undefined) return custom;
  if (identifier.includes(':custom-model/')) throw refusals.notFound('custom model', identifier);
  const id = foundationModelId(scope.region, identifier);
  const sold = scope.region === CUSTOMIZATION_REGION && id !== undefined;
  if (!sold || !findModel(scope.region, id)?.provisionedIds.includes(id)) throw refusals.modelIdentifier();
  return { arn: foundationModelArn(scope.region, id), baseModelId: id };
}
