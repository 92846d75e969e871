import type {
  DeleteRolePolicyRequest,
  GetRolePolicyRequest,
  GetRolePolicyResponse,
  ListRolePoliciesRequest,
  ListRolePoliciesResponse,
  PutRolePolicyRequest,
} from '@aws-sdk/client-iam';
import type { OperationContext } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import type { Checked } from './checked.ts';
import { iamError, refusingMalformed } from './errors.ts';
import { encodeDocument } from './identifiers.ts';
import { pageOf, sortedBy } from './paging.ts';
import { parsePolicy } from './policy/index.ts';
import { requireRole } from './roles.ts';
import { selectInlinePolicies } from './store.ts';

/** Characters without white space, all inline policies of a role together. Source: IAM quotas. */
const INLINE_POLICY_CHARACTERS = 10_240;

type Iam = Pick<Cloud, 'database'>;

/** Inline policies of a role. */
export function rolePolicyOperations(iam: Iam) {
  return {
    PutRolePolicy: putRolePolicy(iam),
    GetRolePolicy: getRolePolicy(iam),
    ListRolePolicies: listRolePolicies(iam),
    DeleteRolePolicy: deleteRolePolicy(iam),
  };
}

function putRolePolicy({ database }: Iam) {
  return (input: Checked<PutRolePolicyRequest>, { caller }: OperationContext) =>
    database.transaction(() => {
      const { PolicyName: name, PolicyDocument: document } = input;
      const role = requireRole({ database }, caller.accountId, input.RoleName);
      refusingMalformed(() => parsePolicy(document, 'identity'));
      const others = selectInlinePolicies(database, role.arn).filter((policy) => !sameName(policy.name, name));
      if (totalSize([...others.map((policy) => policy.document), document]) > INLINE_POLICY_CHARACTERS) {
        const limit = `Maximum policy size of ${INLINE_POLICY_CHARACTERS} bytes exceeded for role ${role.name}`;
        throw iamError('LimitExceeded', limit);
      }
      database
        .prepare('INSERT OR REPLACE INTO iam_role_policies (roleArn, name, document) VALUES (?, ?, ?)')
        .run(role.arn, name, document);
      return {};
    });
}

function getRolePolicy({ database }: Iam) {
  return (input: Checked<GetRolePolicyRequest>, { caller }: OperationContext): GetRolePolicyResponse => {
    const role = requireRole({ database }, caller.accountId, input.RoleName);
    const policy = selectInlinePolicies(database, role.arn).find(({ name }) => sameName(name, input.PolicyName));
    if (!policy) throw noSuchPolicy(input.PolicyName);
    return { RoleName: role.name, PolicyName: policy.name, PolicyDocument: encodeDocument(policy.document) };
  };
}

function listRolePolicies({ database }: Iam) {
  return (input: Checked<ListRolePoliciesRequest>, { caller }: OperationContext): ListRolePoliciesResponse => {
    const role = requireRole({ database }, caller.accountId, input.RoleName);
    const names = selectInlinePolicies(database, role.arn).map(({ name }) => name);
    const { items, ...page } = pageOf(sortedBy(names, itself), itself, input);
    return { PolicyNames: [...items], ...page };
  };
}

function deleteRolePolicy({ database }: Iam) {
  return (input: Checked<DeleteRolePolicyRequest>, { caller }: OperationContext) => {
    const role = requireRole({ database }, caller.accountId, input.RoleName);
    const deleted = database
      .prepare('DELETE FROM iam_role_policies WHERE roleArn = ? AND name = ?')
      .run(role.arn, input.PolicyName);
    if (deleted === 0) throw noSuchPolicy(input.PolicyName);
    return {};
  };
}

const itself = (name: string): string => name;

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function totalSize(documents: readonly string[]): number {
  return documents.join('').replace(/\s/g, '').length;
}

function noSuchPolicy(name: string) {
  return iamError('NoSuchEntity', `The role policy with name ${name} cannot be found.`);
}
