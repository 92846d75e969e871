import type { PolicyStatement } from './role-policy.ts';

type Policy = Readonly<Record<string, unknown>>;

/**
 * A policy with the rights of both: statements of equal name, actions and condition keys grow by resources and values, others are added.
 * Statements that someone wrote by hand stay as they are.
 */
export function extendPolicy(earlier: Policy | undefined, wanted: readonly PolicyStatement[]): Policy {
  const kept = statementsOf(earlier);
  const statements: unknown[] = [...kept];
  for (const statement of wanted) {
    const at = statements.findIndex((other) => isAlike(other, statement));
    const other = statements[at];
    if (at === -1 || !isOurs(other)) statements.push({ ...statement, Sid: freeName(statement.Sid, statements) });
    else statements[at] = grow(other, statement);
  }
  return { Version: '2012-10-17', Statement: statements };
}

function statementsOf(policy: Policy | undefined): readonly unknown[] {
  const { Statement: statements } = policy ?? {};
  return Array.isArray(statements) ? statements : statements === undefined ? [] : [statements];
}

/** Statement names are unique within a policy. */
function freeName(name: string, statements: readonly unknown[]): string {
  const taken = new Set(statements.map((statement) => (statement as Partial<PolicyStatement>).Sid));
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}${number}`;
  return free;
}

const isOurs = (statement: unknown): statement is PolicyStatement => {
  const { Sid, Effect, Action, Resource } = (statement ?? {}) as Partial<Record<keyof PolicyStatement, unknown>>;
  return typeof Sid === 'string' && Effect === 'Allow' && Array.isArray(Action) && Array.isArray(Resource);
};

/**
 * Whether two statements may be made one without giving more than both gave: the same actions, and conditions that differ
 * in nothing but the listed prefixes. Listing is bounded by bucket and prefix together, so there the buckets must agree.
 */
function isAlike(other: unknown, { Action, Resource, Condition }: PolicyStatement): boolean {
  if (!isOurs(other) || !isSame(other.Action, Action)) return false;
  if (isSame(other.Condition, Condition)) return true;
  return isSame(other.Resource, Resource) && prefixesOf(other) !== undefined && prefixesOf({ Condition }) !== undefined;
}

function grow(other: PolicyStatement, { Resource, Condition }: PolicyStatement): PolicyStatement {
  const grown = { ...other, Resource: union(other.Resource, Resource) };
  if (isSame(other.Condition, Condition)) return grown;
  const prefixes = union(prefixesOf(other) ?? [], prefixesOf({ Condition }) ?? []);
  return { ...grown, Condition: { StringLike: { 's3:prefix': prefixes } } };
}

/** The prefixes of a condition that bounds nothing else. */
function prefixesOf({ Condition }: { readonly Condition?: PolicyStatement['Condition'] | undefined }) {
  if (!Condition || Object.keys(Condition).join() !== 'StringLike') return undefined;
  const { StringLike } = Condition;
  return Object.keys(StringLike ?? {}).join() === 's3:prefix' ? StringLike?.['s3:prefix'] : undefined;
}

const union = (left: readonly string[], right: readonly string[]): string[] => [...new Set([...left, ...right])];

const isSame = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);
