import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeFileAtomic } from './atomic-write.ts';
import { sha256File, sha256Hex } from './hash.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'atomic-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

it('makes folders, replaces whole files and leaves no temporary ones', async () => {
  const path = join(root, 'a/b.txt');
  await writeFileAtomic(path, 'one');
  await writeFileAtomic(path, Buffer.from('two'));
  expect(await readFile(path, 'utf8')).toBe('two');
  expect(await readdir(join(root, 'a'))).toEqual(['b.txt']);
  expect(await sha256File(path)).toBe(sha256Hex('two'));
});

it('leaves nothing behind when it fails', async () => {
  await mkdir(join(root, 'taken/inside'), { recursive: true });
  await expect(writeFileAtomic(join(root, 'taken'), 'x')).rejects.toThrow();
  expect(await readdir(root)).toEqual(['taken']);
});
