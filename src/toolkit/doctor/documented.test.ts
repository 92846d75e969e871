import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ALL_CHECKS } from './all-checks.ts';

const text = readFileSync(join(import.meta.dirname, '../../../docs/doctor.md'), 'utf8');
const rows = [...text.matchAll(/^\| ((?:`[a-z-]+`(?:, )?)+|any) \| ([^|]*) \|/gm)];
const quoted = (cell: string) => [...cell.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, code = '']) => code);

it('lists every check in docs/doctor.md, and no other', () => {
  const listed = rows.flatMap(([, cell = '']) => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name));
  expect(listed.toSorted()).toEqual(ALL_CHECKS.map(({ name }) => name).toSorted());
});

it('lists every code of a check, and no other', () => {
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
    .join('\n');
  const used = /(?:\b(?:failure|warning|unknown)\(|\b(?:code|invalid|taken):)\s*'([a-z]+(?:-[a-z]+)+)'/g;
  const codes = [...sources.matchAll(used)].map(([, code = '']) => code);
  const listed = rows.flatMap(([, , cell = '']) => quoted(cell));
  expect([...new Set(listed)].toSorted()).toEqual([...new Set(codes)].toSorted());
});
