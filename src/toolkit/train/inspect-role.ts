import { isTagged } from '../model/tags.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { RoleState } from '../ports/role-manager.ts';
import { jobSourceArn, type PolicyStatement, type RoleNeeds, roleStatements } from './role-policy.ts';

/** A right that a job needs and that no inline policy of the role gives. */
export interface MissingRight {
  readonly action: string;
  readonly resource: string;
}

export interface RoleInspection extends RoleState {
  /** Inline policies by name. */
  readonly policies: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Whether novatune made it. */
  readonly ours: boolean;
  /** What is wrong with the trust, in words; empty when it is as novatune would write it. */
  readonly trustProblems: readonly string[];
  /** Present when needs were given. Managed policies that are attached are not looked into. */
  readonly missing?: readonly MissingRight[];
}

/**
 * A role as it is, held against what a job needs.
 * @returns undefined when there is no such role.
 */
export async function inspectRole(
  cloud: Cloud,
  name: string,
  needs?: RoleNeeds,
  signal?: AbortSignal,
): Promise<RoleInspection | undefined> {
  const state = await cloud.roles.get(name, signal);
  if (!state) return undefined;
  const place = await cloud.identity(signal);
  const policies: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const policy of state.inlinePolicies) {
    policies[policy] = (await cloud.roles.inlinePolicy(name, policy, signal)) ?? {};
  }
  return {
    ...state,
    policies,
    ours: isTagged(state.tags),
    trustProblems: findTrustProblems(state.trust, place),
    ...(needs && { missing: findMissing(roleStatements(needs, place), Object.values(policies)) }),
  };
}

type Statement = Readonly<Record<string, unknown>>;

/** Trust for Bedrock without conditions lets it be used on behalf of other accounts (the confused deputy). */
function findTrustProblems(
  trust: Statement,
  place: { readonly accountId: string; readonly region: string },
): readonly string[] {
  const forBedrock = statementsOf(trust).filter(
    ({ Effect, Principal }) =>
      Effect === 'Allow' && JSON.stringify(Principal ?? '').includes('"bedrock.amazonaws.com"'),
  );
  if (forBedrock.length === 0) return ['bedrock.amazonaws.com may not assume it'];
  return forBedrock.flatMap(({ Condition }) => {
    const text = JSON.stringify(Condition ?? {});
    const problems: string[] = [];
    if (!text.includes('aws:SourceAccount')) problems.push('no condition on aws:SourceAccount');
    else if (!text.includes(place.accountId)) problems.push('aws:SourceAccount names another account');
    if (!text.includes('aws:SourceArn')) problems.push('no condition on aws:SourceArn');
    else if (!text.includes(':model-customization-job/')) problems.push(`aws:SourceArn is not ${jobSourceArn(place)}`);
    return problems;
  });
}

/** Rights that the policies do not give. A condition counts as given only when it is the wanted one, or leaves no prefix out. */
export function findMissing(
  wanted: readonly PolicyStatement[],
  policies: readonly Readonly<Record<string, unknown>>[],
): readonly MissingRight[] {
  const given = policies.flatMap(statementsOf).filter(({ Effect }) => Effect === 'Allow');
  return wanted.flatMap((statement) =>
    statement.Action.flatMap((action) =>
      statement.Resource.filter(
        (resource) => !given.some((other) => gives(other, { action, resource, Condition: statement.Condition })),
      ).map((resource) => ({ action, resource })),
    ),
  );
}

function gives(
  statement: Statement,
  right: MissingRight & { readonly Condition: PolicyStatement['Condition'] | undefined },
): boolean {
  return (
    textsOf(statement.Action).some((pattern) => matches(pattern.toLowerCase(), right.action.toLowerCase())) &&
    textsOf(statement.Resource).some((pattern) => matches(pattern, right.resource)) &&
    allowsCondition(statement.Condition, right.Condition)
  );
}

/** Every operator and key that binds the given statement must hold at least the wanted values. */
function allowsCondition(given: unknown, wanted: PolicyStatement['Condition'] | undefined): boolean {
  return Object.entries((given ?? {}) as Record<string, Record<string, unknown>>).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const needed = wanted?.[operator]?.[key];
      const patterns = textsOf(values);
      return needed?.every((value) => patterns.some((pattern) => matches(pattern, value))) ?? false;
    }),
  );
}

const statementsOf = (policy: Statement): readonly Statement[] => {
  const { Statement: statements } = policy;
  return (Array.isArray(statements) ? statements : statements === undefined ? [] : [statements]) as Statement[];
};

const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((text): text is string => typeof text === 'string');

/** IAM's wildcards: `*` any text, `?` one character. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
