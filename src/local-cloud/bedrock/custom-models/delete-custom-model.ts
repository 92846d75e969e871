import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeleteCustomModelRequest, DeleteCustomModelResponse } from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import type { Database } from '../../state/database.ts';
import { type ControlPlane, scopeOf } from '../control-plane.ts';
import { refusals, required } from '../refusals.ts';
import { removeAllTags } from '../tags/tag-store.ts';
import { getCustomModelRow } from './custom-model-store.ts';

/** Refuses while a deployment or provisioned throughput uses the model, or is about to. */
export function deleteCustomModel({
  cloud,
}: ControlPlane): Operation<DeleteCustomModelRequest, DeleteCustomModelResponse> {
  return async (input, context) => {
    const { database, folder } = cloud;
    const model = database.transaction(() => {
      const found = getCustomModelRow(database, scopeOf(context), required(input.modelIdentifier, 'modelIdentifier'));
      const user = findUser(database, found.arn);
      if (user !== undefined) {
        throw refusals.conflict(`The custom model ${found.arn} cannot be deleted because ${user} uses it.`);
      }
      database.prepare('DELETE FROM bedrock_custom_model WHERE arn = ?').run(found.arn);
      removeAllTags(database, found.arn);
      return found;
    });
    await rm(join(folder, model.artifactFile), { force: true });
    return {};
  };
}

function findUser(database: Database, modelArn: string): string | undefined {
  return database
    .prepare<{ arn: string }>(
      `SELECT arn FROM bedrock_deployment WHERE modelArn = ? OR desiredModelArn = ?
       UNION ALL SELECT arn FROM bedrock_throughput WHERE modelArn = ? OR desiredModelArn = ? LIMIT 1`,
    )
    .get(modelArn, modelArn, modelArn, modelArn)?.arn;
}
