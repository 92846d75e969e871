import { InputError } from '../errors.ts';

/** Name rules of Bedrock's API model (2023-04-20). All at most 63 characters. */
const RULES = {
  'job name': {
    pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9+\-.])*$/,
    words: 'letters, digits, `-`, `+`, `.`, beginning with a letter or digit (no underscore)',
  },
  'model name': { pattern: /^([0-9a-zA-Z][_-]?)+$/, words: 'letters and digits with single `-` or `_` between them' },
} as const;

const MAX_NAME = 63;

/** @throws {InputError} `name-invalid` */
export function checkName(kind: keyof typeof RULES, name: string): string {
  const { pattern, words } = RULES[kind];
  if (name.length >= 1 && name.length <= MAX_NAME && pattern.test(name)) return name;
  throw new InputError(
    'name-invalid',
    `Expected the ${kind} to have 1 to ${MAX_NAME} characters of ${words}, got ${JSON.stringify(name)}.`,
  );
}
