import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFileAtomic } from '../../toolkit/index.ts';
import { ArtifactCache } from './artifact-cache.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'novatune-test-'));
  file = join(folder, 'artifact.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('ArtifactCache', () => {
  it('parses a file once until it changes', async () => {
    const cache = new ArtifactCache();
    let parsed = 0;
    const read = () =>
      cache.read<string>(file, (text) => {
        parsed += 1;
        return text;
      });
    await writeFileAtomic(file, 'one');
    expect([await read(), await read(), await read()]).toEqual(['one', 'one', 'one']);
    expect(parsed).toBe(1);
    await writeFileAtomic(file, 'two'); // Same size, and maybe the same millisecond.
    expect(await read()).toBe('two');
    expect(parsed).toBe(2);
  });

  it('lets the least recently used go when it holds too much', async () => {
    const cache = new ArtifactCache();
    const parsed: string[] = [];
    const read = (name: string) => cache.read(join(folder, name), (_, path) => void parsed.push(path.slice(-1)));
    for (const name of ['a', 'b', 'c']) await writeFile(join(folder, name), Buffer.alloc(25 * 1024 * 1024));
    for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) await read(name);
    expect(parsed).toEqual(['a', 'b', 'c', 'b']);
  });

  it('knows nothing of a file that is not there, nor of a folder', async () => {
    const cache = new ArtifactCache();
    expect(await cache.read(file)).toBeUndefined();
    expect(await cache.read(folder)).toBeUndefined();
  });

  it('says which file is no JSON', async () => {
    await writeFile(file, '{"half":');
    await expect(new ArtifactCache().read(file)).rejects.toMatchObject({
      code: 'artifact-unreadable',
      message: expect.stringContaining(file),
    });
  });
});
