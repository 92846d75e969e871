import type {
  ListResourceTagsRequest,
  ListResourceTagsResponse,
  Tag,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-kms';
import type { Checked } from '../iam/index.ts';
import type { OperationContext } from '../service/operation.ts';
import { type KeyParts, pageOf, requireKey, scopeOf } from './key-store.ts';

export function tagOperations(parts: KeyParts) {
  const { database } = parts;
  return {
    TagResource: ({ KeyId, Tags }: Checked<TagResourceRequest>, context: OperationContext) => {
      const { arn } = requireKey(parts, scopeOf(context), KeyId);
      database.transaction(() => putTags(parts, arn, Tags));
      return {};
    },

    UntagResource: ({ KeyId, TagKeys }: Checked<UntagResourceRequest>, context: OperationContext) => {
      const { arn } = requireKey(parts, scopeOf(context), KeyId);
      database.transaction(() => {
        for (const key of TagKeys) database.prepare('DELETE FROM kms_tag WHERE arn = ? AND key = ?').run(arn, key);
      });
      return {};
    },

    ListResourceTags: (
      { KeyId, ...page }: Checked<ListResourceTagsRequest>,
      context: OperationContext,
    ): ListResourceTagsResponse => {
      const { arn } = requireKey(parts, scopeOf(context), KeyId);
      const tags = database
        .prepare<{ key: string; value: string }>('SELECT key, value FROM kms_tag WHERE arn = ? ORDER BY key')
        .all(arn);
      const { items, next } = pageOf(tags, ({ key }) => key, page);
      return { Tags: items.map(({ key, value }) => ({ TagKey: key, TagValue: value })), ...next };
    },
  };
}

export function putTags({ database }: KeyParts, arn: string, tags: readonly Tag[]): void {
  for (const { TagKey, TagValue } of tags) {
    database
      .prepare('INSERT OR REPLACE INTO kms_tag (arn, key, value) VALUES (?, ?, ?)')
      .run(arn, TagKey ?? '', TagValue ?? '');
  }
}
