import { mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { emulatedServices } from './emulated-services.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import { operationRows, wireFidelityPage } from './wire-fidelity.ts';

// The pages are made from the services themselves: `-u` writes them anew, without it they must be what the services are.

const DOCS = resolve(import.meta.dirname, '../../docs');
const folder = mkdtempSync(join(tmpdir(), 'novatune-conformance-'));
const services = await emulatedServices(folder);
afterAll(() => rm(folder, { recursive: true, force: true }));

it('docs/wire-fidelity.md says what is emulated, refused and different', async () => {
  await expect(wireFidelityPage(services)).toMatchFileSnapshot(join(DOCS, 'wire-fidelity.md'));
});

it('docs/local-cloud.md lists every emulated operation', async () => {
  const file = join(DOCS, 'local-cloud.md');
  const page = await readFile(file, 'utf8');
  const table = /(?<=\| service \| operations \|\n\|---\|---\|\n)(?:\|.*\|\n)+/;
  expect(page).toMatch(table);
  await expect(page.replace(table, () => `${operationRows(services).join('\n')}\n`)).toMatchFileSnapshot(file);
});

it('knows differences of emulated operations alone', () => {
  const emulated = new Map(services.map((service) => [service.name, service.emulated]));
  const unknown = Object.entries(KNOWN_DIFFERENCES).flatMap(([name, { operations }]) =>
    Object.keys(operations)
      .filter((operation) => !emulated.get(name)?.includes(operation))
      .concat(emulated.has(name) ? [] : [name]),
  );
  expect(unknown).toEqual([]);
});
