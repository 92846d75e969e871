import { asRecord, InvalidPattern, type LeafMatcher, leafMatcher } from './leaf-matchers.ts';

export { InvalidPattern } from './leaf-matchers.ts';

/** Whether an event, as plain JSON data, is one that the rule asks for. */
export type EventMatcher = (event: unknown) => boolean;

/** Deepest nesting of a pattern that is read. */
const MAXIMUM_DEPTH = 50;

/**
 * Reads an event pattern. Keys at all levels must match (and), the elements of an array are alternatives (or), `$or` too.
 * A value of the event that is an array matches when one of its elements does.
 * @throws {InvalidPattern} for what is no pattern, and for filters that are not emulated.
 */
export function readEventPattern(text: string): EventMatcher {
  const pattern = parse(text);
  if (Object.keys(asRecord(pattern)).length === 0) throw new InvalidPattern('Event pattern is empty');
  return structureMatcher(pattern, 0);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidPattern('The pattern is not valid JSON');
  }
}

function structureMatcher(pattern: unknown, depth: number): EventMatcher {
  if (depth > MAXIMUM_DEPTH) throw new InvalidPattern('The pattern is nested too deeply');
  const matchers = Object.entries(asRecord(pattern)).map(([key, value]) =>
    key === '$or' ? alternatives(value, depth) : memberMatcher(key, value, depth),
  );
  return (event) => matchers.every((matches) => matches(event));
}

function alternatives(value: unknown, depth: number): EventMatcher {
  if (!Array.isArray(value) || value.length < 2)
    throw new InvalidPattern('$or needs an array of at least two patterns');
  const matchers = value.map((alternative) => structureMatcher(alternative, depth + 1));
  return (event) => matchers.some((matches) => matches(event));
}

function memberMatcher(key: string, value: unknown, depth: number): EventMatcher {
  if (Array.isArray(value)) {
    if (value.length === 0) throw new InvalidPattern('Empty arrays are not allowed');
    const matchers = value.map(leafMatcher);
    return (event) => leafHolds(memberOf(event, key), matchers);
  }
  if (typeof value !== 'object' || value === null) {
    throw new InvalidPattern(`"${key}" must be an object or an array`);
  }
  const matches = structureMatcher(value, depth + 1);
  return (event) => {
    const member = memberOf(event, key);
    return Array.isArray(member) ? member.some(matches) : matches(member);
  };
}

function leafHolds(value: unknown, matchers: readonly LeafMatcher[]): boolean {
  const values: unknown[] = Array.isArray(value) && value.length > 0 ? value : [value];
  return values.some((one) => matchers.some((matches) => matches(one)));
}

function memberOf(event: unknown, key: string): unknown {
  if (typeof event !== 'object' || event === null || !Object.hasOwn(event, key)) return undefined;
  return (event as Readonly<Record<string, unknown>>)[key];
}
