import type { NormalizedSchema } from '@smithy/core/schema';
import { compilePattern } from './constraint-pattern.ts';
import type { Constraint } from './constraints.ts';

/** One way in which an input differs from what the service publishes. */
export type Violation =
  | { readonly kind: 'missing'; readonly path: string }
  | { readonly kind: 'type'; readonly path: string; readonly found: unknown; readonly wanted: string }
  | { readonly kind: 'union'; readonly path: string; readonly present: number }
  | {
      readonly kind: 'bound';
      readonly path: string;
      /** Undefined when the value is sensitive. */
      readonly shown: string | undefined;
      /** AWS's words, e.g. `Member must have length less than or equal to 63`. */
      readonly rule: string;
    };

export type Check = (value: unknown, path: string, violations: Violation[]) => void;

/** Longest value repeated in a message, characters. */
const MAX_SHOWN = 1024;

/** The test of one value. `structure` compiles the test of a structure. */
export function valueCheck(
  schema: NormalizedSchema,
  constraint: Constraint,
  structure: (schema: NormalizedSchema) => Check,
): Check {
  if (schema.isStructSchema()) return schema.isStreaming() ? accept : structure(schema);
  if (schema.isListSchema()) return listCheck(schema, constraint, structure);
  if (schema.isMapSchema()) return mapCheck(schema, constraint, structure);
  if (schema.isStringSchema()) return typed('String', isText, textRules(constraint), constraint);
  if (schema.isNumericSchema()) return typed('Number', isNumber, rangeRules(constraint), constraint);
  if (schema.isBooleanSchema()) return typed('Boolean', (value) => typeof value === 'boolean', [], constraint);
  if (schema.isTimestampSchema()) return typed('Timestamp', isDate, [], constraint);
  if (schema.isBlobSchema() && !schema.isStreaming())
    return typed('Blob', isBytes, lengthRules(constraint), { ...constraint, sensitive: true });
  return accept;
}

const accept: Check = () => undefined;
// Strings of media type JSON arrive as String objects with the parsed value attached.
const isText = (value: unknown) => typeof value === 'string' || value instanceof String;
const isNumber = (value: unknown) => typeof value === 'number' && !Number.isNaN(value);
const isDate = (value: unknown) => value instanceof Date && !Number.isNaN(value.getTime());
const isBytes = (value: unknown) => value instanceof Uint8Array;

/** One bound with the words AWS uses when it is broken. */
interface Rule {
  readonly words: string;
  readonly holds: (value: unknown) => boolean;
}

function typed(
  wanted: string,
  test: (value: unknown) => boolean,
  rules: readonly Rule[],
  constraint: Constraint,
): Check {
  return (value, path, violations) => {
    if (!test(value)) {
      violations.push({ kind: 'type', path, found: value, wanted });
      return;
    }
    for (const rule of rules) {
      if (rule.holds(value)) continue;
      violations.push({ kind: 'bound', path, shown: shownValue(value, constraint), rule: rule.words });
    }
  };
}

function shownValue(value: unknown, constraint: Constraint): string | undefined {
  return constraint.sensitive ? undefined : String(value).slice(0, MAX_SHOWN);
}

/** Characters of a text (code points, as AWS counts), bytes of a blob, else elements. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string' || value instanceof String) return [...String(value)].length;
  if (value instanceof Uint8Array) return value.byteLength;
  return Array.isArray(value) ? value.length : Object.keys(value as object).length;
}

function lengthRules({ min, max }: Constraint): Rule[] {
  const rules: Rule[] = [];
  if (max !== undefined) {
    rules.push({
      words: `Member must have length less than or equal to ${max}`,
      // The unit count bounds the code-point count from above and is free.
      holds: (value) => (typeof value === 'string' && value.length <= max) || lengthOf(value) <= max,
    });
  }
  if (min !== undefined && min > 0) {
    rules.push({
      words: `Member must have length greater than or equal to ${min}`,
      holds: (value) => lengthOf(value) >= min,
    });
  }
  return rules;
}

function rangeRules({ min, max }: Constraint): Rule[] {
  const rules: Rule[] = [];
  if (max !== undefined) {
    rules.push({
      words: `Member must have value less than or equal to ${max}`,
      holds: (value) => (value as number) <= max,
    });
  }
  if (min !== undefined) {
    rules.push({
      words: `Member must have value greater than or equal to ${min}`,
      holds: (value) => (value as number) >= min,
    });
  }
  return rules;
}

function textRules(constraint: Constraint): Rule[] {
  const { pattern, enum: values } = constraint;
  const lengths = lengthRules(constraint);
  const rules = [...lengths];
  if (pattern !== undefined) {
    const expression = compilePattern(pattern);
    // A value that is too long is not worth the pattern's time.
    const fits = (value: unknown) => constraint.max === undefined || lengthOf(value) <= constraint.max;
    rules.push({
      words: `Member must satisfy regular expression pattern: ${pattern}`,
      holds: (value) => !fits(value) || expression.test(String(value)),
    });
  }
  if (values) {
    const allowed = new Set(values);
    rules.push({
      words: `Member must satisfy enum value set: [${values.join(', ')}]`,
      holds: (value) => allowed.has(String(value)),
    });
  }
  return rules;
}

/** Bedrock names lists and maps in its messages without repeating their content. */
function listCheck(
  schema: NormalizedSchema,
  constraint: Constraint,
  structure: (part: NormalizedSchema) => Check,
): Check {
  const rules = lengthRules(constraint);
  const checkItem = valueCheck(schema.getValueSchema(), constraint.items ?? {}, structure);
  return (value, path, violations) => {
    if (!Array.isArray(value)) {
      violations.push({ kind: 'type', path, found: value, wanted: 'List' });
      return;
    }
    for (const { holds, words } of rules) {
      if (!holds(value)) violations.push({ kind: 'bound', path, shown: undefined, rule: words });
    }
    value.forEach((item, index) => {
      if (item !== null && item !== undefined) checkItem(item, `${path}.${index + 1}.member`, violations);
    });
  };
}

function mapCheck(
  schema: NormalizedSchema,
  constraint: Constraint,
  structure: (part: NormalizedSchema) => Check,
): Check {
  const rules = lengthRules(constraint);
  const keyRules = textRules(constraint.keys ?? {});
  const values = schema.getValueSchema() as NormalizedSchema;
  const valueRules = values.isStringSchema() ? textRules(constraint.values ?? {}) : [];
  // Bounds of texts are reported for the map as a whole, those of other values where they stand.
  const checkValue = valueCheck(values, values.isStringSchema() ? {} : (constraint.values ?? {}), structure);
  return (value, path, violations) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      violations.push({ kind: 'type', path, found: value, wanted: 'Map' });
      return;
    }
    const entries = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
    const add = (rule: string) => violations.push({ kind: 'bound', path, shown: undefined, rule });
    for (const { holds, words } of rules) if (!holds(value)) add(words);
    for (const [key, field] of entries) checkValue(field, `${path}.${key}.member`, violations);
    if (entries.some(([key]) => !all(keyRules, key))) add(`Map keys must satisfy constraint: [${listed(keyRules)}]`);
    if (entries.some(([, field]) => !all(valueRules, field))) {
      add(`Map value must satisfy constraint: [${listed(valueRules)}]`);
    }
  };
}

const all = (rules: readonly Rule[], value: unknown) => rules.every(({ holds }) => holds(value));
const listed = (rules: readonly Rule[]) => rules.map(({ words }) => words).join(', ');
