import { conditionsHold } from './conditions.ts';
import { matchesPattern } from './pattern.ts';

/** Who asks, in the terms of a `Principal` element. */
export interface Principal {
  readonly kind: 'AWS' | 'Service';
  /** ARN, or a service like `bedrock.amazonaws.com`. */
  readonly name: string;
}

export interface PolicyQuestion {
  readonly action: string;
  /** ARN; absent for trust policies. */
  readonly resource?: string;
  /** Absent for identity policies. */
  readonly principal?: Principal;
  /** Values of condition keys. */
  readonly context: Readonly<Record<string, string>>;
}

/** `unclear`: it depends on conditions that cannot be evaluated here. */
export type PolicyDecision = 'allowed' | 'explicitDeny' | 'implicitDeny' | 'unclear';

type Statement = Readonly<Record<string, unknown>>;

/**
 * Evaluates policy documents together, as far as they can be understood from outside.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluatePolicies(documents: readonly unknown[], question: PolicyQuestion): PolicyDecision {
  const verdicts = documents.flatMap(statementsOf).flatMap((statement) => {
    const applies = statementApplies(statement, question);
    return applies === false ? [] : [{ deny: statement.Effect === 'Deny', certain: applies === true }];
  });
  if (verdicts.some(({ deny, certain }) => deny && certain)) return 'explicitDeny';
  const denials = verdicts.filter(({ deny }) => deny);
  const allowances = verdicts.filter(({ deny }) => !deny);
  if (allowances.length === 0) return 'implicitDeny';
  return denials.length === 0 && allowances.some(({ certain }) => certain) ? 'allowed' : 'unclear';
}

export function statementsOf(document: unknown): readonly Statement[] {
  const { Statement: statements } = (document ?? {}) as { readonly Statement?: unknown };
  return asList(statements).filter((statement) => typeof statement === 'object' && statement !== null) as Statement[];
}

/** @returns undefined when only its conditions decide and they cannot be evaluated. */
function statementApplies(statement: Statement, question: PolicyQuestion): boolean | undefined {
  if (!named(statement.Action, statement.NotAction, question.action, true)) return false;
  const { resource, principal } = question;
  if (resource !== undefined && !named(statement.Resource, statement.NotResource, resource, false)) return false;
  if (principal && !namesPrincipal(statement, principal)) return false;
  return conditionsHold(statement.Condition, question.context);
}

function named(wanted: unknown, unwanted: unknown, text: string, anyCase: boolean): boolean {
  const fold = (pattern: string) => (anyCase ? pattern.toLowerCase() : pattern);
  const among = (patterns: unknown) => textsOf(patterns).some((pattern) => matchesPattern(fold(pattern), fold(text)));
  return wanted === undefined ? unwanted !== undefined && !among(unwanted) : among(wanted);
}

function namesPrincipal({ Principal: element, NotPrincipal: others }: Statement, asking: Principal): boolean {
  if (element !== undefined) return principalIn(element, asking);
  return others !== undefined && !principalIn(others, asking);
}

function principalIn(element: unknown, { kind, name }: Principal): boolean {
  if (element === '*') return true;
  const listed = textsOf((element as Readonly<Record<string, unknown>>)[kind]);
  if (kind === 'Service') return listed.includes(name);
  const account = name.split(':')[4];
  return listed.some((entry) => [name, '*', account, `arn:aws:iam::${account}:root`].includes(entry));
}

export const asList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

export const textsOf = (value: unknown): readonly string[] =>
  asList(value).filter((text): text is string => typeof text === 'string');
