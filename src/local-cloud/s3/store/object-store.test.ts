import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { fillBucket, openTestStore, type TestStore, type TestStoreOptions } from '../testing/with-s3.ts';
import type { BlobFiles } from './blob-files.ts';

const BUCKET = 'documents';
const KIB = 1024;

let opened: TestStore[] = [];
afterEach(async () => {
  for (const test of opened) await test.close();
  opened = [];
});

function open(options: TestStoreOptions = {}): TestStore {
  const test = openTestStore(options);
  test.store.buckets.create({ name: BUCKET, accountId: '111122223333', region: 'us-east-1' });
  opened.push(test);
  return test;
}

/** Names of all files under `s3/<part>`. */
function filesIn({ folder }: TestStore, part: 'blobs' | 'incoming'): string[] {
  return readdirSync(join(folder, 's3', part), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}

/** A disk with room for `capacity` more bytes. */
function fullDisk(capacity: number): (disk: BlobFiles) => BlobFiles {
  let left = capacity;
  return (disk) => ({
    ...disk,
    create: async () => {
      const writer = await disk.create();
      return {
        ...writer,
        write: async (chunks) => {
          left -= chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
          if (left < 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
          await writer.write(chunks);
        },
      };
    },
  });
}

describe('the object store inside the cloud', () => {
  it('writes, reads, heads, lists and deletes', async () => {
    const { store } = open();
    const written = await store.write(BUCKET, '发票/1.json', '{"a":1}', 'application/json');
    expect(written).toMatchObject({
      bucket: BUCKET,
      key: '发票/1.json',
      size: 7,
      etag: '"bb6cb5c68df4652941caf652a366f2d8"',
    });
    expect(store.head(BUCKET, '发票/1.json')).toEqual(written);
    expect((await buffer(store.read(BUCKET, '发票/1.json'))).toString()).toBe('{"a":1}');
    expect(readFileSync(store.path(BUCKET, '发票/1.json') ?? '', 'utf8')).toBe('{"a":1}');
    await store.write(BUCKET, 'empty', '', 'text/plain');
    expect((await buffer(store.read(BUCKET, 'empty'))).length).toBe(0);
    expect([...store.list(BUCKET, '发')].map(({ key }) => key)).toEqual(['发票/1.json']);
    store.delete(BUCKET, '发票/1.json');
    expect(store.head(BUCKET, '发票/1.json')).toBeUndefined();
    expect(store.path(BUCKET, '发票/1.json')).toBeUndefined();
    expect(store.bucket(BUCKET)).toMatchObject({ accountId: '111122223333', region: 'us-east-1' });
    expect(store.bucket('nobody')).toBeUndefined();
  });

  it('says NoSuchKey and NoSuchBucket', async () => {
    const { store } = open();
    expect(() => store.read(BUCKET, 'none')).toThrow(expect.objectContaining({ code: 'NoSuchKey' }));
    expect(() => store.read('nobody', 'none')).toThrow(expect.objectContaining({ code: 'NoSuchBucket' }));
    await expect(store.write('nobody', 'k', '', 'text/plain')).rejects.toMatchObject({ code: 'NoSuchBucket' });
  });

  it('lists more than a page, also while objects are deleted', async () => {
    const test = open();
    const keys = Array.from({ length: 2500 }, (_, index) => `p/${String(index).padStart(5, '0')}`);
    await fillBucket(test, BUCKET, keys);
    const seen: string[] = [];
    for (const { key } of test.store.list(BUCKET, 'p/')) {
      seen.push(key);
      if (seen.length % 100 === 0) test.store.objects.delete(BUCKET, key);
    }
    expect(seen).toEqual(keys);
    expect([...test.store.list(BUCKET, 'p/')]).toHaveLength(2475);
  });

  it('removes the bytes of replaced and deleted objects, but not under a reader', async () => {
    const test = open();
    const old = 'x'.repeat(600 * KIB);
    await test.store.write(BUCKET, 'k', old, 'text/plain');
    const reader = test.store.read(BUCKET, 'k');
    await test.store.write(BUCKET, 'k', 'new', 'text/plain');
    await expect.poll(() => filesIn(test, 'blobs').length).toBe(1);
    expect((await buffer(reader)).toString()).toBe(old);
    test.store.delete(BUCKET, 'k');
    await expect.poll(() => filesIn(test, 'blobs')).toEqual([]);
  });
});

describe('a store that fails', () => {
  it('answers a full disk with InternalError and leaves neither object nor file', async () => {
    const test = open({ files: fullDisk(1500 * KIB) });
    await test.store.write(BUCKET, 'kept', 'x'.repeat(200 * KIB), 'text/plain');
    const body = Readable.from(Array.from({ length: 40 }, () => Buffer.alloc(64 * KIB, 1)));
    const receiving = test.store.receive(body, { algorithms: ['CRC32'], maximum: Number.POSITIVE_INFINITY });
    await expect(receiving).rejects.toMatchObject({ code: 'InternalError', status: 500 });
    await expect(test.store.write(BUCKET, 'kept', Buffer.alloc(2000 * KIB), 'text/plain')).rejects.toMatchObject({
      code: 'InternalError',
    });
    expect(test.events).toContain('s3.store-failed');
    expect(filesIn(test, 'incoming')).toEqual([]);
    expect(filesIn(test, 'blobs')).toHaveLength(1);
    expect(test.store.head(BUCKET, 'kept')?.size).toBe(200 * KIB);
  });

  it('keeps the old object when the new one cannot be recorded', async () => {
    const test = open();
    await test.store.write(BUCKET, 'k', 'old', 'text/plain');
    const bytes = await test.store.receive('new', { algorithms: [], maximum: 10 });
    const current = test.store.objects.get(BUCKET, 'k');
    if (!current) throw new Error('k was not written');
    const putting = test.store.putObject(bytes, current, () => {
      throw new Error('SQLITE_FULL: database or disk is full');
    });
    await expect(putting).rejects.toMatchObject({ code: 'InternalError' });
    await expect.poll(() => filesIn(test, 'blobs').length).toBe(1);
    expect((await buffer(test.store.read(BUCKET, 'k'))).toString()).toBe('old');
  });

  it('cleans up after a client that goes away', async () => {
    const test = open();
    const gone = new AbortController();
    const body = Readable.from(
      (async function* () {
        yield Buffer.alloc(2 * 1024 * KIB);
        gone.abort(new Error('gone'));
        yield Buffer.alloc(1);
      })(),
    );
    const receiving = test.store.receive(body, { algorithms: [], maximum: 1e9, signal: gone.signal });
    await expect(receiving).rejects.toThrow();
    expect(filesIn(test, 'incoming')).toEqual([]);
  });
});

describe('a store after a crash', () => {
  it('removes half uploads and bytes that no row refers to, and nothing else', async () => {
    const before = open();
    await before.store.write(BUCKET, 'k', 'kept', 'text/plain');
    opened = [];
    await before.close({ keepFolder: true });
    const s3 = join(before.folder, 's3');
    writeFileSync(join(s3, 'incoming', 'half'), 'half an upload');
    mkdirSync(join(s3, 'blobs', 'ff'), { recursive: true });
    const orphan = join(s3, 'blobs', 'ff', 'ff000000-0000-4000-8000-000000000000');
    writeFileSync(orphan, 'never recorded');
    utimesSync(orphan, 1, 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const after = open({ folder: before.folder });
    await expect.poll(() => after.events).toContain('s3.orphan-blobs-removed');
    expect(filesIn(after, 'incoming')).toEqual([]);
    expect(filesIn(after, 'blobs')).toHaveLength(1);
    expect((await buffer(after.store.read(BUCKET, 'k'))).toString()).toBe('kept');
  });
});
