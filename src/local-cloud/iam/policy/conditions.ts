import { BlockList, isIP } from 'node:net';
import type { ConditionElement } from './document.ts';
import { fillVariables } from './variables.ts';
import { matchesArn, matchesWildcard } from './wildcard.ts';

/** Values of condition keys in a request. Keys are looked up without regard to case, as IAM does. */
export type ConditionContext = ReadonlyMap<string, string>;

/** @param values key to value; undefined values are left out. */
export function conditionContext(...values: readonly Readonly<Record<string, string | undefined>>[]): ConditionContext {
  const context = new Map<string, string>();
  for (const [key, value] of values.flatMap((record) => Object.entries(record))) {
    if (value !== undefined) context.set(key.toLowerCase(), value);
  }
  return context;
}

/** Compares one value of the policy with the value in the request. */
type Compare = (policyValue: string, actual: string) => boolean;

interface Operator {
  readonly compare: Compare;
  /** A negated operator holds when no value matches, also when the key is missing. */
  readonly negated: boolean;
  /** Whether `*` and `?` of the policy's value are wildcards, so that filled-in variables must be taken literally. */
  readonly wildcards?: boolean;
}

const equals: Compare = (expected, actual) => expected === actual;
const equalsIgnoringCase: Compare = (expected, actual) => expected.toLowerCase() === actual.toLowerCase();

/** Operators by name. `Arn*` operators treat wildcards alike, as documented. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { compare: equals, negated: false },
  StringNotEquals: { compare: equals, negated: true },
  StringEqualsIgnoreCase: { compare: equalsIgnoringCase, negated: false },
  StringNotEqualsIgnoreCase: { compare: equalsIgnoringCase, negated: true },
  StringLike: { compare: matchesWildcard, negated: false, wildcards: true },
  StringNotLike: { compare: matchesWildcard, negated: true, wildcards: true },
  ArnEquals: { compare: matchesArn, negated: false, wildcards: true },
  ArnLike: { compare: matchesArn, negated: false, wildcards: true },
  ArnNotEquals: { compare: matchesArn, negated: true, wildcards: true },
  ArnNotLike: { compare: matchesArn, negated: true, wildcards: true },
  Bool: { compare: equalsIgnoringCase, negated: false },
  IpAddress: { compare: isInAddressRange, negated: false },
  NotIpAddress: { compare: isInAddressRange, negated: true },
  ...ordered('Numeric', Number),
  ...ordered('Date', readDate),
};

/**
 * Whether all conditions of a statement hold.
 * @returns undefined when an operator is not known: the caller must then deny, never allow.
 */
export function conditionsHold(conditions: ConditionElement, context: ConditionContext): boolean | undefined {
  let unknown = false;
  for (const [name, keys] of Object.entries(conditions)) {
    for (const [key, values] of Object.entries(keys)) {
      const holds = conditionHolds(name, key, values, context);
      if (holds === false) return false;
      if (holds === undefined) unknown = true;
    }
  }
  return unknown ? undefined : true;
}

function conditionHolds(
  name: string,
  key: string,
  values: readonly string[],
  context: ConditionContext,
): boolean | undefined {
  const actual = context.get(key.toLowerCase());
  if (name === 'Null') return values.some((value) => (value.toLowerCase() === 'true') === (actual === undefined));
  const [, quantifier, base, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/.exec(name) ?? [];
  const operator = Object.hasOwn(OPERATORS, base ?? '') ? OPERATORS[base ?? ''] : undefined;
  if (!operator) return undefined;
  if (actual === undefined) {
    if (ifExists || quantifier === 'ForAllValues') return true;
    return quantifier === 'ForAnyValue' ? false : operator.negated;
  }
  const matched = values.some((value) => {
    const filled = fillVariables(value, context, operator.wildcards === true);
    return filled !== undefined && operator.compare(filled, actual);
  });
  return matched !== operator.negated;
}

function ordered(prefix: string, read: (text: string) => number): Record<string, Operator> {
  const by = (test: (difference: number) => boolean): Compare => {
    return (expected, actual) => test(read(actual) - read(expected));
  };
  return {
    [`${prefix}Equals`]: { compare: by((difference) => difference === 0), negated: false },
    [`${prefix}NotEquals`]: { compare: by((difference) => difference === 0), negated: true },
    [`${prefix}LessThan`]: { compare: by((difference) => difference < 0), negated: false },
    [`${prefix}LessThanEquals`]: { compare: by((difference) => difference <= 0), negated: false },
    [`${prefix}GreaterThan`]: { compare: by((difference) => difference > 0), negated: false },
    [`${prefix}GreaterThanEquals`]: { compare: by((difference) => difference >= 0), negated: false },
  };
}

/** ISO 8601 or seconds since the epoch. */
function readDate(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function isInAddressRange(range: string, address: string): boolean {
  const [network = '', bits] = range.split('/');
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  const length = bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits);
  if (isIP(network) === 0 || isIP(address) !== isIP(network) || !Number.isInteger(length)) return false;
  if (length < 0 || length > (family === 'ipv6' ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(network, length, family);
  return list.check(address, family);
}
