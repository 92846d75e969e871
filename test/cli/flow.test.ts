import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawDocument } from '../../src/samples/index.ts';
import { type Home, isBuilt, json, openHome, WHY_SKIPPED } from './support/novatune.ts';

const CLASSES = ['invoice', 'letter'];
/** Of each class; enough that reading them takes longer than the tests look at the job. */
const PAGES = 20;
const BUCKET = 'cli-test-bucket';
const TRAIN_URI = `s3://${BUCKET}/novatune/train.jsonl`;
const JOB = ['--job-name', 'cli-1', '--training-data-uri', TRAIN_URI, '--output-uri', `s3://${BUCKET}/output/`];

/** One story on one embedded cloud: each test goes on where the one before ended. */
describe.skipIf(!isBuilt)(`on the embedded cloud (${isBuilt ? 'built' : WHY_SKIPPED})`, { timeout: 120_000 }, () => {
  let home: Home;
  beforeAll(async () => {
    home = await openHome();
    for (const name of CLASSES) {
      const folder = join(home.folder, 'scans', name);
      await mkdir(folder, { recursive: true });
      for (let index = 0; index < PAGES; index++) {
        const page = await drawDocument(name, { seed: 7, index });
        await writeFile(join(folder, page.name), page.bytes);
      }
    }
    await mkdir(join(home.folder, 'empty'));
    const classes = CLASSES.map((name) => `${name},a ${name}`).join('\n');
    await writeFile(join(home.folder, 'classes.csv'), `name,description\n${classes}\n`);
  }, 120_000);
  afterAll(() => home[Symbol.asyncDispose]());

  const ok = async (...args: string[]) => {
    const ended = await home.run([...args, '--json']);
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    return json(ended) as Record<string, unknown>;
  };

  it('local: status, start, start again, stop, status', async () => {
    expect(await ok('local', 'status')).toEqual({ running: false });
    const started = await ok('local', 'start');
    expect(started).toMatchObject({ started: true, url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
    expect(String(started.folder)).toBe(join(home.folder, 'home', 'cloud'));
    expect(await ok('local', 'start')).toEqual({ ...started, started: false });
    expect(await ok('local', 'status')).toMatchObject({ running: true, pid: started.pid });
    expect(await ok('local', 'stop')).toEqual({ stopped: true });
    expect(await ok('local', 'stop')).toEqual({ stopped: false });
    expect(await ok('local', 'status')).toEqual({ running: false });
  });

  it('--local starts it when it is not running', async () => {
    expect(await ok('job', 'list', '--local')).toEqual([]);
    expect(await ok('local', 'status')).toMatchObject({ running: true });
  });

  it('dataset: prepare, validate, upload', async () => {
    const flags = ['--images', 'scans', '--classes-file', 'classes.csv', '--bucket-name', BUCKET, '--out', 'data'];
    const prepared = await ok('dataset', 'prepare', ...flags, '--test-split', '0.15', '--validation-split', '0');
    expect(prepared).toMatchObject({ counts: { train: 34, validation: 0, test: 6 }, skipped: [] });
    expect(await ok('dataset', 'validate', 'data')).toMatchObject({ records: 34 });
    const uploaded = await ok('dataset', 'upload', 'data', '--local', '--create-bucket');
    expect(uploaded).toMatchObject({ trainingDataUri: TRAIN_URI });
  });

  it('job create --dry-run prints the request and sends none', async () => {
    const request = await ok('job', 'create', ...JOB, '--create-role', '--epoch-count', '2', '--dry-run', '--local');
    expect(request).toMatchObject({
      jobName: 'cli-1',
      customModelName: 'cli-1',
      trainingDataConfig: { s3Uri: TRAIN_URI },
      roleArn: 'arn:aws:iam::111122223333:role/novatune-cli-1',
      hyperParameters: { epochCount: '2', learningRateWarmupSteps: '0' },
    });
    expect(await ok('job', 'list', '--local')).toEqual([]);
  });

  it('Ctrl-C leaves a watched job running; a wait that ends too; only stop stops it', async () => {
    const created = await ok(
      'job',
      'create',
      ...JOB,
      '--create-role',
      '--no-wait',
      '--output-file',
      'job.json',
      '--local',
    );
    expect(created).toMatchObject({ job_name: 'cli-1', status: 'InProgress' });
    expect(JSON.parse(await readFile(join(home.folder, 'job.json'), 'utf8'))).toMatchObject({ job_name: 'cli-1' });
    const watching = ['job', 'watch', '--job-arn', 'cli-1', '--local', '--polling-interval', '0.1'];

    const interrupted = home.start(watching);
    await interrupted.seen('watching');
    interrupted.child.kill('SIGINT');
    const { code, stdout, stderr } = await interrupted.ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('The job goes on. Watch it again with: novatune job watch --job-arn cli-1');

    const waited = await home.run([...watching, '--max-wait-time', '1', '--json']);
    expect(waited.code).toBe(7);
    expect(JSON.parse(waited.stderr.trim().split('\n').at(-1) ?? '')).toMatchObject({
      error: { code: 'job-wait-timeout' },
    });

    const refused = await home.run(['job', 'stop', '--job-arn', 'cli-1', '--local', '--json']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('confirmation-needed');
    expect(await ok('job', 'get', '--job-arn', 'cli-1', '--local')).toMatchObject({ status: 'InProgress' });
    await ok('job', 'stop', '--job-arn', 'cli-1', '--local', '--yes');
    const stopped = await home.run([...watching, '--json']);
    expect(stopped.code).toBe(5);
    expect(json(stopped)).toMatchObject({ job_name: 'cli-1', status: 'Stopped' });
  });

  it('a service that refuses ends with 5 and its code', async () => {
    const { code, stderr } = await home.run(['job', 'get', '--job-arn', 'no-such-job', '--local', '--json']);
    expect(code).toBe(5);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'not-found' } });
  });

  it.each([
    ['an image that is not there', ['--image-path', 'nope.png'], 'file-not-found'],
    ['a folder that is not there', ['--image-directory', 'nope'], 'folder-not-found'],
    ['a folder without images', ['--image-directory', 'empty'], 'no-images'],
    ['a file that is no image', ['--image-path', 'classes.csv'], 'image-format-unsupported'],
    ['nothing', [], 'documents-missing'],
  ])('infer on %s ends with 2', async (_, args, code) => {
    const asked = ['infer', '--model-id', 'us.amazon.nova-lite-v1:0', '--task-prompt-file', 'classes.csv', '--local'];
    const ended = await home.run([...asked, ...args, '--json']);
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 2, stdout: '' });
    expect(JSON.parse(ended.stderr.trim().split('\n').at(-1) ?? '')).toMatchObject({ error: { code } });
  });

  it('infer and evaluate: the base model against the labels', async () => {
    const asked = ['infer', '--model-id', 'us.amazon.nova-lite-v1:0', '--dataset', 'data', '--local'];
    expect(await ok(...asked, '--predictions', 'base.jsonl')).toMatchObject({ documents: 6, answered: 6, failed: 0 });
    expect(await ok(...asked, '--predictions', 'base.jsonl')).toMatchObject({ answered: 0, resumed: 6 });
    const scored = ['evaluate', '--dataset', 'data', '--predictions', 'base.jsonl', '--out', 'base.json'];
    const scores = (await ok(...scored)) as { accuracy: { total: number } };
    expect(scores.accuracy.total).toBe(6);
    expect(JSON.parse(await readFile(join(home.folder, 'base.json'), 'utf8'))).toEqual(scores);
  });

  it('local reset forgets everything', async () => {
    expect(await ok('job', 'list', '--local')).toHaveLength(1);
    await ok('local', 'reset', '--yes');
    expect(await ok('job', 'list', '--local')).toEqual([]);
  });
});
