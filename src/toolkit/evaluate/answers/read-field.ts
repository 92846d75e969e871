import { foldName } from '../../lib/match-class.ts';
import { findObjects, isObject, type JsonObject } from './find-objects.ts';

/** Objects in objects that are looked into; deeper ones are no answer to a question about one page. */
const DEPTH = 4;

/**
 * The value of one field of a JSON answer. An object nested in another is looked into when the outer one lacks the field.
 * @returns undefined when the field is nowhere, holds no text, number or truth value, or has several values: guessing would be no reading.
 */
export function readField(answer: string, field: string): string | undefined {
  const values = new Set(findObjects(answer).flatMap((object) => valuesIn(object, field, DEPTH)));
  const [value] = values;
  return values.size === 1 ? value : undefined;
}

/** All fields of a JSON answer that hold a text, number or truth value. @returns undefined when the answer is not one JSON object. */
export function readFields(answer: string): ReadonlyMap<string, string> | undefined {
  const objects = findObjects(answer);
  const [object] = objects;
  return object && objects.length === 1 ? fieldsOf(object) : undefined;
}

export function fieldsOf(object: JsonObject): Map<string, string> {
  return new Map(
    Object.entries(object).flatMap(([name, value]) => {
      const text = textOf(value);
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
}

function valuesIn(object: JsonObject, field: string, depth: number): string[] {
  const wanted = foldName(field);
  const own = Object.hasOwn(object, field)
    ? [object[field]]
    : Object.entries(object).flatMap(([name, value]) => (foldName(name) === wanted ? [value] : []));
  if (own.length > 0) return own.flatMap((value) => textOf(value) ?? []);
  if (depth === 0) return [];
  return Object.values(object).flatMap((value) => (isObject(value) ? valuesIn(value, field, depth - 1) : []));
}

/** An empty text says nothing. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
