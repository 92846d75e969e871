import { matchesWildcard } from './wildcard.ts';

/** Tests one value of an event; `undefined` stands for a key that is not there. */
export type LeafMatcher = (value: unknown) => boolean;

/** A pattern that EventBridge would refuse. The reason is in our own words. */
export class InvalidPattern extends Error {
  override readonly name = 'InvalidPattern';
}

type Scalar = string | number | boolean | null;

/** @param item one element of the array of possibilities that stands at a leaf of a pattern. */
export function leafMatcher(item: unknown): LeafMatcher {
  if (isScalar(item)) return (value) => value === item;
  const [name, operand, ...more] = Object.entries(asRecord(item)).flat();
  if (typeof name !== 'string' || more.length > 0) throw new InvalidPattern('Only one key allowed in match expression');
  const build = FILTERS[name];
  if (!build) throw new InvalidPattern(`Unrecognized match type ${name}`);
  return build(operand);
}

/** Content filters by their documented names. Source: EventBridge user guide, "Comparison operators". */
const FILTERS: Readonly<Record<string, (operand: unknown) => LeafMatcher>> = {
  prefix: (operand) => affix('prefix', operand, (text, part) => text.startsWith(part)),
  suffix: (operand) => affix('suffix', operand, (text, part) => text.endsWith(part)),
  'equals-ignore-case': (operand) => {
    const wanted = textOf('equals-ignore-case', operand).toLowerCase();
    return onText((text) => text.toLowerCase() === wanted);
  },
  wildcard: (operand) => {
    const pattern = textOf('wildcard', operand);
    return onText((text) => matchesWildcard(pattern, text));
  },
  exists: (operand) => {
    if (typeof operand !== 'boolean') throw new InvalidPattern('exists match pattern must be true or false');
    return (value) => (value !== undefined) === operand;
  },
  numeric,
  'anything-but': anythingBut,
};

function affix(name: string, operand: unknown, holds: (text: string, part: string) => boolean): LeafMatcher {
  if (typeof operand === 'string') return onText((text) => holds(text, operand));
  const { 'equals-ignore-case': folded, ...rest } = asRecord(operand);
  if (Object.keys(rest).length > 0) throw new InvalidPattern(`Unsupported ${name} match pattern`);
  const part = textOf(`${name} equals-ignore-case`, folded).toLowerCase();
  return onText((text) => holds(text.toLowerCase(), part));
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '=': (value, bound) => value === bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** `["=", 5]`, or a range such as `[">", 0, "<=", 5]`. */
function numeric(operand: unknown): LeafMatcher {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    throw new InvalidPattern('Value of numeric must be an array of one or two comparisons');
  }
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const [operator, bound]: unknown[] = operand.slice(index, index + 2);
    const compare = COMPARISONS[String(operator)];
    if (!compare) throw new InvalidPattern(`Unrecognized numeric range operator: ${String(operator)}`);
    if (typeof bound !== 'number') throw new InvalidPattern('Value of numeric comparison must be a number');
    tests.push((value) => compare(value, bound));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

/** A key that is not there is not "anything but" a value. */
function anythingBut(operand: unknown): LeafMatcher {
  const excluded = isScalar(operand) || Array.isArray(operand) ? scalars(operand) : excludedBy(operand);
  return (value) => value !== undefined && !excluded.some((matches) => matches(value));
}

function scalars(operand: unknown): LeafMatcher[] {
  const values: unknown[] = Array.isArray(operand) ? operand : [operand];
  if (values.length === 0 || !values.every((value) => typeof value === 'string' || typeof value === 'number')) {
    throw new InvalidPattern('Inside anything-but list, only strings or only numbers are allowed');
  }
  return values.map(leafMatcher);
}

const NEGATABLE = new Set(['prefix', 'suffix', 'equals-ignore-case', 'wildcard']);

function excludedBy(operand: unknown): LeafMatcher[] {
  const entries = Object.entries(asRecord(operand));
  const [name, given] = entries[0] ?? [];
  if (entries.length !== 1 || name === undefined || !NEGATABLE.has(name)) {
    throw new InvalidPattern('Unsupported anything-but pattern');
  }
  const parts: unknown[] = Array.isArray(given) ? given : [given];
  return parts.map((part) => leafMatcher({ [name]: part }));
}

const onText =
  (holds: (text: string) => boolean): LeafMatcher =>
  (value) =>
    typeof value === 'string' && holds(value);

function textOf(name: string, operand: unknown): string {
  if (typeof operand === 'string' && operand !== '') return operand;
  throw new InvalidPattern(`${name} match pattern must be a string`);
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new InvalidPattern('Expected an object');
}
