import type { Database } from '../../state/database.ts';
import { parseArn } from '../arn.ts';
import type { Scope } from '../control-plane.ts';
import { refusals } from '../refusals.ts';

/** A model that a customization job made. It is `Active` from the start. */
export interface CustomModel {
  readonly seq: number;
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly jobArn: string;
  /** With context suffix. */
  readonly baseModelId: string;
  /** Relative to the cloud's folder. */
  readonly artifactFile: string;
  readonly createdAt: number;
}

export function findCustomModel(database: Database, scope: Scope, identifier: string): CustomModel | undefined {
  const column = parseArn(identifier) ? 'arn' : 'name';
  return database
    .prepare<CustomModel>(`SELECT * FROM bedrock_custom_model WHERE ${column} = ? AND accountId = ? AND region = ?`)
    .get(identifier, scope.accountId, scope.region);
}

/** @throws ServiceError ResourceNotFoundException. */
export function getCustomModelRow(database: Database, scope: Scope, identifier: string): CustomModel {
  const model = findCustomModel(database, scope, identifier);
  if (model === undefined) throw refusals.notFound('custom model', identifier);
  return model;
}

export function insertCustomModel(
  database: Database,
  model: Pick<CustomModel, 'arn' | 'accountId' | 'region' | 'name' | 'jobArn' | 'baseModelId'>,
  now: number,
  { artifactFile }: { readonly artifactFile: string },
): void {
  database
    .prepare(
      `INSERT INTO bedrock_custom_model (arn, accountId, region, name, jobArn, baseModelId, artifactFile, createdAt)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(model.arn, model.accountId, model.region, model.name, model.jobArn, model.baseModelId, artifactFile, now);
}
