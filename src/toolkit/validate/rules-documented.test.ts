import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MEDIA_RULES, RECORD_RULES, SET_RULES } from './all-rules.ts';
import { LINE_RULES } from './line-rules.ts';

it('every rule has a line in docs/errors.md', () => {
  const documentation = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
  const codes = [...LINE_RULES, ...RECORD_RULES, ...MEDIA_RULES, ...SET_RULES].map((rule) => rule.code);
  expect(codes.filter((code) => !documentation.includes(`| \`${code}\` |`))).toEqual([]);
});
