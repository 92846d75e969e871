import type { Tag } from '@aws-sdk/client-bedrock';
import { ServiceError } from '../../service/service-error.ts';
import type { Database } from '../../state/database.ts';
import { refusals } from '../refusals.ts';

/** Tags one resource can carry (published list bound of every `tags` member). */
const MAXIMUM_TAGS = 200;

/** A tag as rows hold it. */
export interface TagRow {
  readonly key: string;
  readonly value: string;
}

/** @throws ServiceError ValidationException for a key given twice or reserved. */
export function tagRows(tags: readonly Tag[] | undefined): readonly TagRow[] {
  const rows = (tags ?? []).map((tag) => ({ key: tag.key ?? '', value: tag.value ?? '' }));
  if (new Set(rows.map((row) => row.key)).size < rows.length) {
    throw refusals.validation('Duplicate tag keys found. Please note that tag keys are case-sensitive.');
  }
  const reserved = rows.find((row) => row.key.toLowerCase().startsWith('aws:'));
  if (reserved) throw refusals.validation(`Tag keys starting with aws: are reserved for system use: ${reserved.key}`);
  return rows;
}

export function listTags(database: Database, arn: string): readonly TagRow[] {
  return database.prepare<TagRow>('SELECT key, value FROM bedrock_tag WHERE arn = ? ORDER BY key').all(arn);
}

/**
 * Adds or replaces tags.
 * @throws ServiceError TooManyTagsException beyond {@link MAXIMUM_TAGS}; nothing is changed then.
 */
export function putTags(database: Database, arn: string, tags: readonly TagRow[]): void {
  const keys = new Set([...listTags(database, arn), ...tags].map((tag) => tag.key));
  if (keys.size > MAXIMUM_TAGS) {
    throw new ServiceError(
      'TooManyTagsException',
      `The resource would have ${keys.size} tags; the maximum is ${MAXIMUM_TAGS}.`,
      { members: { resourceName: arn } },
    );
  }
  const insert = database.prepare('INSERT OR REPLACE INTO bedrock_tag VALUES (?, ?, ?)');
  database.transaction(() => {
    for (const tag of tags) insert.run(arn, tag.key, tag.value);
  });
}

export function removeTags(database: Database, arn: string, keys: readonly string[]): void {
  const remove = database.prepare('DELETE FROM bedrock_tag WHERE arn = ? AND key = ?');
  database.transaction(() => {
    for (const key of keys) remove.run(arn, key);
  });
}

export function removeAllTags(database: Database, arn: string): void {
  database.prepare('DELETE FROM bedrock_tag WHERE arn = ?').run(arn);
}
