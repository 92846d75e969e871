import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeTemporaries, writeChunksAtomic, writeFileAtomic } from './atomic-write.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atomic-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('writeFileAtomic', () => {
  it('makes folders, replaces, and leaves nothing else behind', async () => {
    const file = join(folder, 'a', 'b.json');
    await writeFileAtomic(file, 'old');
    await writeFileAtomic(file, 'new');
    expect(await readFile(file, 'utf8')).toBe('new');
    expect(await readdir(join(folder, 'a'))).toEqual(['b.json']);
  });

  it('leaves nothing behind when it fails', async () => {
    await writeFileAtomic(join(folder, 'taken', 'x'), '');
    await expect(writeFileAtomic(join(folder, 'taken'), 'text')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['taken']);
  });
});

describe('writeChunksAtomic', () => {
  it('writes piece after piece', async () => {
    await writeChunksAtomic(join(folder, 'page.html'), pieces());
    expect(await readFile(join(folder, 'page.html'), 'utf8')).toBe('一二');
  });

  it('keeps the old file when a later piece cannot be made', async () => {
    await writeFile(join(folder, 'page.html'), 'old');
    await expect(writeChunksAtomic(join(folder, 'page.html'), pieces(new Error('no more')))).rejects.toThrow('no more');
    expect(await readFile(join(folder, 'page.html'), 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['page.html']);
  });

  async function* pieces(error?: Error): AsyncGenerator<string> {
    yield '一';
    if (error) throw error;
    yield '二';
  }
});

describe('removeTemporaries', () => {
  it('removes what killed writers of this file have left, and nothing else', async () => {
    const kept = ['train.jsonl', 'train.jsonl.bak', 'train.jsonl.tmp', 'validation.jsonl.0123456789ab.tmp'];
    for (const name of [...kept, 'train.jsonl.0123456789ab.tmp', 'train.jsonl.ffffffffffff.tmp']) {
      await writeFile(join(folder, name), '');
    }
    await removeTemporaries(join(folder, 'train.jsonl'));
    expect((await readdir(folder)).toSorted()).toEqual(kept);
  });

  it('takes a missing folder as empty', async () => {
    await expect(removeTemporaries(join(folder, 'none', 'x'))).resolves.toBeUndefined();
  });
});
