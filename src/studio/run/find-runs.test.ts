import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findRuns } from './find-runs.ts';

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'novatune-test-')));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function put(folder: string, name = 'run.json'): Promise<void> {
  await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, folder, name), '{}');
}
const found = async () => (await findRuns([root])).map(({ folder }) => folder).toSorted();

describe('findRuns', () => {
  it('finds whatever holds an artifact of a run', async () => {
    await put('one');
    await put('two/deeper', 'job-details.json');
    await put('three', 'audit.json');
    await put('none', 'notes.json');
    expect(await found()).toEqual(['one', 'three', 'two/deeper']);
  });

  it('finds the root itself, under its own name', async () => {
    await put('.');
    const [run] = await findRuns([root]);
    expect(run).toMatchObject({ path: root, folder: root.split('/').at(-1) });
  });

  it('looks four levels deep, not into data sets, packages or hidden folders', async () => {
    await put('1/2/3/4');
    await put('1/2/3/4/5');
    for (const folder of ['dataset', 'node_modules/x', '.hidden', 'images']) await put(folder);
    expect(await found()).toEqual(['1/2/3/4']);
  });

  it('follows no link', async () => {
    await put('real/run');
    await symlink(join(root, 'real'), join(root, 'link'));
    await symlink(root, join(root, 'real', 'loop'));
    expect(await found()).toEqual(['real/run']);
  });

  it('names a run the same from wherever it is looked for', async () => {
    await put('a/b');
    const [above] = await findRuns([root]);
    const [below] = await findRuns([join(root, 'a')]);
    expect(above?.id).toMatch(/^[0-9a-f]{16}$/);
    expect(below?.id).toBe(above?.id);
    expect(await findRuns([root, join(root, 'a')])).toHaveLength(1);
  });

  it('passes over a root that is gone', async () => {
    expect(await findRuns([join(root, 'gone')])).toEqual([]);
  });
});
