import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { ServiceError } from '../../service/service-error.ts';
import type { Database } from '../../state/database.ts';
import { type ControlPlane, type Scope, scopeOf } from '../control-plane.ts';
import { required } from '../refusals.ts';
import { listTags, putTags, removeTags, tagRows } from './tag-store.ts';

/** Tables whose rows can be tagged. */
const TAGGABLE_TABLES = [
  'bedrock_job',
  'bedrock_batch_job',
  'bedrock_custom_model',
  'bedrock_throughput',
  'bedrock_deployment',
] as const;

export function tagResource({ cloud }: ControlPlane): Operation<TagResourceRequest, TagResourceResponse> {
  return (input, context) => {
    const arn = existingArn(cloud.database, scopeOf(context), input.resourceARN);
    putTags(cloud.database, arn, tagRows(input.tags));
    return {};
  };
}

export function untagResource({ cloud }: ControlPlane): Operation<UntagResourceRequest, UntagResourceResponse> {
  return (input, context) => {
    const arn = existingArn(cloud.database, scopeOf(context), input.resourceARN);
    removeTags(cloud.database, arn, input.tagKeys ?? []);
    return {};
  };
}

export function listTagsForResource({
  cloud,
}: ControlPlane): Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> {
  return (input, context) => {
    const arn = existingArn(cloud.database, scopeOf(context), input.resourceARN);
    return { tags: [...listTags(cloud.database, arn)] };
  };
}

function existingArn(database: Database, scope: Scope, resourceArn: string | undefined): string {
  const arn = required(resourceArn, 'resourceARN');
  const found = TAGGABLE_TABLES.some((table) =>
    database
      .prepare<{ arn: string }>(`SELECT arn FROM ${table} WHERE arn = ? AND accountId = ? AND region = ?`)
      .get(arn, scope.accountId, scope.region),
  );
  if (!found) {
    throw new ServiceError('ResourceNotFoundException', `Could not find resource ${arn}.`, {
      members: { resourceName: arn },
    });
  }
  return arn;
}
