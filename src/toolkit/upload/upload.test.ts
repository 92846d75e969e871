import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Hex } from '../lib/hash.ts';
import type { Dataset, UploadedDataset } from '../model/artifacts.ts';
import type { DatasetDocument } from '../model/dataset.ts';
import { runTags } from '../model/tags.ts';
import type { ObjectStore, ObjectSummary } from '../ports/object-store.ts';
import { planUpload } from './plan-upload.ts';
import { type UploadEvent, type UploadOptions, upload } from './upload.ts';

/** An object store in memory that keeps what it was asked to do, in order. */
class MemoryStore implements ObjectStore {
  readonly buckets = new Map<string, string>();
  readonly objects = new Map<
    string,
    { readonly body: Uint8Array; readonly sha256?: string; readonly contentType: string }
  >();
  readonly puts: string[] = [];
  readonly secured: string[] = [];

  async putFile(...[bucket, key, file, options]: Parameters<ObjectStore['putFile']>): Promise<void> {
    const body = await Readable.from(createReadStream(file)).toArray();
    await this.put(bucket, key, Buffer.concat(body), options);
  }

  async put(...[bucket, key, body, options]: Parameters<ObjectStore['put']>): Promise<void> {
    if (!this.buckets.has(bucket)) throw new Error(`no bucket ${bucket}`);
    this.puts.push(key);
    const { contentType, sha256 } = options;
    this.objects.set(key, { body: Buffer.from(body), contentType, ...(sha256 === undefined ? {} : { sha256 }) });
  }

  async get(_: string, key: string): Promise<Readable | undefined> {
    const found = this.objects.get(key);
    return found && Readable.from([found.body]);
  }

  async head(_: string, key: string): Promise<ObjectSummary | undefined> {
    const found = this.objects.get(key);
    return found && { key, size: found.body.length, ...(found.sha256 === undefined ? {} : { sha256: found.sha256 }) };
  }

  async *list(): AsyncGenerator<ObjectSummary> {
    for (const [key, { body }] of this.objects) yield { key, size: body.length };
  }

  async delete(_: string, keys: readonly string[]): Promise<void> {
    for (const key of keys) this.objects.delete(key);
  }

  async bucketRegion(bucket: string): Promise<string | undefined> {
    return this.buckets.get(bucket);
  }

  readonly tags = new Map<string, Readonly<Record<string, string>>>();
  async bucketTags(bucket: string): Promise<Readonly<Record<string, string>>> {
    return this.tags.get(bucket) ?? {};
  }

  async createBucket(bucket: string, region: string): Promise<void> {
    this.buckets.set(bucket, region);
  }

  async secureBucket(bucket: string): Promise<void> {
    this.secured.push(bucket);
  }

  async deleteBucket(bucket: string): Promise<void> {
    this.buckets.delete(bucket);
  }
}

let folder: string;
let store: MemoryStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upload-'));
  store = new MemoryStore();
  store.buckets.set('my-bucket', 'us-east-1');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(name: string, text: string): Promise<string> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), text);
  return sha256Hex(text);
}

async function putDataset(s3Prefix = 's3://my-bucket/pages/'): Promise<Dataset> {
  const documents: DatasetDocument[] = [];
  for (const [index, split] of (['train', 'train', 'validation', 'test'] as const).entries()) {
    const image = `images/${String(index).padStart(16, '0')}.png`;
    const sha256 = await put(image, `image ${index}`);
    documents.push({
      id: `${index}`,
      image,
      format: 'png',
      width: 40,
      height: 40,
      bytes: 7,
      sha256,
      label: 'letter',
      split,
    });
  }
  const files = {
    'train.jsonl': await put('train.jsonl', 'training'),
    'validation.jsonl': await put('validation.jsonl', 'validation'),
  };
  return {
    folder,
    manifest: {
      version: 1,
      name: 'pages',
      task: { kind: 'extraction', answerFormat: 'text', field: 'type' },
      prompts: { system: 's', task: 't' },
      imageRecipe: { maxSide: 1600, format: 'png' },
      recipeHash: 'f'.repeat(64),
      seed: 0,
      source: { kind: 'image-folder', location: 'pages' },
      counts: { train: 2, validation: 1, test: 1 },
      classCounts: {},
      skipped: [],
      documents,
      s3Prefix,
      files,
    },
  };
}

async function run(dataset: Dataset, changes: Partial<UploadOptions> = {}) {
  const identity = async () => ({
    accountId: '123456789012',
    callerArn: 'arn:aws:iam::123456789012:user/me',
    region: 'us-east-1',
    rehearsal: true,
  });
  const events: UploadEvent[] = [];
  const running = upload(dataset, { ...changes }, { objects: store, identity });
  let step = await running.next();
  for (; step.done !== true; step = await running.next()) events.push(step.value);
  return { uploaded: step.value as UploadedDataset, events };
}

