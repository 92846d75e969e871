import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { KNOWN_RULES } from './known-rules.ts';

it('every rule has a line in docs/errors.md', () => {
  const documentation = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
  const codes = [...KNOWN_RULES.keys()];
  expect(codes.filter((code) => !documentation.includes(`| \`${code}\` |`))).toEqual([]);
});
