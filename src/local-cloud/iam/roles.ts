import type {
  CreateRoleRequest,
  CreateRoleResponse,
  DeleteRoleRequest,
  GetRoleRequest,
  GetRoleResponse,
  ListInstanceProfilesForRoleResponse,
  ListRolesRequest,
  ListRolesResponse,
  Role,
  UpdateAssumeRolePolicyRequest,
  UpdateRoleDescriptionRequest,
  UpdateRoleDescriptionResponse,
  UpdateRoleRequest,
} from '@aws-sdk/client-iam';
import type { OperationContext } from '../service/operation.ts';
import type { Database } from '../state/database.ts';
import type { Cloud } from '../state/ports.ts';
import type { Checked } from './checked.ts';
import { iamError, refusingMalformed } from './errors.ts';
import { encodeDocument, roleArn, uniqueId } from './identifiers.ts';
import { pageOf, sortedBy } from './paging.ts';
import { parsePolicy } from './policy/index.ts';
import { type RoleRow, selectAttachments, selectInlinePolicies, selectRole } from './store.ts';
import { deleteTags, readTags, writeTags } from './tag-store.ts';

/** Seconds. Source: CreateRole. */
const DEFAULT_MAX_SESSION = 3600;
/** Source: IAM quotas. */
const ROLES_PER_ACCOUNT = 1000;
const TRUST_POLICY_CHARACTERS = 2048;

type Iam = Pick<Cloud, 'database' | 'clock'>;

/** The operations on roles themselves. */
export function roleOperations(iam: Iam) {
  return {
    CreateRole: createRole(iam),
    GetRole: getRole(iam),
    ListRoles: listRoles(iam),
    UpdateRole: updateRole(iam),
    UpdateRoleDescription: updateRoleDescription(iam),
    UpdateAssumeRolePolicy: updateAssumeRolePolicy(iam),
    DeleteRole: deleteRole(iam),
    ListInstanceProfilesForRole: listInstanceProfilesForRole(iam),
  };
}

function createRole({ database, clock }: Iam) {
  return (input: Checked<CreateRoleRequest>, { caller }: OperationContext): CreateRoleResponse =>
    database.transaction(() => {
      const { RoleName: name, Path: path = '/', AssumeRolePolicyDocument: trust } = input;
      checkTrust(trust);
      if (selectRole(database, caller.accountId, name)) {
        throw iamError('EntityAlreadyExists', `Role with name ${name} already exists.`);
      }
      if (countRoles(database, caller.accountId) >= ROLES_PER_ACCOUNT) {
        throw iamError('LimitExceeded', `Cannot exceed quota for RolesPerAccount: ${ROLES_PER_ACCOUNT}`);
      }
      const role: RoleRow = {
        account: caller.accountId,
        name,
        path,
        id: uniqueId('AROA'),
        arn: roleArn(caller.accountId, path, name),
        trust,
        description: input.Description ?? null,
        maxSession: input.MaxSessionDuration ?? DEFAULT_MAX_SESSION,
        boundary: input.PermissionsBoundary ?? null,
        created: clock.now(),
        trustChanged: clock.now(),
      };
      insertRole(database, role);
      writeTags(database, role.arn, input.Tags ?? []);
      return { Role: describeRole(role, readTags(database, role.arn)) };
    });
}

function getRole({ database }: Iam) {
  return (input: Checked<GetRoleRequest>, { caller }: OperationContext): GetRoleResponse => {
    const role = requireRole({ database }, caller.accountId, input.RoleName);
    return { Role: { ...describeRole(role, readTags(database, role.arn)), RoleLastUsed: {} } };
  };
}

function listRoles({ database }: Iam) {
  return (input: Checked<ListRolesRequest>, { caller }: OperationContext): ListRolesResponse => {
    const roles = database
      .prepare<RoleRow>('SELECT * FROM iam_roles WHERE account = ?')
      .all(caller.accountId)
      .filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
    const { items, ...page } = pageOf(sortedBy(roles, nameOf), nameOf, input);
    return { Roles: items.map((role) => describeRole(role)), ...page };
  };
}

