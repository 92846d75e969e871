import type {
  ContextEntry,
  EvaluationResult,
  SimulatePolicyResponse,
  SimulatePrincipalPolicyRequest,
  Statement,
} from '@aws-sdk/client-iam';
import type { OperationContext } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import type { Checked } from './checked.ts';
import { iamError, refusingMalformed } from './errors.ts';
import { pageOf } from './paging.ts';
import {
  type AccessRequest,
  conditionContext,
  evaluatePolicies,
  parsePolicy,
  statementApplies,
} from './policy/index.ts';
import { findRole, type NamedPolicy, policiesOfRole } from './role-authority.ts';

/** What a preflight asks: what would this role's policies say? Nothing is carried out. */
export function simulationOperations({ database }: Pick<Cloud, 'database'>) {
  return {
    SimulatePrincipalPolicy: (
      input: Checked<SimulatePrincipalPolicyRequest>,
      { caller }: OperationContext,
    ): SimulatePolicyResponse => {
      const arn = input.PolicySourceArn;
      if (!/^arn:aws:iam::\d{12}:(user|group|role)\/.+/.test(arn)) {
        throw iamError('InvalidInput', `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`);
      }
      const role = findRole(database, arn);
      if (role?.account !== caller.accountId) throw iamError('NoSuchEntity', `The entity ${arn} cannot be found.`);
      const policies = [...policiesOfRole(database, role), ...givenPolicies(input.PolicyInputList ?? [])];
      const context = contextOf(role.arn, role.account, input.ContextEntries ?? []);
      const results = input.ActionNames.flatMap((action) =>
        (input.ResourceArns ?? ['*']).map((resource) => evaluate(policies, { action, resource, context })),
      );
      const numbered = results.map((result, index) => ({ result, key: String(1e6 + index) }));
      const { items, ...page } = pageOf(numbered, ({ key }) => key, input);
      return { EvaluationResults: items.map(({ result }) => result), ...page };
    },
  };
}

function givenPolicies(texts: readonly string[]): NamedPolicy[] {
  return texts.map((text, index) => ({
    name: `PolicyInputList.${index + 1}`,
    managed: undefined,
    text,
    document: refusingMalformed(() => parsePolicy(text, 'identity')),
  }));
}

function contextOf(roleArn: string, accountId: string, entries: readonly ContextEntry[]) {
  const given = entries.map(({ ContextKeyName: key = '', ContextKeyValues: values = [] }) => ({ [key]: values[0] }));
  return conditionContext({ 'aws:PrincipalArn': roleArn, 'aws:PrincipalAccount': accountId }, ...given);
}

function evaluate(policies: readonly NamedPolicy[], request: AccessRequest): EvaluationResult {
  const matched: Statement[] = policies.flatMap((policy) =>
    policy.document.statements
      .filter((statement) => statementApplies(statement, request))
      .map(() => ({
        SourcePolicyId: policy.name,
        SourcePolicyType: policy.managed === 'aws' ? 'aws-managed' : policy.managed ? 'user-managed' : 'role',
      })),
  );
  const documents = policies.map(({ document }) => document);
  return {
    EvalActionName: request.action,
    EvalResourceName: request.resource ?? '*',
    EvalDecision: evaluatePolicies(documents, request),
    MatchedStatements: matched,
    MissingContextValues: missingKeys(policies, request),
  };
}

/** Condition keys that the policies ask about and the simulation was not told, as far as the action matters. */
function missingKeys(policies: readonly NamedPolicy[], { context }: AccessRequest): string[] {
  const asked = policies.flatMap(({ document }) =>
    document.statements.flatMap(({ conditions }) => Object.values(conditions).flatMap((keys) => Object.keys(keys))),
  );
  return [...new Set(asked)].filter((key) => !context.has(key.toLowerCase())).sort();
}
