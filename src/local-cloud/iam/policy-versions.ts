import type {
  CreatePolicyVersionRequest,
  CreatePolicyVersionResponse,
  DeletePolicyVersionRequest,
  GetPolicyVersionRequest,
  GetPolicyVersionResponse,
  ListPolicyVersionsRequest,
  ListPolicyVersionsResponse,
  PolicyVersion,
  SetDefaultPolicyVersionRequest,
} from '@aws-sdk/client-iam';
import type { OperationContext } from '../service/operation.ts';
import type { Database } from '../state/database.ts';
import type { Cloud } from '../state/ports.ts';
import { awsManagedPolicy } from './aws-managed-policies.ts';
import type { Checked } from './checked.ts';
import { iamError } from './errors.ts';
import { encodeDocument } from './identifiers.ts';
import { checkDocument, requireOwnPolicy } from './managed-policies.ts';
import { pageOf } from './paging.ts';
import { type PolicyRow, selectVersion, type VersionRow } from './store.ts';

/** Source: IAM quotas. */
const VERSIONS_PER_POLICY = 5;

type Iam = Pick<Cloud, 'database' | 'clock'>;

/** Versions of customer-managed policies. */
export function policyVersionOperations(iam: Iam) {
  return {
    CreatePolicyVersion: createPolicyVersion(iam),
    GetPolicyVersion: getPolicyVersion(iam),
    ListPolicyVersions: listPolicyVersions(iam),
    SetDefaultPolicyVersion: setDefaultPolicyVersion(iam),
    DeletePolicyVersion: deletePolicyVersion(iam),
  };
}

function createPolicyVersion({ database, clock }: Iam) {
  return (input: Checked<CreatePolicyVersionRequest>, { caller }: OperationContext): CreatePolicyVersionResponse =>
    database.transaction(() => {
      checkDocument(input.PolicyDocument);
      const policy = requireOwnPolicy({ database }, caller.accountId, input.PolicyArn);
      if (versionsOf(database, policy.arn).length >= VERSIONS_PER_POLICY) {
        throw iamError(
          'LimitExceeded',
          `A managed policy can have up to ${VERSIONS_PER_POLICY} versions. Before you create a new version, you must delete an existing version.`,
        );
      }
      const version = policy.lastVersion + 1;
      const now = clock.now();
      database
        .prepare('INSERT INTO iam_policy_versions (policyArn, version, document, created) VALUES (?, ?, ?, ?)')
        .run(policy.arn, version, input.PolicyDocument, now);
      const defaultVersion = input.SetAsDefault ? version : policy.defaultVersion;
      database
        .prepare('UPDATE iam_policies SET lastVersion = ?, defaultVersion = ?, updated = ? WHERE arn = ?')
        .run(version, defaultVersion, now, policy.arn);
      return { PolicyVersion: describeVersion({ version, created: now }, defaultVersion) };
    });
}

function getPolicyVersion({ database }: Iam) {
  return (input: Checked<GetPolicyVersionRequest>, { caller }: OperationContext): GetPolicyVersionResponse => {
    const { PolicyArn: arn, VersionId: id } = input;
    const fromAws = awsManagedPolicy(arn);
    if (fromAws && id === 'v1') {
      return {
        PolicyVersion: { VersionId: id, IsDefaultVersion: true, Document: encodeDocument(fromAws.document) },
      };
    }
    if (fromAws) throw noSuchVersion(arn, id);
    const policy = requireOwnPolicy({ database }, caller.accountId, arn);
    const row = requireVersion(database, policy, id);
    return {
      PolicyVersion: { ...describeVersion(row, policy.defaultVersion), Document: encodeDocument(row.document) },
    };
  };
}

function listPolicyVersions({ database }: Iam) {
  return (input: Checked<ListPolicyVersionsRequest>, { caller }: OperationContext): ListPolicyVersionsResponse => {
    if (awsManagedPolicy(input.PolicyArn)) {
      return { Versions: [{ VersionId: 'v1', IsDefaultVersion: true }], IsTruncated: false };
    }
    const policy = requireOwnPolicy({ database }, caller.accountId, input.PolicyArn);
    const { items, ...page } = pageOf(versionsOf(database, policy.arn), newestFirst, input);
    return { Versions: items.map((row) => describeVersion(row, policy.defaultVersion)), ...page };
  };
}

function setDefaultPolicyVersion({ database, clock }: Iam) {
  return (input: Checked<SetDefaultPolicyVersionRequest>, { caller }: OperationContext) => {
    const policy = requireOwnPolicy({ database }, caller.accountId, input.PolicyArn);
    const { version } = requireVersion(database, policy, input.VersionId);
    database
      .prepare('UPDATE iam_policies SET defaultVersion = ?, updated = ? WHERE arn = ?')
      .run(version, clock.now(), policy.arn);
    return {};
  };
}

function deletePolicyVersion({ database }: Iam) {
  return (input: Checked<DeletePolicyVersionRequest>, { caller }: OperationContext) => {
    const policy = requireOwnPolicy({ database }, caller.accountId, input.PolicyArn);
    const { version } = requireVersion(database, policy, input.VersionId);
    if (version === policy.defaultVersion) {
      throw iamError('DeleteConflict', 'Cannot delete the default version of a policy.');
    }
    database.prepare('DELETE FROM iam_policy_versions WHERE policyArn = ? AND version = ?').run(policy.arn, version);
    return {};
  };
}

function versionsOf(database: Database, arn: string): readonly VersionRow[] {
  return database
    .prepare<VersionRow>(
      'SELECT version, document, created FROM iam_policy_versions WHERE policyArn = ? ORDER BY version DESC',
    )
    .all(arn);
}

function requireVersion(database: Database, policy: PolicyRow, id: string): VersionRow {
  const row = selectVersion(database, policy.arn, Number(id.slice(1)));
  if (!row) throw noSuchVersion(policy.arn, id);
  return row;
}

/** Sort key that grows as versions get older. Versions stay far below the constant. */
const newestFirst = ({ version }: VersionRow): string => String(1e9 - version);

function noSuchVersion(arn: string, id: string) {
  return iamError('NoSuchEntity', `Policy ${arn} version ${id} does not exist or is not attachable.`);
}

function describeVersion(row: Omit<VersionRow, 'document'>, defaultVersion: number): PolicyVersion {
  return {
    VersionId: `v${row.version}`,
    IsDefaultVersion: row.version === defaultVersion,
    CreateDate: new Date(row.created),
  };
}
