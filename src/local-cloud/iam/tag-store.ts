import type { Tag } from '@aws-sdk/client-iam';
import type { Database } from '../state/database.ts';
import { iamError } from './errors.ts';

/** Source: IAM quotas. */
const TAGS_PER_RESOURCE = 50;

/** Tags of a role or policy, sorted by key. */
export function readTags(database: Database, arn: string): Tag[] {
  return database
    .prepare<{ key: string; value: string }>('SELECT key, value FROM iam_tags WHERE arn = ? ORDER BY key')
    .all(arn)
    .map(({ key, value }) => ({ Key: key, Value: value }));
}

/** Adds or replaces tags. Keys differ without regard to case, and the newest spelling stays. */
export function writeTags(database: Database, arn: string, tags: readonly Tag[]): void {
  const keys = tags.map(({ Key = '' }) => Key.toLowerCase());
  if (new Set(keys).size < keys.length) {
    throw iamError('InvalidInput', 'Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  const merged = new Set([...readTags(database, arn).map(({ Key = '' }) => Key.toLowerCase()), ...keys]);
  if (merged.size > TAGS_PER_RESOURCE) {
    throw iamError('LimitExceeded', `The number of tags has reached the maximum limit of ${TAGS_PER_RESOURCE}.`);
  }
  for (const { Key = '', Value = '' } of tags) {
    database.prepare('INSERT OR REPLACE INTO iam_tags (arn, key, value) VALUES (?, ?, ?)').run(arn, Key, Value);
  }
}

export function removeTags(database: Database, arn: string, keys: readonly string[]): void {
  for (const key of keys) database.prepare('DELETE FROM iam_tags WHERE arn = ? AND key = ?').run(arn, key);
}

export function deleteTags(database: Database, arn: string): void {
  database.prepare('DELETE FROM iam_tags WHERE arn = ?').run(arn);
}
