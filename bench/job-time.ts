/**
 * How long does a customization job take on the embedded cloud, with images it has never read and with pages it has?
 *
 *   npx tsx bench/job-time.ts [--photos folder] [--labels labels.csv] [--documents 50] [--limit-cold 180] [--limit-cached 20]
 *
 * The photos are images and a CSV file with the columns image, seller and invoice_number; without them invoices are
 * drawn. Measured from submitting the job until it has completed, the training set being all documents.
 * Ends with 1 when either time is above its limit.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { CheckedDataset, ConnectedCloud, Dataset, UploadedDataset } from '../src/toolkit/index.ts';
import { builtCloud, builtSamples, builtToolkit } from './support/built.ts';
import { printMachine } from './support/figures.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const { values: flags } = parseArgs({
  options: {
    photos: { type: 'string' },
    labels: { type: 'string' },
    documents: { type: 'string', default: '50' },
    'limit-cold': { type: 'string', default: '180' },
    'limit-cached': { type: 'string', default: '20' },
  },
});
const wanted = Number(flags.documents);
const toolkit = await builtToolkit();

async function finish<Result>(work: AsyncGenerator<unknown, Result>): Promise<Result> {
  for (;;) {
    const next = await work.next();
    if (next.done) return next.value;
  }
}

/** A folder of images and a CSV file of as many rows as wanted. */
async function openPhotos(folder: string): Promise<{ readonly images: string; readonly csv: string }> {
  if (flags.photos === undefined) {
    const { writeInvoiceSamples } = await builtSamples();
    const samples = join(folder, 'samples');
    await finish(writeInvoiceSamples(samples, { invoices: Math.ceil(wanted / 2), photosPerInvoice: 2, seed: 1 }));
    return { images: join(samples, 'images'), csv: join(samples, 'labels.csv') };
  }
  const labels = resolve(flags.labels ?? join(flags.photos, 'labels_verified.csv'));
  const rows = (await readFile(labels, 'utf8')).split('\n').slice(0, wanted + 1);
  const csv = join(folder, 'labels.csv');
  await writeFile(csv, rows.join('\n'));
  return { images: resolve(flags.photos, 'images'), csv };
}

async function prepareDataset(folder: string): Promise<Dataset> {
  const { images, csv } = await openPhotos(folder);
  const columns = { imageColumn: 'image', labelColumn: 'seller', groupColumn: 'invoice_number' };
  const task = { kind: 'extraction', field: 'seller', answerFormat: 'text' } as const;
  const options = {
    folder: join(folder, 'dataset'),
    name: 'bench',
    task,
    prompts: toolkit.defaultPrompts(task),
    seed: 1,
    split: { validation: { fraction: 0 }, test: { fraction: 0 } },
    s3: { bucket: 'bench-bucket', prefix: 'bench' },
  };
  return finish(toolkit.prepare(toolkit.imagesAndCsv({ images, csv, ...columns }), options));
}

/** Seconds from submitting a job until it has completed. */
async function secondsOfJob(
  jobName: string,
  input: { readonly dataset: CheckedDataset; readonly uploaded: UploadedDataset },
  cloud: ConnectedCloud,
): Promise<number> {
  const options = {
    jobName,
    modelName: jobName,
    baseModel: 'nova-lite',
    role: { create: 'novatune-bench' },
    hyperparameters: { epochCount: 3, learningRate: 1e-4, learningRateWarmupSteps: 0 },
    tags: toolkit.runTags('bench'),
    follow: { pollIntervalMs: 200 },
  };
  const work = toolkit.train(input, options, cloud);
  let submittedAt = Number.NaN;
  for (;;) {
    const next = await work.next();
    if (next.done) return (performance.now() - submittedAt) / 1000;
    if (next.value.type === 'job-submitted') submittedAt = performance.now();
  }
}

async function measure(folder: string): Promise<void> {
  const { LOCAL_CREDENTIALS, startLocalCloud } = await builtCloud();
  const dataset = await prepareDataset(folder);
  const local = await startLocalCloud({ folder: join(folder, 'cloud') });
  const cloud = toolkit.connect({ endpoint: local.url, region: 'us-east-1', credentials: LOCAL_CREDENTIALS });
  try {
    const { checked } = await finish(toolkit.validate(dataset, { model: 'nova-lite' }));
    if (!checked) throw new Error('Expected a data set without errors.');
    const uploaded = await finish(toolkit.upload(dataset, { createBucket: true }, cloud));
    const { train } = dataset.manifest.counts;
    for (const [kind, limit] of [
      ['cold', Number(flags['limit-cold'])],
      ['cached', Number(flags['limit-cached'])],
    ] as const) {
      const seconds = await secondsOfJob(`bench-${kind}`, { dataset: checked, uploaded }, cloud);
      process.stdout.write(
        `${train} documents, pages ${kind}: ${seconds.toFixed(1)} s, ${(seconds / limit).toFixed(2)} of the limit of ${limit} s\n`,
      );
      if (seconds > limit) process.exitCode = 1;
    }
  } finally {
    await cloud.close();
    await local.close();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'novatune-bench-'));
try {
  printMachine();
  await measure(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit();
