import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readRecipe } from './read-recipe.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'recipe-sources-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function read(source: unknown) {
  const file = join(root, 'recipe.json');
  await writeFile(file, JSON.stringify({ name: 'x', bucket: 'my-bucket', task: { kind: 'extraction' }, source }));
  return (await readRecipe(file)).source;
}

it.each([
  [
    { kind: 'image-folder', folder: 'scans', split: 'train', pdfPages: 'all' },
    { folder: '/scans', split: 'train', pdfPages: 'all' },
  ],
  [
    { kind: 'images-and-csv', images: 'scans', labels: 'l.csv', encoding: 'gbk' },
    { images: '/scans', labels: '/l.csv', encoding: 'gbk' },
  ],
  [
    { kind: 'jsonl-manifest', manifest: 'm.jsonl', groupColumn: 'g' },
    { manifest: '/m.jsonl', groupColumn: 'g' },
  ],
  [
    { kind: 'jsonl-manifest', manifest: 'm.jsonl', images: 'scans' },
    { manifest: '/m.jsonl', images: '/scans' },
  ],
])('reads %j with its paths beside the recipe', async (source, wanted) => {
  const absolute = Object.entries(wanted).map(([key, value]) => [
    key,
    value.startsWith('/') ? join(root, value) : value,
  ]);
  expect(await read(source)).toEqual({ kind: source.kind, ...Object.fromEntries(absolute) });
});

it.each([
  [{ kind: 'jsonl-manifest', manifest: 'm.jsonl', encoding: 'gbk' }, 'encoding'],
  [{ kind: 'image-folder', folder: 'scans', pdfPages: 'last' }, 'pdfPages'],
])('refuses %j', async (source, named) => {
  const work = read(source);
  await expect(work).rejects.toMatchObject({ code: 'recipe-unreadable', message: expect.stringContaining(named) });
});
