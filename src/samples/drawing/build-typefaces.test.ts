import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildTypefaces } from '../../../scripts/build-typefaces.mjs';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const VOCABULARY = 'src/samples/vocabulary';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'novatune-typefaces-'));
  symlinkSync(join(PROJECT, 'node_modules'), join(root, 'node_modules'));
  mkdirSync(join(root, 'src/samples/drawing'), { recursive: true });
  cpSync(join(PROJECT, VOCABULARY), join(root, VOCABULARY), { recursive: true });
  cpSync(join(PROJECT, 'src/samples/drawing/faces.json'), join(root, 'src/samples/drawing/faces.json'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

test('two builds write the same bytes, with the licence of every face; unchanged inputs are not built again', () => {
  const { built, faces, folder } = buildTypefaces(root);
  expect(built).toBe(true);
  const read = () => readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
  const first = read();
  expect(first.length).toBe(faces + 2);
  const licences = readFileSync(join(folder, 'LICENSES.md'), 'utf8');
  expect(licences).toMatch(/SIL OPEN FONT LICENSE/i);
  expect(licences).toMatch(/Apache License/);
  expect(buildTypefaces(root).built).toBe(false);
  rmSync(folder, { recursive: true });
  expect(buildTypefaces(root).built).toBe(true);
  expect(read()).toEqual(first);
});

test('a new character of the vocabulary is built in; one that the face lacks stops the build by name', () => {
  buildTypefaces(root);
  writeFileSync(join(root, VOCABULARY, 'invoice-more.json'), '["龙"]');
  expect(buildTypefaces(root).built).toBe(true);
  const face = readFileSync(join(root, 'build/typefaces/zcool-xiaowei.json'), 'utf8');
  expect(face).toContain('"龙":[');
  writeFileSync(join(root, VOCABULARY, 'invoice-more.json'), '["⊗"]');
  expect(() => buildTypefaces(root)).toThrow(/zcool-xiaowei has no glyph for "⊗" \(U\+2297\)/);
  // The half-made folder is not taken for a finished one.
  expect(() => buildTypefaces(root)).toThrow(/zcool-xiaowei/);
});
