import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobDetails } from '../toolkit/index.ts';
import { keepJobDetails, requireDetailsFile } from './job-details-file.ts';
import { sameBut, writeJson } from './write-file.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'novatune-write-'));
  file = join(folder, 'result.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const details = (job: string, status: string): JobDetails => ({
  job_arn: `arn:${job}`,
  job_name: job,
  model_name: job,
  status,
  base_model: 'nova-lite',
  role_arn: 'arn:role',
  training_data_uri: 's3://b/train.jsonl',
  output_uri: 's3://b/out/',
  hyperparameters: {},
  creation_time: '2026-01-01T00:00:00.000Z',
});

describe('writeJson', () => {
  it('writes whole files and leaves no temporary ones', async () => {
    await writeJson(file, { a: 1 });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ a: 1 });
    expect(await readdir(folder)).toEqual(['result.json']);
  });

  it('may be repeated, and refuses to lose another file', async () => {
    await writeJson(file, { a: 1 });
    await writeJson(file, { a: 1 });
    await expect(writeJson(file, { a: 2 })).rejects.toMatchObject({ code: 'output-exists' });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ a: 1 });
    expect(await readdir(folder)).toEqual(['result.json']);
  });

  it('replaces what differs in one named key alone', async () => {
    await writeJson(file, { a: 1, gate: { passed: true } });
    await writeJson(file, { a: 1 }, sameBut('gate', { a: 1 }));
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ a: 1 });
    const other = { a: 2, gate: { passed: true } };
    await expect(writeJson(file, other, sameBut('gate', other))).rejects.toMatchObject({ code: 'output-exists' });
  });

  it('leaves nothing behind when the folder is not there', async () => {
    await expect(writeJson(join(folder, 'none', 'x.json'), {})).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('keepJobDetails', () => {
  it('replaces what is known of the same job, and nothing else', async () => {
    await keepJobDetails(file, details('one', 'InProgress'));
    await requireDetailsFile(file, 'one');
    await keepJobDetails(file, details('one', 'Completed'));
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ status: 'Completed' });
    await expect(requireDetailsFile(file, 'two')).rejects.toMatchObject({ code: 'output-exists' });
    await expect(keepJobDetails(file, details('two', 'InProgress'))).rejects.toMatchObject({ code: 'output-exists' });
  });

  it.each(['', 'null', '[]', '{"job_name":', '3'])('keeps a file of %j', async (content) => {
    await writeFile(file, content);
    await expect(keepJobDetails(file, details('one', 'InProgress'))).rejects.toMatchObject({ code: 'output-exists' });
    expect(await readFile(file, 'utf8')).toBe(content);
  });
});
