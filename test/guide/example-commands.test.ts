import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawDocument } from '../../src/samples/index.ts';
import {
  type ImageRow,
  imageFeatures,
  parquetBytes,
} from '../../src/toolkit/prepare/sources/testing/parquet-tables.mts';
import { type Home, isBuilt, json, openHome, WHY_SKIPPED } from '../cli/support/novatune.ts';

// The "example commands summary" of AWS's guide to fine-tuning Nova with documents, with the guide's own names of flags, in its order:
// https://github.com/aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws/blob/main/docs/nova-finetuning.md
// Its Python scripts are novatune's verbs, and `--status-only`, `--list-models`, `--delete` are verbs of their own.

/** Two of the sixteen classes of the guide's data set. */
const CLASSES = ['invoice', 'letter'];
/** Documents of each class in the table, and how many are sampled. */
const DRAWN = 9;
const SAMPLED = 8;
const BUCKET = 'my-bucket-of-the-guide';
const PREFIX = 'rvl-cdip-sampled';
const METRICS = [
  'total_images',
  'successful_inferences',
  'success_rate',
  'correct_predictions',
  'accuracy',
  'average_inference_time_seconds',
  'total_tokens_used',
  'average_tokens_per_image',
];

type Json = Readonly<Record<string, unknown>>;