function updateRole({ database }: Iam) {
  return (input: Checked<UpdateRoleRequest>, { caller }: OperationContext) => {
    const role = requireRole({ database }, caller.accountId, input.RoleName);
    database
      .prepare('UPDATE iam_roles SET description = ?, maxSession = ? WHERE arn = ?')
      .run(input.Description ?? role.description, input.MaxSessionDuration ?? role.maxSession, role.arn);
    return {};
  };
}

function updateRoleDescription({ database }: Iam) {
  return (
    input: Checked<UpdateRoleDescriptionRequest>,
    { caller }: OperationContext,
  ): UpdateRoleDescriptionResponse => {
    const role = requireRole({ database }, caller.accountId, input.RoleName);
    database.prepare('UPDATE iam_roles SET description = ? WHERE arn = ?').run(input.Description, role.arn);
    return { Role: describeRole({ ...role, description: input.Description }) };
  };
}

function updateAssumeRolePolicy({ database, clock }: Iam) {
  return (input: Checked<UpdateAssumeRolePolicyRequest>, { caller }: OperationContext) => {
    checkTrust(input.PolicyDocument);
    const role = requireRole({ database }, caller.accountId, input.RoleName);
    database
      .prepare('UPDATE iam_roles SET trust = ?, trustChanged = ? WHERE arn = ?')
      .run(input.PolicyDocument, clock.now(), role.arn);
    return {};
  };
}

function deleteRole({ database }: Iam) {
  return (input: Checked<DeleteRoleRequest>, { caller }: OperationContext) =>
    database.transaction(() => {
      const role = requireRole({ database }, caller.accountId, input.RoleName);
      if (selectAttachments(database, role.arn).length > 0) {
        throw iamError('DeleteConflict', 'Cannot delete entity, must detach all policies first.');
      }
      if (selectInlinePolicies(database, role.arn).length > 0) {
        throw iamError('DeleteConflict', 'Cannot delete entity, must delete policies first.');
      }
      deleteTags(database, role.arn);
      database.prepare('DELETE FROM iam_roles WHERE arn = ?').run(role.arn);
      return {};
    });
}

/** Always empty here, but tools that delete a role ask first. */
function listInstanceProfilesForRole({ database }: Iam) {
  return (input: Checked<GetRoleRequest>, { caller }: OperationContext): ListInstanceProfilesForRoleResponse => {
    requireRole({ database }, caller.accountId, input.RoleName);
    return { InstanceProfiles: [], IsTruncated: false };
  };
}

function insertRole(database: Database, role: RoleRow): void {
  database
    .prepare(
      `INSERT INTO iam_roles (account, name, path, id, arn, trust, description, maxSession, boundary, created, trustChanged)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      ...[role.account, role.name, role.path, role.id, role.arn, role.trust, role.description],
      ...[role.maxSession, role.boundary, role.created, role.trustChanged],
    );
}

function countRoles(database: Database, account: string): number {
  const row = database.prepare<{ n: number }>('SELECT count(*) AS n FROM iam_roles WHERE account = ?').get(account);
  return row?.n ?? 0;
}

/** @throws NoSuchEntity in IAM's words. */
export function requireRole({ database }: Pick<Cloud, 'database'>, accountId: string, name: string): RoleRow {
  const role = selectRole(database, accountId, name);
  if (!role) throw iamError('NoSuchEntity', `The role with name ${name} cannot be found.`);
  return role;
}

function checkTrust(document: string): void {
  refusingMalformed(() => parsePolicy(document, 'trust'));
  if (document.replace(/\s/g, '').length > TRUST_POLICY_CHARACTERS) {
    throw iamError('LimitExceeded', `Cannot exceed quota for ACLSizePerRole: ${TRUST_POLICY_CHARACTERS}`);
  }
}

const nameOf = (role: RoleRow): string => role.name;

function describeRole(role: RoleRow, tags: Role['Tags'] = []): Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.created),
    AssumeRolePolicyDocument: encodeDocument(role.trust),
    ...(role.description !== null && { Description: role.description }),
    MaxSessionDuration: role.maxSession,
    ...(role.boundary !== null && {
      PermissionsBoundary: {
        PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
        PermissionsBoundaryArn: role.boundary,
      },
    }),
    ...(tags.length > 0 && { Tags: tags }),
  };
}
