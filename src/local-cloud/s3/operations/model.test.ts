import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareKeys } from '../store/key-order.ts';
import { fillBucket, type TestS3, withS3 } from '../testing/with-s3.ts';

let s3: TestS3;
let client: S3Client;
let runs = 0;
beforeAll(async () => {
  s3 = await withS3();
  client = s3.client();
});
afterAll(() => s3.close());

interface Bucket {
  readonly name: string;
}
type Model = Map<string, string>;
type Command = fc.AsyncCommand<Model, Bucket>;

const missing = { name: 'NoSuchKey' };

const put = (key: string, body: string): Command => ({
  check: () => true,
  run: async (model, { name: Bucket }) => {
    await client.send(new PutObjectCommand({ Bucket, Key: key, Body: Buffer.from(body) }));
    model.set(key, body);
  },
  toString: () => `put ${JSON.stringify(key)} (${body.length})`,
});

const get = (key: string): Command => ({
  check: () => true,
  run: async (model, { name: Bucket }) => {
    const getting = client.send(new GetObjectCommand({ Bucket, Key: key }));
    const body = model.get(key);
    if (body === undefined) await expect(getting).rejects.toMatchObject(missing);
    else expect(await (await getting).Body?.transformToString()).toBe(body);
  },
  toString: () => `get ${JSON.stringify(key)}`,
});

const remove = (key: string): Command => ({
  check: () => true,
  run: async (model, { name: Bucket }) => {
    await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
    model.delete(key);
    await expect(client.send(new HeadObjectCommand({ Bucket, Key: key }))).rejects.toMatchObject({ name: 'NotFound' });
  },
  toString: () => `delete ${JSON.stringify(key)}`,
});

const removeMany = (keys: string[]): Command => ({
  check: () => true,
  run: async (model, { name: Bucket }) => {
    const Objects = keys.map((Key) => ({ Key }));
    const { Deleted } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted?.map(({ Key }) => Key)).toEqual(keys);
    for (const key of keys) model.delete(key);
  },
  toString: () => `delete many ${JSON.stringify(keys)}`,
});

const copy = (from: string, to: string): Command => ({
  check: () => from !== to,
  run: async (model, { name: Bucket }) => {
    const CopySource = `${Bucket}/${encodeURIComponent(from)}`;
    const copying = client.send(new CopyObjectCommand({ Bucket, Key: to, CopySource }));
    const body = model.get(from);
    if (body === undefined) {
      await expect(copying).rejects.toMatchObject(missing);
      return;
    }
    await copying;
    model.set(to, body);
  },
  toString: () => `copy ${JSON.stringify(from)} ${JSON.stringify(to)}`,
});

interface ListOptions {
  readonly prefix: string;
  readonly delimiter: string;
  readonly pageSize: number;
  readonly version: 1 | 2;
}

/** Entries as S3 documents them: keys, and prefixes up to the first delimiter after the prefix. */
function entriesOf(model: Model, { prefix, delimiter }: ListOptions): string[] {
  const entries = new Set<string>();
  for (const key of model.keys()) {
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    entries.add(end < 0 ? key : key.slice(0, end + delimiter.length));
  }
  return [...entries].toSorted(compareKeys);
}

async function listedEntries(Bucket: string, { prefix, delimiter, pageSize, version }: ListOptions): Promise<string[]> {
  const entries: string[] = [];
  const question = { Bucket, Prefix: prefix, Delimiter: delimiter, MaxKeys: pageSize };
  let next: string | undefined;
  do {
    const page =
      version === 2
        ? await client.send(new ListObjectsV2Command({ ...question, ContinuationToken: next }))
        : await client.send(new ListObjectsCommand({ ...question, Marker: next }));
    const keys = (page.Contents ?? []).map(({ Key = '' }) => Key);
    const found = [...keys, ...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix)].toSorted(compareKeys);
    expect(found.length).toBeLessThanOrEqual(pageSize);
    entries.push(...found);
    if (!page.IsTruncated) return entries;
    if ('NextContinuationToken' in page) next = page.NextContinuationToken;
    else next = 'NextMarker' in page ? page.NextMarker : keys.at(-1);
    expect(next).toBeDefined();
  } while (next !== undefined);
  return entries;
}

const list = (options: ListOptions): Command => ({
  check: () => true,
  run: async (model, { name }) => {
    expect(await listedEntries(name, options)).toEqual(entriesOf(model, options));
  },
  toString: () => `list ${JSON.stringify(options)}`,
});

const KEYS = ['a', 'a/', 'a/b', 'a/c/1', 'a/c/2', 'a//x', 'b b', 'b+b', '发票/一', '发票/二', '😀', '\uffff', '100%/é'];
const key = fc.constantFrom(...KEYS);
const commands = [
  fc.tuple(key, fc.string({ maxLength: 40 })).map(([one, body]) => put(one, body)),
  key.map(get),
  key.map(remove),
  fc.uniqueArray(key, { minLength: 1, maxLength: 5 }).map(removeMany),
  fc.tuple(key, key).map(([from, to]) => copy(from, to)),
  fc
    .record({
      prefix: fc.constantFrom('', 'a', 'a/', 'a/c', '发票/', 'none'),
      delimiter: fc.constantFrom('', '/', ' ', 'c/'),
      pageSize: fc.integer({ min: 1, max: 5 }),
      version: fc.constantFrom<1 | 2>(1, 2),
    })
    .map(list),
];

describe('any sequence of requests', () => {
  it('does what a plain map does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 30 }), async (sequence) => {
        runs += 1;
        const name = `model-${runs}`;
        await client.send(new CreateBucketCommand({ Bucket: name }));
        await fc.asyncModelRun(() => ({ model: new Map(), real: { name } }), sequence);
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});

describe('listing over the wire', () => {
  it('pages over more than 1,000 keys and starts after a key', async () => {
    const Bucket = 'many';
    await client.send(new CreateBucketCommand({ Bucket }));
    const names = Array.from({ length: 1005 }, (_, index) => `p/${String(index).padStart(5, '0')}`);
    await fillBucket(s3, Bucket, names);
    const options = { prefix: 'p/', delimiter: '', pageSize: 1000, version: 2 } as const;
    expect(await listedEntries(Bucket, options)).toEqual(names);
    expect(await listedEntries(Bucket, { ...options, version: 1 })).toEqual(names);
    const rolled = await client.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
    expect([rolled.KeyCount, rolled.CommonPrefixes]).toEqual([1, [{ Prefix: 'p/' }]]);
    const late = await client.send(new ListObjectsV2Command({ Bucket, StartAfter: 'p/01002', FetchOwner: true }));
    expect(late.Contents?.map(({ Key }) => Key)).toEqual(['p/01003', 'p/01004']);
    expect(late.Contents?.[0]?.Owner?.ID).toMatch(/^[0-9a-f]{64}$/);
    const none = await client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }));
    expect([none.KeyCount, none.IsTruncated, none.Contents]).toEqual([0, false, undefined]);
    const wrong = client.send(new ListObjectsV2Command({ Bucket, ContinuationToken: 'not a token' }));
    await expect(wrong).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  it('encodes keys when asked to', async () => {
    const Bucket = 'encoded';
    await client.send(new CreateBucketCommand({ Bucket }));
    await client.send(new PutObjectCommand({ Bucket, Key: '发/a b+c', Body: 'x' }));
    const listed = await client.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url', Prefix: '发/' }));
    expect(listed).toMatchObject({
      EncodingType: 'url',
      Prefix: '%E5%8F%91/',
      Contents: [{ Key: '%E5%8F%91/a+b%2Bc' }],
    });
  });
});