/** One story on one embedded cloud: each test goes on where the one before ended. */
describe.skipIf(!isBuilt)(`commands of the guide (${isBuilt ? 'built' : WHY_SKIPPED})`, { timeout: 180_000 }, () => {
  let home: Home;
  let throughput = '';
  beforeAll(async () => {
    home = await openHome();
    const rows: ImageRow[] = [];
    await mkdir(join(home.folder, 'images'));
    const truths: Record<string, string> = {};
    for (const [label, name] of CLASSES.entries()) {
      for (let index = 0; index < DRAWN + 1; index += 1) {
        const { bytes } = await drawDocument(name, { seed: 5, index });
        const file = `${name}-${index}.png`;
        if (index < DRAWN) rows.push({ bytes, path: file, label });
        else {
          await writeFile(join(home.folder, 'images', file), bytes);
          truths[join(home.folder, 'images', file)] = name;
        }
      }
    }
    await writeFile(join(home.folder, 'table.parquet'), parquetBytes(rows, { features: imageFeatures(CLASSES) }));
    await writeFile(join(home.folder, 'labels.json'), JSON.stringify(truths));
    await writeFile(join(home.folder, 'classes.csv'), 'name,description\ninvoice,a bill\nletter,a letter\n');
  }, 120_000);
  afterAll(() => home[Symbol.asyncDispose]());

  const ok = async (...args: string[]) => {
    const ended = await home.run([...args, '--json']);
    expect(ended, `novatune ${args.join(' ')}\n${ended.stderr}`).toMatchObject({ code: 0 });
    return json(ended) as Json;
  };
  const readResults = async (file: string) => JSON.parse(await readFile(join(home.folder, file), 'utf8')) as Json;

  it('1. prepares the data set and puts it where the job will find it', async () => {
    const source = ['--local-dataset', 'table.parquet', '--samples-per-label', String(SAMPLED), '--split', 'train'];
    const place = ['--bucket-name', BUCKET, '--directory', PREFIX, '--validation-split', '0.1', '--out', 'data'];
    const prepared = await ok(
      'dataset',
      'prepare',
      ...source,
      ...place,
      '--classes-file',
      'classes.csv',
      '--test-split',
      '0',
    );
    expect(prepared).toMatchObject({ counts: { train: 14, validation: 2, test: 0 }, skipped: [] });
    const uploaded = await ok('dataset', 'upload', 'data', '--local', '--create-bucket');
    expect(uploaded).toMatchObject({ trainingDataUri: `s3://${BUCKET}/${PREFIX}/train.jsonl` });
  });

  it('2. creates the fine-tuning job, and tells its status', async () => {
    const data = ['--training-data-uri', `s3://${BUCKET}/${PREFIX}/train.jsonl`];
    const more = ['--validation-data-uri', `s3://${BUCKET}/${PREFIX}/validation.jsonl`];
    // The guide's summary leaves the output out; Bedrock takes no job without it.
    const output = ['--output-uri', `s3://${BUCKET}/output/`, '--output-file', 'job.json'];
    const numbers = [
      '--epoch-count',
      '3',
      '--learning-rate',
      '0.0001',
      '--polling-interval',
      '0.2',
      '--max-wait-time',
      '150',
    ];
    const name = ['--job-name', 'my-job', '--model-name', 'my-model', '--create-role'];
    const done = await ok('job', 'create', ...data, ...more, ...output, ...name, ...numbers, '--yes', '--local');
    expect(done).toMatchObject({ job_name: 'my-job', status: 'Completed' });
    const details = await readResults('job.json');
    const time = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/);
    expect(details).toMatchObject({
      job_arn: expect.stringContaining(':model-customization-job/'),
      job_name: 'my-job',
      status: 'Completed',
      model_id: expect.stringContaining(':custom-model/'),
      creation_time: time,
      end_time: time,
    });
    const status = await ok('job', 'get', '--job-arn', String(details.job_arn), '--local');
    expect(status).toMatchObject({ job_name: 'my-job', status: 'Completed', model_id: details.model_id });
  });

  it('3. creates provisioned throughput from the job’s details, tells its status, lists it', async () => {
    const name = ['--provisioned-model-name', 'my-model', '--model-units', '1'];
    const wait = ['--polling-interval', '0.2', '--yes', '--local'];
    const created = await ok('throughput', 'create', '--job-details-file', 'job.json', ...name, ...wait);
    const listed = (await ok('throughput', 'list', '--local')) as unknown as readonly Json[];
    expect(listed).toMatchObject([{ name: 'my-model', status: 'InService' }]);
    throughput = String(listed[0]?.arn);
    expect(JSON.stringify(created)).toContain(throughput);
    const status = await ok('throughput', 'get', '--provisioned-model-arn', throughput, '--local');
    expect(status).toMatchObject({ arn: throughput, status: 'InService' });
  });

  it('4. asks about one image, with the base and with the tuned model', async () => {
    const image = ['--image-path', 'images/letter-9.png', '--dataset-manifest', 'data', '--local'];
    const numbers = ['--temperature', '0.1', '--top-k', '10', '--max-tokens', '500'];
    const base = ['--model-id', 'us.amazon.nova-lite-v1:0', '--predictions', 'one-base.jsonl'];
    expect(await ok('infer', ...base, ...image, ...numbers)).toMatchObject({ documents: 1, answered: 1, failed: 0 });
    const tuned = ['--provisioned-model-arn', throughput, '--predictions', 'one.jsonl'];
    expect(await ok('infer', ...tuned, ...image)).toMatchObject({ documents: 1, answered: 1, failed: 0 });
  });

  it('4. asks about a folder with ground truth; the file has the guide’s keys', async () => {
    const files = ['--ground-truth-file', 'labels.json', '--output-file', 'results.json', '--predictions', 'all.jsonl'];
    const images = ['--image-directory', 'images', '--dataset-manifest', 'data', '--local'];
    await ok('infer', '--provisioned-model-arn', throughput, ...images, ...files);
    const results = await readResults('results.json');
    expect(results).toMatchObject({ model_id: throughput, model_name: expect.any(String) });
    expect(Object.keys(results.metrics as Json)).toEqual(expect.arrayContaining(METRICS));
    expect(results.metrics).toMatchObject({ total_images: 2, successful_inferences: 2, success_rate: 1 });
    const [first] = results.results as readonly Json[];
    expect(first).toMatchObject({
      image_path: expect.stringMatching(/invoice-9\.png$/),
      status: 'success',
      prediction: expect.any(String),
      ground_truth: 'invoice',
      correct: expect.any(Boolean),
      inference_time_seconds: expect.any(Number),
      input_tokens: expect.any(Number),
      output_tokens: expect.any(Number),
      total_tokens: expect.any(Number),
    });
  });

  it('4. compares it with the base model', async () => {
    const files = [
      '--ground-truth-file',
      'labels.json',
      '--output-file',
      'comparison.json',
      '--predictions',
      'all.jsonl',
    ];
    const images = ['--image-directory', 'images', '--dataset-manifest', 'data', '--local'];
    await ok('infer', '--provisioned-model-arn', throughput, ...images, ...files, '--compare-with-base');
    const comparison = await readResults('comparison.json');
    expect(comparison.comparison_type).toBe('model_comparison');
    const models = Object.values(comparison.models as Readonly<Record<string, Json>>);
    expect(models.map(({ model_id }) => model_id)).toEqual([throughput, expect.stringContaining('nova-lite')]);
    for (const { metrics } of models) expect(Object.keys(metrics as Json)).toEqual(expect.arrayContaining(METRICS));
  });

  it('5. cleans up', async () => {
    await ok(
      'throughput',
      'delete',
      '--provisioned-model-arn',
      throughput,
      '--polling-interval',
      '0.2',
      '--yes',
      '--local',
    );
    expect(await ok('throughput', 'list', '--local')).toEqual([]);
  });
});
