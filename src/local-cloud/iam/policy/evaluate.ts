import { type ConditionContext, conditionsHold } from './conditions.ts';
import type { PolicyDocument, PrincipalElement, Statement } from './document.ts';
import { fillVariables } from './variables.ts';
import { matchesWildcard } from './wildcard.ts';

/** IAM's own words for the outcome of an evaluation. */
export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny';

/** Who asks, in the terms of a `Principal` element. */
export interface Principal {
  readonly kind: 'AWS' | 'Service';
  /** ARN of a user, role, session or root, or a service name such as `bedrock.amazonaws.com`. */
  readonly name: string;
}

export interface AccessRequest {
  /** e.g. `s3:GetObject`; compared without regard to case. */
  readonly action: string;
  /** ARN; undefined for trust policies, whose resource is the role itself. */
  readonly resource?: string;
  /** Undefined for identity policies, whose principal is the identity itself. */
  readonly principal?: Principal;
  readonly context: ConditionContext;
}

/** Whether one statement speaks about the request. A condition with an unknown operator counts against the caller. */
export function statementApplies(statement: Statement, request: AccessRequest): boolean {
  if (!actionMatches(statement, request.action)) return false;
  if (!resourceMatches(statement, request)) return false;
  if (request.principal && !principalMatches(statement, request.principal)) return false;
  return conditionsHold(statement.conditions, request.context) ?? statement.effect === 'Deny';
}

/** Evaluates policies together: an explicit deny wins, then an allow, else the request is denied. */
export function evaluatePolicies(policies: readonly PolicyDocument[], request: AccessRequest): Decision {
  const applying = policies.flatMap((policy) =>
    policy.statements.filter((statement) => statementApplies(statement, request)),
  );
  if (applying.some((statement) => statement.effect === 'Deny')) return 'explicitDeny';
  return applying.length > 0 ? 'allowed' : 'implicitDeny';
}

function actionMatches({ actions, notActions }: Statement, action: string): boolean {
  const wanted = action.toLowerCase();
  const named = (patterns: readonly string[]) =>
    patterns.some((pattern) => matchesWildcard(pattern.toLowerCase(), wanted));
  return actions ? named(actions) : notActions !== undefined && !named(notActions);
}

function resourceMatches({ resources, notResources }: Statement, { resource, context }: AccessRequest): boolean {
  if (resource === undefined) return true;
  const named = (patterns: readonly string[]) =>
    patterns.some((pattern) => {
      const filled = fillVariables(pattern, context, true);
      return filled !== undefined && matchesWildcard(filled, resource);
    });
  return resources ? named(resources) : notResources !== undefined && !named(notResources);
}

function principalMatches({ principal, notPrincipal }: Statement, asking: Principal): boolean {
  if (principal) return names(principal, asking);
  return notPrincipal !== undefined && !names(notPrincipal, asking);
}

function names(element: PrincipalElement, asking: Principal): boolean {
  if (element === '*') return true;
  const listed = element[asking.kind] ?? [];
  if (asking.kind === 'Service') return listed.includes(asking.name);
  return listed.some((entry) => entry === '*' || covers(entry, asking.name));
}

/** `arn:partition:iam|sts::account:resource`. */
const PRINCIPAL_ARN = /^arn:[^:]+:(?:iam|sts)::(\d{12}):(.+)$/;

/** An account or its root stands for every principal of the account; a role stands for its sessions. */
function covers(entry: string, arn: string): boolean {
  if (entry === arn) return true;
  const [, account, resource = ''] = PRINCIPAL_ARN.exec(arn) ?? [];
  if (account === undefined) return false;
  if (entry === account) return true;
  const [, entryAccount, entryResource = ''] = PRINCIPAL_ARN.exec(entry) ?? [];
  if (entryAccount !== account) return false;
  if (entryResource === 'root') return true;
  const [kind, role] = resource.split('/');
  return kind === 'assumed-role' && entryResource.startsWith('role/') && entryResource.split('/').at(-1) === role;
}
