/** The vocabulary of a policy document after parsing: every "one or many" is a list. Source: IAM JSON policy grammar. */

/** Who a statement names: kind (`AWS`, `Service`, `Federated`, `CanonicalUser`) to identifiers. `*` means anyone. */
export type PrincipalElement = '*' | Readonly<Record<string, readonly string[]>>;

/** Condition operator to condition key to values. */
export type ConditionElement = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export interface Statement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[] | undefined;
  readonly notActions: readonly string[] | undefined;
  readonly resources: readonly string[] | undefined;
  readonly notResources: readonly string[] | undefined;
  readonly principal: PrincipalElement | undefined;
  readonly notPrincipal: PrincipalElement | undefined;
  readonly conditions: ConditionElement;
}

export interface PolicyDocument {
  readonly version: string;
  readonly statements: readonly Statement[];
}

/** What kind of policy a document is for: they differ in which elements they may and must have. `resource`: on a topic or a key. */
export type PolicyUse = 'identity' | 'trust' | 'resource';

/** A document that IAM would refuse. The message is IAM's own where it is known. */
export class PolicySyntaxError extends Error {
  override readonly name = 'PolicySyntaxError';
}

const VERSIONS = ['2008-10-17', '2012-10-17'];
const STATEMENT_KEYS = new Set([
  ...['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource'],
  ...['Principal', 'NotPrincipal', 'Condition'],
]);
const SYNTAX = 'Syntax errors in policy.';
/** A service's prefix, e.g. `s3:`, `execute-api:`, and a name that may hold wildcards. */
const ACTION = /^(\*|\*:\*|[a-z0-9][a-z0-9-]*:[a-z0-9*?]+)$/i;

/** @throws {PolicySyntaxError} when the text is no policy of that use. */
export function parsePolicy(text: string, use: PolicyUse): PolicyDocument {
  const root = asRecord(parseJson(text));
  if (Object.keys(root).some((key) => !['Version', 'Id', 'Statement'].includes(key)))
    throw new PolicySyntaxError(SYNTAX);
  const version = root.Version ?? '2008-10-17';
  if (typeof version !== 'string' || !VERSIONS.includes(version)) {
    throw new PolicySyntaxError('The policy must contain a valid version string.');
  }
  if (use === 'identity' && version !== '2012-10-17') {
    throw new PolicySyntaxError('Policy document must be version 2012-10-17 or greater.');
  }
  if (root.Statement === undefined) throw new PolicySyntaxError(SYNTAX);
  const statements = asList(root.Statement).map((statement) => parseStatement(statement, use));
  const sids = statements.flatMap((statement) => (statement.sid ? [statement.sid] : []));
  if (new Set(sids).size < sids.length) {
    throw new PolicySyntaxError('Statement IDs (SID) in a single policy must be unique.');
  }
  return { version, statements };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PolicySyntaxError('This policy contains invalid Json', { cause });
  }
}

function parseStatement(value: unknown, use: PolicyUse): Statement {
  const source = asRecord(value);
  if (Object.keys(source).some((key) => !STATEMENT_KEYS.has(key))) throw new PolicySyntaxError(SYNTAX);
  const { Sid: sid, Effect: effect } = source;
  if (effect !== 'Allow' && effect !== 'Deny') throw new PolicySyntaxError(SYNTAX);
  if (sid !== undefined && (typeof sid !== 'string' || (use === 'identity' && !/^[a-z0-9]*$/i.test(sid)))) {
    throw new PolicySyntaxError(
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [A-Za-z0-9]*',
    );
  }
  const statement: Statement = {
    sid: sid || undefined,
    effect,
    actions: strings(source.Action),
    notActions: strings(source.NotAction),
    resources: strings(source.Resource),
    notResources: strings(source.NotResource),
    principal: parsePrincipal(source.Principal),
    notPrincipal: parsePrincipal(source.NotPrincipal),
    conditions: parseConditions(source.Condition),
  };
  checkActions(statement);
  if (use === 'identity') checkIdentityStatement(statement);
  else if (use === 'trust') checkTrustStatement(statement);
  else checkResourceStatement(statement);
  return statement;
}

