import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProcessTask } from './prepare-process.ts';

const ENTRY = fileURLToPath(new URL('./prepare-process.ts', import.meta.url));
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const DOCUMENTS = 24;

/** Where a run ends itself with SIGKILL, in order, all in one folder. Documents are reported in order, some are ahead. */
const DEATHS: readonly NonNullable<ProcessTask['dieAt']>[] = [
  { event: 'documents-found', nth: 1 },
  { event: 'document-done', nth: 1 },
  { event: 'document-done', nth: 7 },
  { event: 'document-done', nth: DOCUMENTS },
  { event: 'documents-split', nth: 1 },
];

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'prepare-kill-'));
  for (let number = 0; number < DOCUMENTS; number++) {
    const folder = join(root, 'images', number % 2 === 0 ? 'invoice' : 'letter');
    await mkdir(folder, { recursive: true });
    const width = 100 + number;
    const bytes = new Uint8Array(width * 120 * 3).map((_, at) => (at * (number + 3)) % 251);
    await sharp(bytes, { raw: { width, height: 120, channels: 3 } })
      .tiff()
      .toFile(join(folder, `${number}.tiff`));
  }
  await run('undisturbed');
}, 60_000);
afterAll(() => rm(root, { recursive: true, force: true }));

/** Prepares in a process of its own. @param killWhen ends it from outside once this is true */
async function run(folder: string, dieAt?: ProcessTask['dieAt'], killWhen?: () => boolean) {
  const task: ProcessTask = {
    images: join(root, 'images'),
    options: {
      folder: join(root, folder),
      name: 'pages',
      task: {
        kind: 'classification',
        answerFormat: 'json',
        field: 'type',
        classes: ['invoice', 'letter'].map((name) => ({ name, description: '' })),
      },
      s3: { bucket: 'my-bucket', prefix: 'pages' },
    },
    ...(dieAt !== undefined && { dieAt }),
  };
  const file = join(root, `${folder}.json`);
  await writeFile(file, JSON.stringify(task));
  const child = spawn(process.execPath, ['--import', LOADER, ENTRY, file], { stdio: ['ignore', 'pipe', 'pipe'] });
  const watch = setInterval(() => {
    if (killWhen?.() === true) child.kill('SIGKILL');
  }, 1);
  const [[code, signal], stdout, stderr] = await Promise.all([
    once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
    text(child.stdout),
    text(child.stderr),
  ]);
  clearInterval(watch);
  if (signal === null) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const outcomes = stdout.split('\n').filter((line) => line !== '');
  return { signal, reused: outcomes.filter((outcome) => outcome === 'reused').length, outcomes };
}

async function filesOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.sort().map(async (file) => [file, await readFile(file, 'latin1')] as const));
  return Object.fromEntries(texts.map(([file, content]) => [file.slice(join(root, folder).length), content]));
}

describe('prepare, killed', () => {
  it('goes on after each death, converts nothing twice and ends with the same bytes', async () => {
    for (const death of DEATHS) {
      const { signal } = await run('killed', death);
      expect(signal).toBe('SIGKILL');
      expect(existsSync(join(root, 'killed/manifest.json'))).toBe(false);
    }
    const last = await run('killed');
    expect(last.signal).toBeNull();
    expect(last.reused).toBe(DOCUMENTS);
    expect(await filesOf('killed')).toEqual(await filesOf('undisturbed'));
  }, 60_000);

  it.each(['prepare-journal.jsonl', 'train.jsonl', 'updated_dataset.json'])(
    'survives an end from outside as %s appears',
    async (name) => {
      const folder = `outside-${name}`;
      await run(folder, undefined, () => existsSync(join(root, folder, name)));
      const { signal } = await run(folder);
      expect(signal).toBeNull();
      expect(await filesOf(folder)).toEqual(await filesOf('undisturbed'));
    },
    60_000,
  );
});
