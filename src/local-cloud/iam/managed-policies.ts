import type {
  CreatePolicyRequest,
  CreatePolicyResponse,
  DeletePolicyRequest,
  GetPolicyRequest,
  GetPolicyResponse,
  ListPoliciesRequest,
  ListPoliciesResponse,
  Policy,
} from '@aws-sdk/client-iam';
import type { OperationContext } from '../service/operation.ts';
import type { Database } from '../state/database.ts';
import type { Cloud } from '../state/ports.ts';
import { type AwsManagedPolicy, awsManagedPolicies, awsManagedPolicy } from './aws-managed-policies.ts';
import type { Checked } from './checked.ts';
import { iamError, refusingMalformed } from './errors.ts';
import { policyArn, uniqueId } from './identifiers.ts';
import { pageOf, sortedBy } from './paging.ts';
import { parsePolicy } from './policy/index.ts';
import { countAttachments, type PolicyRow, selectPolicy } from './store.ts';
import { deleteTags, readTags, writeTags } from './tag-store.ts';

/** Characters without white space. Source: IAM quotas. */
const POLICY_CHARACTERS = 6144;

type Iam = Pick<Cloud, 'database' | 'clock'>;

/** Customer-managed policies themselves; their versions and attachments have files of their own. */
export function managedPolicyOperations(iam: Iam) {
  return {
    CreatePolicy: createPolicy(iam),
    GetPolicy: getPolicy(iam),
    ListPolicies: listPolicies(iam),
    DeletePolicy: deletePolicy(iam),
  };
}

function createPolicy({ database, clock }: Iam) {
  return (input: Checked<CreatePolicyRequest>, { caller }: OperationContext): CreatePolicyResponse =>
    database.transaction(() => {
      const { PolicyName: name, Path: path = '/', PolicyDocument: document } = input;
      checkDocument(document);
      if (nameIsTaken(database, caller.accountId, name)) {
        const message = `A policy called ${name} already exists. Duplicate names are not allowed.`;
        throw iamError('EntityAlreadyExists', message);
      }
      const now = clock.now();
      const policy: PolicyRow = {
        account: caller.accountId,
        name,
        path,
        id: uniqueId('ANPA'),
        arn: policyArn(caller.accountId, path, name),
        description: input.Description ?? null,
        created: now,
        updated: now,
        defaultVersion: 1,
        lastVersion: 1,
      };
      insertPolicy(database, policy, document);
      writeTags(database, policy.arn, input.Tags ?? []);
      return { Policy: describePolicy(database, policy) };
    });
}

function getPolicy({ database }: Iam) {
  return (input: Checked<GetPolicyRequest>, { caller }: OperationContext): GetPolicyResponse => {
    const fromAws = awsManagedPolicy(input.PolicyArn);
    if (fromAws) return { Policy: describeAwsPolicy(database, fromAws) };
    const policy = requireOwnPolicy({ database }, caller.accountId, input.PolicyArn);
    const tags = readTags(database, policy.arn);
    return {
      Policy: {
        ...describePolicy(database, policy),
        ...(policy.description !== null && { Description: policy.description }),
        ...(tags.length > 0 && { Tags: tags }),
      },
    };
  };
}

function listPolicies({ database }: Iam) {
  return (input: Checked<ListPoliciesRequest>, { caller }: OperationContext): ListPoliciesResponse => {
    const own = database.prepare<PolicyRow>('SELECT * FROM iam_policies WHERE account = ?').all(caller.accountId);
    const policies = [
      ...(input.Scope === 'AWS' ? [] : own.map((policy) => describePolicy(database, policy))),
      ...(input.Scope === 'Local' ? [] : awsManagedPolicies().map((policy) => describeAwsPolicy(database, policy))),
    ].filter(
      ({ Path = '/', AttachmentCount = 0 }) =>
        Path.startsWith(input.PathPrefix ?? '/') && (!input.OnlyAttached || AttachmentCount > 0),
    );
    const { items, ...page } = pageOf(sortedBy(policies, keyOf), keyOf, input);
    return { Policies: [...items], ...page };
  };
}

function deletePolicy({ database }: Iam) {
  return (input: Checked<DeletePolicyRequest>, { caller }: OperationContext) =>
    database.transaction(() => {
      const policy = requireOwnPolicy({ database }, caller.accountId, input.PolicyArn);
      if (countAttachments(database, policy.arn) > 0) {
        throw iamError('DeleteConflict', 'Cannot delete a policy attached to entities.');
      }
      if (countVersions(database, policy.arn) > 1) {
        throw iamError(
          'DeleteConflict',
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      }
      deleteTags(database, policy.arn);
      database.prepare('DELETE FROM iam_policies WHERE arn = ?').run(policy.arn);
      return {};
    });
}

function nameIsTaken(database: Database, account: string, name: string): boolean {
  const found = database.prepare('SELECT 1 FROM iam_policies WHERE account = ? AND name = ?').get(account, name);
  return found !== undefined;
}

function countVersions(database: Database, arn: string): number {
  const sql = 'SELECT count(*) AS n FROM iam_policy_versions WHERE policyArn = ?';
  return database.prepare<{ n: number }>(sql).get(arn)?.n ?? 0;
}

function insertPolicy(database: Database, policy: PolicyRow, document: string): void {
  database
    .prepare(
      `INSERT INTO iam_policies (account, name, path, id, arn, description, created, updated, defaultVersion, lastVersion)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      ...[policy.account, policy.name, policy.path, policy.id, policy.arn, policy.description],
      ...[policy.created, policy.updated, policy.defaultVersion, policy.lastVersion],
    );
  database
    .prepare('INSERT INTO iam_policy_versions (policyArn, version, document, created) VALUES (?, 1, ?, ?)')
    .run(policy.arn, document, policy.created);
}

/** @throws NoSuchEntity for a policy that does not exist or belongs to another account. */
export function requireOwnPolicy({ database }: Pick<Cloud, 'database'>, accountId: string, arn: string): PolicyRow {
  const policy = selectPolicy(database, arn);
  if (policy?.account !== accountId) throw iamError('NoSuchEntity', `Policy ${arn} was not found.`);
  return policy;
}

/** @throws MalformedPolicyDocument, or LimitExceeded for a document that is too long. */
export function checkDocument(document: string): void {
  refusingMalformed(() => parsePolicy(document, 'identity'));
  if (document.replace(/\s/g, '').length > POLICY_CHARACTERS) {
    throw iamError('LimitExceeded', `Cannot exceed quota for PolicySize: ${POLICY_CHARACTERS}`);
  }
}

const keyOf = (policy: Policy): string => `${policy.PolicyName} ${policy.Arn}`;

function describePolicy(database: Database, policy: PolicyRow): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: `v${policy.defaultVersion}`,
    AttachmentCount: countAttachments(database, policy.arn),
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: new Date(policy.created),
    UpdateDate: new Date(policy.updated),
  };
}

function describeAwsPolicy(database: Database, { arn, name }: AwsManagedPolicy): Policy {
  return {
    PolicyName: name,
    Arn: arn,
    Path: '/',
    DefaultVersionId: 'v1',
    AttachmentCount: countAttachments(database, arn),
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
  };
}
