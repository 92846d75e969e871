import type {
  AttachedPolicy,
  AttachRolePolicyRequest,
  DetachRolePolicyRequest,
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse,
  ListEntitiesForPolicyRequest,
  ListEntitiesForPolicyResponse,
} from '@aws-sdk/client-iam';
import type { OperationContext } from '../service/operation.ts';
import type { Database } from '../state/database.ts';
import type { Cloud } from '../state/ports.ts';
import { awsManagedPolicy } from './aws-managed-policies.ts';
import type { Checked } from './checked.ts';
import { iamError } from './errors.ts';
import { requireOwnPolicy } from './managed-policies.ts';
import { pageOf, sortedBy } from './paging.ts';
import { requireRole } from './roles.ts';
import { type RoleRow, selectAttachments, selectPolicy } from './store.ts';

/** Source: IAM quotas. */
const POLICIES_PER_ROLE = 10;

type Iam = Pick<Cloud, 'database'>;

/** Which managed policies hang on which roles. */
export function attachmentOperations(iam: Iam) {
  return {
    AttachRolePolicy: attachRolePolicy(iam),
    DetachRolePolicy: detachRolePolicy(iam),
    ListAttachedRolePolicies: listAttachedRolePolicies(iam),
    ListEntitiesForPolicy: listEntitiesForPolicy(iam),
  };
}

function attachRolePolicy({ database }: Iam) {
  return (input: Checked<AttachRolePolicyRequest>, { caller }: OperationContext) =>
    database.transaction(() => {
      const arn = input.PolicyArn;
      const role = requireRole({ database }, caller.accountId, input.RoleName);
      if (!awsManagedPolicy(arn) && selectPolicy(database, arn)?.account !== caller.accountId) {
        throw iamError('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`);
      }
      const attached = selectAttachments(database, role.arn);
      if (!attached.includes(arn) && attached.length >= POLICIES_PER_ROLE) {
        throw iamError('LimitExceeded', `Cannot exceed quota for PoliciesPerRole: ${POLICIES_PER_ROLE}`);
      }
      database.prepare('INSERT OR IGNORE INTO iam_attachments (roleArn, policyArn) VALUES (?, ?)').run(role.arn, arn);
      return {};
    });
}

function detachRolePolicy({ database }: Iam) {
  return (input: Checked<DetachRolePolicyRequest>, { caller }: OperationContext) => {
    const role = requireRole({ database }, caller.accountId, input.RoleName);
    const detached = database
      .prepare('DELETE FROM iam_attachments WHERE roleArn = ? AND policyArn = ?')
      .run(role.arn, input.PolicyArn);
    if (detached === 0) throw iamError('NoSuchEntity', `Policy ${input.PolicyArn} was not found.`);
    return {};
  };
}

function listAttachedRolePolicies({ database }: Iam) {
  return (
    input: Checked<ListAttachedRolePoliciesRequest>,
    { caller }: OperationContext,
  ): ListAttachedRolePoliciesResponse => {
    const role = requireRole({ database }, caller.accountId, input.RoleName);
    const attached: AttachedPolicy[] = selectAttachments(database, role.arn)
      .filter((arn) => pathOf(arn).startsWith(input.PathPrefix ?? '/'))
      .map((arn) => ({ PolicyName: arn.split('/').at(-1) ?? arn, PolicyArn: arn }));
    const { items, ...page } = pageOf(sortedBy(attached, attachedKey), attachedKey, input);
    return { AttachedPolicies: [...items], ...page };
  };
}

function listEntitiesForPolicy({ database }: Iam) {
  return (
    input: Checked<ListEntitiesForPolicyRequest>,
    { caller }: OperationContext,
  ): ListEntitiesForPolicyResponse => {
    const { PolicyArn: arn, EntityFilter: filter = 'Role' } = input;
    if (!awsManagedPolicy(arn)) requireOwnPolicy({ database }, caller.accountId, arn);
    const roles = filter === 'Role' ? rolesWith(database, arn, caller.accountId) : [];
    const matching = roles.filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
    const { items, ...page } = pageOf(sortedBy(matching, nameOf), nameOf, input);
    const described = items.map(({ name, id }) => ({ RoleName: name, RoleId: id }));
    return { PolicyGroups: [], PolicyUsers: [], PolicyRoles: described, ...page };
  };
}

function rolesWith(database: Database, policyArn: string, account: string): readonly RoleRow[] {
  return database
    .prepare<RoleRow>(
      `SELECT iam_roles.* FROM iam_roles JOIN iam_attachments ON roleArn = arn WHERE policyArn = ? AND account = ?`,
    )
    .all(policyArn, account);
}

const attachedKey = (policy: AttachedPolicy): string => `${policy.PolicyName} ${policy.PolicyArn}`;
const nameOf = (role: RoleRow): string => role.name;

/** Path of a policy ARN, e.g. `/team/` of `arn:aws:iam::1:policy/team/name`. */
function pathOf(arn: string): string {
  return /:policy(\/(?:.*\/)?)[^/]*$/.exec(arn)?.[1] ?? '/';
}
