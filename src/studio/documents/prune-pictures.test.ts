import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prunePictures } from './prune-pictures.ts';

const DAY_MS = 24 * 3_600_000;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'novatune-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const nameOf = (letter: string) => `${letter.repeat(64)}.jpg`;

async function keep(letter: string, bytes: number, ageDays: number, name = nameOf(letter)): Promise<void> {
  const shelf = join(folder, letter.repeat(2));
  await mkdir(shelf, { recursive: true });
  await writeFile(join(shelf, name), Buffer.alloc(bytes));
  const made = new Date(Date.now() - ageDays * DAY_MS);
  await utimes(join(shelf, name), made, made);
}

const left = async () =>
  (await readdir(folder, { recursive: true })).filter((name) => /\.\w+$/.test(name)).map((name) => name.slice(0, 2));

it('deletes what is old, and the oldest of too many', async () => {
  await keep('a', 10, 40);
  await keep('b', 60, 20);
  await keep('c', 50, 10);
  await keep('d', 40, 1);
  await prunePictures(folder, { maxAgeMs: 30 * DAY_MS, maxBytes: 100 });
  expect((await left()).toSorted()).toEqual(['cc', 'dd']);
});

it('leaves alone what studio has not made, and a folder that is not there', async () => {
  await keep('a', 10, 400, 'holiday.jpg');
  await keep('b', 10, 400, `${'b'.repeat(64)}.png`);
  await prunePictures(folder, { maxAgeMs: 0, maxBytes: 0 });
  expect((await left()).toSorted()).toEqual(['aa', 'bb']);
  await expect(prunePictures(join(folder, 'nowhere'))).resolves.toBeUndefined();
});