describe('upload', () => {
  it('sends images first, JSON Lines files last, and no test documents', async () => {
    const { uploaded } = await run(await putDataset());
    expect(uploaded).toEqual({
      bucket: 'my-bucket',
      prefix: 'pages/',
      trainingDataUri: 's3://my-bucket/pages/train.jsonl',
      validationDataUri: 's3://my-bucket/pages/validation.jsonl',
      outputUri: 's3://my-bucket/pages/output/',
      objects: 5,
      bytesSent: 3 * 7 + 'training'.length + 'validation'.length,
    });
    expect(store.puts.slice(0, 3).every((key) => key.startsWith('pages/images/'))).toBe(true);
    expect(new Set(store.puts.slice(3))).toEqual(new Set(['pages/train.jsonl', 'pages/validation.jsonl']));
    expect(store.objects.get('pages/images/0000000000000000.png')).toMatchObject({
      contentType: 'image/png',
      sha256: sha256Hex('image 0'),
    });
    expect([...store.objects.keys()].some((key) => key.includes('0000000000000003'))).toBe(false);
  });

  it('sends nothing twice, but what has changed or lost its hash', async () => {
    const dataset = await putDataset();
    await run(dataset);
    store.puts.length = 0;
    expect((await run(dataset)).uploaded.bytesSent).toBe(0);
    expect(store.puts).toEqual([]);
    await store.put('my-bucket', 'pages/images/0000000000000001.png', 'image 1', { contentType: 'image/png' });
    await store.put('my-bucket', 'pages/train.jsonl', 'older', { contentType: 'x', sha256: sha256Hex('older') });
    store.puts.length = 0;
    const { events } = await run(dataset);
    expect(store.puts).toEqual(['pages/images/0000000000000001.png', 'pages/train.jsonl']);
    expect(events.filter((event) => event.type === 'object-done' && event.sent)).toHaveLength(2);
  });

  it('creates the bucket only on request', async () => {
    store.buckets.clear();
    const dataset = await putDataset();
    await expect(run(dataset)).rejects.toEqual(expect.objectContaining({ code: 'bucket-missing' }));
    const { events } = await run(dataset, { createBucket: true });
    expect(store.buckets.get('my-bucket')).toBe('us-east-1');
    expect(events).toContainEqual({ type: 'bucket-created', bucket: 'my-bucket', region: 'us-east-1' });
  });

  it('secures a bucket of ours whose creation may have been cut short, and no other', async () => {
    const secured = async (tags: Readonly<Record<string, string>>, createBucket: boolean) => {
      store = new MemoryStore();
      store.buckets.set('my-bucket', 'us-east-1');
      store.tags.set('my-bucket', tags);
      await run(await putDataset(), { createBucket });
      return store.secured;
    };
    expect(await secured(runTags('documents-1'), true)).toEqual(['my-bucket']);
    expect(await secured({ project: 'x' }, true)).toEqual([]);
    expect(await secured(runTags('documents-1'), false)).toEqual([]);
  });

  it('refuses a bucket of another region', async () => {
    store.buckets.set('my-bucket', 'eu-west-1');
    await expect(run(await putDataset())).rejects.toMatchObject({
      code: 'bucket-region',
      message: expect.stringContaining('eu-west-1'),
    });
    expect(store.puts).toEqual([]);
  });

  it('refuses files that differ from the manifest, before the training files are sent', async () => {
    const dataset = await putDataset();
    await put('images/0000000000000001.png', 'imAge 1');
    await expect(run(dataset)).rejects.toMatchObject({
      code: 'dataset-changed',
      message: expect.stringContaining('differs'),
    });
    await rm(join(folder, 'images/0000000000000001.png'));
    await expect(run(dataset)).rejects.toMatchObject({
      code: 'dataset-changed',
      message: expect.stringContaining('missing'),
    });
    expect(store.objects.has('pages/train.jsonl')).toBe(false);
  });

  it('plans keys at the root of a bucket, without a validation file', async () => {
    const dataset = await putDataset('s3://my-bucket/');
    const { 'train.jsonl': train = '' } = dataset.manifest.files;
    const plan = planUpload({ ...dataset, manifest: { ...dataset.manifest, files: { 'train.jsonl': train } } });
    expect(plan.trainingFiles).toEqual([
      {
        key: 'train.jsonl',
        file: 'train.jsonl',
        sha256: sha256Hex(await readFile(join(folder, 'train.jsonl'))),
        contentType: 'application/jsonl',
      },
    ]);
    expect(plan.images).toHaveLength(3);
  });
});
