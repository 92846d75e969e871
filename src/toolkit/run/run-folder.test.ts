import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ARTIFACTS, openRunFolder } from './run-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a run folder', () => {
  it('is made when it is missing, and is known by its absolute path', async () => {
    const run = await openRunFolder(relative(process.cwd(), join(folder, 'a', 'b')));
    expect(run.path).toBe(join(folder, 'a', 'b'));
    expect(await readdir(run.path)).toEqual([]);
  });

  it('gives back what was written, also in another process', async () => {
    const scores = { accuracy: 0.5, names: ['发票'] };
    await (await openRunFolder(folder)).write('baseScores', scores);
    const run = await openRunFolder(folder);
    expect(run.has('baseScores')).toBe(true);
    expect(await run.read('baseScores')).toEqual(scores);
    expect(await readFile(join(folder, 'scores', 'base.json'), 'utf8')).toBe(`${JSON.stringify(scores, null, 2)}\n`);
  });

  it('replaces an artifact and leaves nothing beside it', async () => {
    const run = await openRunFolder(folder);
    await run.write('job', { status: 'InProgress' });
    await run.write('job', { status: 'Completed' });
    expect(await run.read('job')).toEqual({ status: 'Completed' });
    expect(await readdir(folder)).toEqual(['job-details.json']);
  });

  it('keeps an artifact when a new one cannot be written', async () => {
    const run = await openRunFolder(folder);
    await run.write('job', { status: 'InProgress' });
    await expect(run.write('job', { bad: 1n })).rejects.toThrow(TypeError);
    expect(await run.read('job')).toEqual({ status: 'InProgress' });
  });

  it('knows nothing of what no step has written', async () => {
    const run = await openRunFolder(folder);
    expect(run.has('comparison')).toBe(false);
    expect(await run.read('comparison')).toBeUndefined();
  });

  it('names a file that is no JSON, and what to do about it', async () => {
    await writeFile(join(folder, 'job-details.json'), '{"status":');
    await expect((await openRunFolder(folder)).read('job')).rejects.toMatchObject({
      name: 'DataError',
      code: 'artifact-unreadable',
      message: expect.stringContaining(join(folder, 'job-details.json')),
      remedy: expect.stringMatching(/^Move the file away/),
    });
  });

  it('cannot be where a file stands', async () => {
    await mkdir(join(folder, 'x'));
    await writeFile(join(folder, 'x', 'file'), '');
    await expect(openRunFolder(join(folder, 'x', 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it('has a place of its own for each artifact', () => {
    const places = Object.values(ARTIFACTS);
    expect(new Set(places).size).toBe(places.length);
  });
});
