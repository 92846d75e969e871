import { matchesPattern } from './pattern.ts';

type Test = (value: string, wanted: readonly string[]) => boolean;

const equals: Test = (value, wanted) => wanted.includes(value);
const like: Test = (value, wanted) => wanted.some((pattern) => matchesPattern(pattern, value));
const anyCase: Test = (value, wanted) => wanted.some((text) => text.toLowerCase() === value.toLowerCase());
const not =
  (test: Test): Test =>
  (value, wanted) =>
    !test(value, wanted);

/** The operators that policies of roles, buckets and keys use. The ARN operators take wildcards, both of them. */
const OPERATORS: Readonly<Record<string, Test>> = {
  StringEquals: equals,
  StringNotEquals: not(equals),
  StringEqualsIgnoreCase: anyCase,
  StringNotEqualsIgnoreCase: not(anyCase),
  StringLike: like,
  StringNotLike: not(like),
  ArnEquals: like,
  ArnNotEquals: not(like),
  ArnLike: like,
  ArnNotLike: not(like),
  Bool: anyCase,
};

/**
 * Whether all conditions of a statement hold for the values that are known.
 * @returns undefined when it depends on a key without a known value, a policy variable or another operator.
 */
export function conditionsHold(conditions: unknown, context: Readonly<Record<string, string>>): boolean | undefined {
  const known = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  const verdicts = entriesOf(conditions).flatMap(([operator, keys]) =>
    entriesOf(keys).map(([key, values]) => conditionHolds(operator, known.get(key.toLowerCase()), values)),
  );
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}

function conditionHolds(operator: string, value: string | undefined, values: unknown): boolean | undefined {
  const test = OPERATORS[operator.replace(/^For(Any|All)Values?:/, '').replace(/IfExists$/, '')];
  const wanted = (Array.isArray(values) ? values : [values]).map(String);
  if (value === undefined || test === undefined || wanted.some((text) => text.includes('${'))) return undefined;
  return test(value, wanted);
}

const entriesOf = (value: unknown): readonly [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];
