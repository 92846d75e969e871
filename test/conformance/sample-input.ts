import type { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { compilePattern } from '../../src/local-cloud/wire/constraint-pattern.ts';
import type { Constraint, ConstraintTable } from '../../src/local-cloud/wire/constraints.ts';
import { membersOf } from '../../src/local-cloud/wire/schema.ts';
import { NAMED_SAMPLES } from './named-samples.ts';

/** Makes the smallest values that the published constraints of one service allow. */
export interface SampleMaker {
  /** A structure with its required members only; of a union the first member. */
  structure(schema: NormalizedSchema): Record<string, unknown>;
  /** @param place `Structure.member`. */
  value(schema: NormalizedSchema, constraint: Constraint, place: string): unknown;
}

/** How many texts are drawn from a pattern before it counts as unmatched. */
const DRAWN_TEXTS = 200;
/** Nesting at which optional things end. */
const DEPTH = 12;

export function createSampleMaker(service: string, table: ConstraintTable): SampleMaker {
  const structure = (schema: NormalizedSchema, depth = 0): Record<string, unknown> => {
    if (depth > DEPTH) throw new Error(`expected the required members of ${schema.getName()} to end`);
    const members = membersOf(schema);
    const required = members.filter(([member]) => table[`${schema.getName()}.${member}`]?.required);
    // Query protocols cannot say that a structure is there and empty: inner ones get their first member.
    const wanted = schema.isUnionSchema() || (depth > 0 && required.length === 0) ? members.slice(0, 1) : required;
    return Object.fromEntries(
      wanted.map(([member, part]) => {
        const place = `${schema.getName()}.${member}`;
        return [member, value(part, table[place] ?? {}, place, depth + 1)];
      }),
    );
  };
  const value = (schema: NormalizedSchema, constraint: Constraint, place: string, depth = 1): unknown => {
    const named = NAMED_SAMPLES[`${service}:${place}`];
    if (named !== undefined) return named;
    if (schema.isStructSchema()) return structure(schema, depth);
    const count = Math.max(1, constraint.min ?? 0);
    if (schema.isListSchema()) {
      const part = schema.getValueSchema();
      return Array.from({ length: count }, () => value(part, constraint.items ?? {}, place, depth + 1));
    }
    if (schema.isMapSchema()) {
      const part = schema.getValueSchema() as NormalizedSchema;
      const field = value(part, constraint.values ?? {}, place, depth + 1);
      const key = textFor(constraint.keys ?? {});
      return Object.fromEntries(
        Array.from({ length: count }, (_, index) => [index === 0 ? key : `${key}${index}`, field]),
      );
    }
    return simpleValue(schema, constraint);
  };
  return {
    structure: (schema) => structure(schema),
    value: (schema, constraint, place) => value(schema, constraint, place),
  };
}

function simpleValue(schema: NormalizedSchema, constraint: Constraint): unknown {
  if (schema.isNumericSchema()) return Math.max(1, constraint.min ?? 1);
  if (schema.isBooleanSchema()) return true;
  if (schema.isTimestampSchema()) return new Date('2026-01-02T03:04:05Z');
  if (schema.isBlobSchema()) return Buffer.alloc(Math.max(1, constraint.min ?? 1), 120);
  if (schema.isStringSchema()) return textFor(constraint);
  // A document: anything that is JSON.
  return { some: 'document' };
}

const texts = new Map<string, string>();

/** A text within the bounds, the same each time. */
export function textFor(constraint: Constraint): string {
  const [first] = constraint.enum ?? [];
  if (first !== undefined) return first;
  const { min = 1, max = Number.POSITIVE_INFINITY, pattern } = constraint;
  const plain = 'unknown'.padEnd(min, 'x').slice(0, max);
  if (pattern === undefined) return plain;
  const key = `${min} ${max} ${pattern}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  const expression = compilePattern(pattern);
  const fits = (text: string) => text.length >= min && text.length <= max && expression.test(text);
  const found = fits(plain) ? plain : drawTexts(expression).find(fits);
  if (found === undefined) throw new Error(`expected a text of ${min} to ${max} characters that matches ${pattern}`);
  texts.set(key, found);
  return found;
}

function drawTexts(expression: RegExp): string[] {
  return fc.sample(fc.stringMatching(expression), { numRuns: DRAWN_TEXTS, seed: 1 });
}