function checkActions({ actions, notActions }: Statement): void {
  const named = actions ?? notActions;
  if ((actions && notActions) || named?.length === 0) throw new PolicySyntaxError(SYNTAX);
  if (!named) throw new PolicySyntaxError('Policy statement must contain actions.');
  if (!named.every((action) => ACTION.test(action))) {
    throw new PolicySyntaxError('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  }
}

function checkIdentityStatement({ principal, notPrincipal, resources, notResources }: Statement): void {
  if (principal || notPrincipal) throw new PolicySyntaxError('Policy document should not specify a principal.');
  const named = resources ?? notResources;
  if (resources && notResources) throw new PolicySyntaxError(SYNTAX);
  if (!named?.length) throw new PolicySyntaxError('Policy statement must contain resources.');
  for (const resource of named) {
    if (resource !== '*' && !resource.startsWith('arn:')) {
      throw new PolicySyntaxError(`Resource ${resource} must be in ARN format or "*".`);
    }
  }
}

function checkTrustStatement({ principal, notPrincipal, resources, notResources, actions }: Statement): void {
  if (resources || notResources) throw new PolicySyntaxError('Has prohibited field Resource');
  if (!principal && !notPrincipal) throw new PolicySyntaxError('Missing required field Principal');
  if (actions?.some((action) => !/^(\*|sts:.*)$/i.test(action))) {
    throw new PolicySyntaxError('AssumeRole policy may only specify STS AssumeRole actions.');
  }
  for (const element of [principal, notPrincipal]) if (element && element !== '*') checkPrincipal(element);
}

function checkResourceStatement({ principal, notPrincipal, resources, notResources }: Statement): void {
  if (!principal && !notPrincipal) throw new PolicySyntaxError('Missing required field Principal');
  if (!resources?.length && !notResources?.length) throw new PolicySyntaxError('Missing required field Resource');
  for (const element of [principal, notPrincipal]) if (element && element !== '*') checkPrincipal(element);
}

const PRINCIPALS: Readonly<Record<string, RegExp>> = {
  AWS: /^(\*|\d{12}|arn:aws[^:]*:(iam|sts)::\d{12}:(root|(user|role|assumed-role|federated-user)\/.+))$/,
  Service: /^[a-z0-9][a-z0-9.-]*\.amazon(aws)?\.(com|com\.cn)$/,
  Federated: /./,
};

function checkPrincipal(element: Readonly<Record<string, readonly string[]>>): void {
  for (const [kind, names] of Object.entries(element)) {
    const wrong = names.find((name) => !PRINCIPALS[kind]?.test(name));
    if (wrong !== undefined) {
      throw new PolicySyntaxError(`Invalid principal in policy: "${kind.toUpperCase()}":"${wrong}"`);
    }
    if (!PRINCIPALS[kind] || names.length === 0) throw new PolicySyntaxError(SYNTAX);
  }
}

function parsePrincipal(value: unknown): PrincipalElement | undefined {
  if (value === undefined) return undefined;
  if (value === '*') return '*';
  return Object.fromEntries(Object.entries(asRecord(value)).map(([kind, names]) => [kind, strings(names) ?? []]));
}

function parseConditions(value: unknown): ConditionElement {
  if (value === undefined) return {};
  return Object.fromEntries(
    Object.entries(asRecord(value)).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(asRecord(keys)).map(([key, values]) => [key, conditionValues(values)])),
    ]),
  );
}

function conditionValues(value: unknown): string[] {
  return asList(value).map((item) => {
    if (typeof item === 'string' || typeof item === 'boolean' || typeof item === 'number') return String(item);
    throw new PolicySyntaxError(SYNTAX);
  });
}

function strings(value: unknown): string[] | undefined {
  if (value === undefined) return undefined;
  return asList(value).map((item) => {
    if (typeof item === 'string') return item;
    throw new PolicySyntaxError(SYNTAX);
  });
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new PolicySyntaxError(SYNTAX);
  return value as Readonly<Record<string, unknown>>;
}
