import type { Database } from '../../state/database.ts';
import { refusals } from '../refusals.ts';
import { groupArn, type Scope } from '../scope.ts';

export interface Group extends Scope {
  readonly seq: number;
  readonly arn: string;
  readonly name: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** Every account has it in every region, and it cannot be deleted. */
export const DEFAULT_GROUP = 'default';

/** @throws ServiceError ResourceNotFoundException */
export function getGroup(database: Database, scope: Scope, name: string): Group {
  const group = findGroup(database, scope, name);
  if (!group) throw refusals.noGroup(name);
  return group;
}

export const findGroup = (database: Database, scope: Scope, name: string): Group | undefined =>
  database.prepare<Group>('SELECT * FROM scheduler_group WHERE arn = ?').get(groupArn(scope, name));

/** @returns the ARN. */
export function insertGroup(database: Database, scope: Scope, name: string, now: number): string {
  const arn = groupArn(scope, name);
  database
    .prepare(
      'INSERT INTO scheduler_group (arn, accountId, region, name, createdAt, modifiedAt) VALUES (?, ?, ?, ?, ?, ?)',
    )
    .run(arn, scope.accountId, scope.region, name, now, now);
  return arn;
}

export function ensureDefaultGroup(database: Database, scope: Scope, now: number): void {
  if (!findGroup(database, scope, DEFAULT_GROUP)) insertGroup(database, scope, DEFAULT_GROUP, now);
}

export const tagsOf = (database: Database, arn: string): { Key: string; Value: string }[] =>
  database
    .prepare<{ Key: string; Value: string }>(
      'SELECT key AS "Key", value AS "Value" FROM scheduler_tag WHERE arn = ? ORDER BY key',
    )
    .all(arn);

export function putTags(
  database: Database,
  arn: string,
  tags: readonly { readonly Key: string | undefined; readonly Value: string | undefined }[],
): void {
  for (const { Key, Value } of tags) {
    database
      .prepare('INSERT OR REPLACE INTO scheduler_tag (arn, key, value) VALUES (?, ?, ?)')
      .run(arn, Key ?? '', Value ?? '');
  }
}
