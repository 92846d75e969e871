import type { Report } from './conversation.ts';

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** JSON pointer (RFC 6901) of a key below `parent`. */
export function below(parent: string, ...keys: readonly (string | number)[]): string {
  return [parent, ...keys.map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');
}

/** What a value is, for messages: never the value itself, which may be long or private. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'it is missing';
  if (value === null) return 'it is null';
  return `it is ${isList(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`}`;
}

/** Reports that the record does not have the shape of its format. */
export function reportShape(report: Report, pointer: string, expected: string, value: unknown): void {
  report({
    code: 'record-shape',
    severity: 'error',
    pointer,
    message: `Expected ${expected} at ${pointer || 'the top'}, but ${kindOf(value)}.`,
  });
}

/** Warns of keys that nothing is made of. Keys without a value do not count. */
export function reportOtherKeys(report: Report, fields: Fields, pointer: string, known: readonly string[]): void {
  for (const [key, value] of Object.entries(fields)) {
    if (known.includes(key) || value === null) continue;
    report({
      code: 'key-left-out',
      severity: 'warning',
      pointer: below(pointer, key),
      message: `Expected only keys that can be converted, but ${JSON.stringify(key)} is none; it is left out.`,
    });
  }
}

/** Reports keys that change what the record means, so that it must not be converted without them. */
export function reportTools(report: Report, fields: Fields, pointer: string, keys: readonly string[]): void {
  for (const key of keys) {
    const value = fields[key];
    if (value === undefined || value === null || (isList(value) && value.length === 0)) continue;
    report({
      code: 'tool-unsupported',
      severity: 'error',
      pointer: below(pointer, key),
      message: `Expected a conversation without tools, but it has ${JSON.stringify(key)}.`,
    });
  }
}
