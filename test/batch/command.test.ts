import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawDocument } from '../../src/samples/index.ts';
import { type Home, isBuilt, json, openHome, WHY_SKIPPED } from '../cli/support/novatune.ts';

const MODEL = 'us.amazon.nova-lite-v1:0';
const CREATE = ['batch', 'create', '--dataset', 'data', '--model-id', MODEL, '--output-uri', 's3://cli-batch/b/'];
const MADE = [
  ...CREATE,
  '--create-role',
  '--create-bucket',
  '--min-records',
  '6',
  '--polling-interval',
  '0.2',
  '--local',
];

/** One story on one embedded cloud: each test goes on where the one before ended. */
describe.skipIf(!isBuilt)(
  `batch on the command line (${isBuilt ? 'built' : WHY_SKIPPED})`,
  { timeout: 120_000 },
  () => {
    let home: Home;
    beforeAll(async () => {
      home = await openHome();
      for (const name of ['invoice', 'letter']) {
        const folder = join(home.folder, 'scans', name);
        await mkdir(folder, { recursive: true });
        for (let index = 0; index < 5; index++) {
          const page = await drawDocument(name, { seed: 7, index });
          await writeFile(join(folder, page.name), page.bytes);
        }
      }
      await writeFile(join(home.folder, 'classes.csv'), 'name,description\ninvoice,a bill\nletter,a letter\n');
      const flags = [
        '--images',
        'scans',
        '--classes-file',
        'classes.csv',
        '--bucket-name',
        'cli-batch',
        '--out',
        'data',
      ];
      await ok('dataset', 'prepare', ...flags, '--test-split', '0.8', '--validation-split', '0');
      await ok('local', 'start', '--set', 'batchMinimumRecords=6', '--set', 'batchPhaseMs=20');
    }, 120_000);
    afterAll(() => home[Symbol.asyncDispose]());

    const ok = async (...args: string[]) => {
      const ended = await home.run([...args, '--json']);
      expect(ended, ended.stderr).toMatchObject({ code: 0 });
      return json(ended) as Record<string, unknown>;
    };

    it('local: settings and faults of the running cloud', async () => {
      expect(await ok('local', 'settings', '--set', 'requestsPerMinute=500')).toMatchObject({
        requestsPerMinute: 500,
        batchMinimumRecords: 6,
      });
      const unknown = await home.run(['local', 'settings', '--set', 'nothing=1']);
      expect(unknown).toMatchObject({ code: 4, stderr: expect.stringContaining('Unknown setting nothing') });
      const rule = ['--kind', 'error', '--service', 'batch-inference', '--operation', 'Record', '--every', '3'];
      expect(await ok('local', 'faults', 'add', ...rule)).toMatchObject({ id: 'fault-1', rule: { every: 3 } });
      const misspelt = await home.run(['local', 'faults', 'add', '--kind', 'reset', '--operation', 'Convers']);
      expect(misspelt).toMatchObject({ code: 4, stderr: expect.stringContaining('expected an operation') });
    });

    it('create: refuses what cannot be asked before anything is sent', async () => {
      const tuned = 'arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment/abcdefghijkl';
      const refused = await home.run([
        'batch',
        'create',
        '--dataset',
        'data',
        '--model-id',
        tuned,
        '--output-uri',
        's3://b/o/',
      ]);
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('batch-model-unsupported') });
      const few = await home.run([...CREATE, '--create-role', '--local']);
      expect(few).toMatchObject({ code: 3, stderr: expect.stringContaining('novatune infer') });
      const plan = await home.run([...CREATE, '--min-records', '6', '--dry-run']);
      expect(json(plan)).toMatchObject({ request: { modelId: MODEL, shape: 'Converse' }, files: [{ records: 8 }] });
    });

    it('create, then the same again: one job', async () => {
      const first = await ok(...MADE);
      expect(first).toMatchObject({ status: 'Completed', counts: { total: 8, success: 6, error: 2 } });
      expect(await ok(...MADE)).toMatchObject({ jobArn: first.jobArn });
      expect(await ok('batch', 'list', '--local')).toMatchObject([{ jobArn: first.jobArn }]);
      expect(await ok('batch', 'get', '--batch-file', 'batch.json', '--local')).toMatchObject({ jobArn: first.jobArn });
    });

    it('results: joined, failed ones asked live, in the order of the data set', async () => {
      const flags = ['batch', 'results', '--polling-interval', '0.2', '--local'];
      const left = await home.run([...flags, '--no-reask', '--predictions', 'left.jsonl', '--json']);
      expect(left.code).toBe(7);
      expect(json(left)).toMatchObject({ answered: 6, failed: 2, reasked: 0 });
      expect(await ok(...flags)).toMatchObject({
        documents: 8,
        answeredByBatch: 6,
        failedInBatch: 2,
        reasked: 2,
        answered: 8,
        failed: 0,
      });
      const lines = (await readFile(join(home.folder, 'predictions.jsonl'), 'utf8')).trim().split('\n');
      const manifest = JSON.parse(await readFile(join(home.folder, 'data/manifest.json'), 'utf8')) as {
        documents: { id: string; split: string }[];
      };
      expect(lines.map((line) => (JSON.parse(line) as { document: string }).document)).toEqual(
        manifest.documents.filter(({ split }) => split === 'test').map(({ id }) => id),
      );
      expect(await ok('evaluate', '--dataset', 'data', '--predictions', 'predictions.jsonl')).toBeDefined();
      const again = await ok('infer', '--dataset', 'data', '--model-id', MODEL, '--local');
      expect(again).toMatchObject({ answered: 0, resumed: 8 });
    });
  },
);
