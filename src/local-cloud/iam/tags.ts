import type {
  ListPolicyTagsRequest,
  ListPolicyTagsResponse,
  ListRoleTagsRequest,
  ListRoleTagsResponse,
  Tag,
  TagPolicyRequest,
  TagRoleRequest,
  UntagPolicyRequest,
  UntagRoleRequest,
} from '@aws-sdk/client-iam';
import type { OperationContext } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import type { Checked } from './checked.ts';
import { requireOwnPolicy } from './managed-policies.ts';
import { pageOf, sortedBy } from './paging.ts';
import { requireRole } from './roles.ts';
import { readTags, removeTags, writeTags } from './tag-store.ts';

/** Tags of roles and of customer-managed policies. */
export function tagOperations({ database }: Pick<Cloud, 'database'>) {
  const roleArnOf = (name: string, { caller }: OperationContext) =>
    requireRole({ database }, caller.accountId, name).arn;
  const tag = (arn: string, tags: readonly Tag[]) => {
    database.transaction(() => writeTags(database, arn, tags));
    return {};
  };
  const untag = (arn: string, keys: readonly string[]) => {
    database.transaction(() => removeTags(database, arn, keys));
    return {};
  };
  const list = (arn: string, input: { readonly Marker?: string; readonly MaxItems?: number }) => {
    const { items, ...page } = pageOf(sortedBy(readTags(database, arn), keyOf), keyOf, input);
    return { Tags: [...items], ...page };
  };
  return {
    TagRole: (input: Checked<TagRoleRequest>, context: OperationContext) =>
      tag(roleArnOf(input.RoleName, context), input.Tags),
    UntagRole: (input: Checked<UntagRoleRequest>, context: OperationContext) =>
      untag(roleArnOf(input.RoleName, context), input.TagKeys),
    ListRoleTags: (input: Checked<ListRoleTagsRequest>, context: OperationContext): ListRoleTagsResponse =>
      list(roleArnOf(input.RoleName, context), input),
    TagPolicy: (input: Checked<TagPolicyRequest>, { caller }: OperationContext) =>
      tag(requireOwnPolicy({ database }, caller.accountId, input.PolicyArn).arn, input.Tags),
    UntagPolicy: (input: Checked<UntagPolicyRequest>, { caller }: OperationContext) =>
      untag(requireOwnPolicy({ database }, caller.accountId, input.PolicyArn).arn, input.TagKeys),
    ListPolicyTags: (input: Checked<ListPolicyTagsRequest>, { caller }: OperationContext): ListPolicyTagsResponse =>
      list(requireOwnPolicy({ database }, caller.accountId, input.PolicyArn).arn, input),
  };
}

const keyOf = (tag: Tag): string => tag.Key ?? '';
