import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { collect, REGION } from '../support/rehearsal.ts';
import { describeTargets } from './targets.ts';

const TEXT = { contentType: 'text/plain' };

describeTargets('ObjectStore', (target) => {
  const bucket = target.unique('objects');
  const { skipWithout } = target;
  const objects = () => target.cloud().objects;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'novatune-contract-'));
    await objects().createBucket(bucket, REGION, { 'novatune:created-by': 'novatune', team: 'mail room' });
    await target.openBucket(bucket);
  });
  afterAll(async () => {
    const keys = (await collect(objects().list(bucket, ''))).map(({ key }) => key);
    if (keys.length > 0) await objects().delete(bucket, keys);
    await objects().deleteBucket(bucket);
    await rm(folder, { recursive: true, force: true });
  });

  it('creates a bucket in its region', async () => {
    expect(await objects().bucketRegion(bucket)).toBe(REGION);
  });

  it('creates a bucket with its tags', async (context) => {
    skipWithout(context, 'tags of new buckets');
    expect(await objects().bucketTags(bucket)).toEqual({ 'novatune:created-by': 'novatune', team: 'mail room' });
  });

  it('knows where buckets of other regions are', async () => {
    const { objects: elsewhere, close } = target.cloudIn('eu-west-1');
    const name = target.unique('elsewhere');
    await elsewhere.createBucket(name, 'eu-west-1', {});
    expect(await elsewhere.bucketRegion(name)).toBe('eu-west-1');
    expect(await objects().bucketRegion(name)).toBe('eu-west-1');
    expect(await elsewhere.bucketTags(name)).toEqual({});
    await expect(elsewhere.createBucket(name, 'eu-west-1', {})).rejects.toMatchObject({ code: 'conflict' });
    await elsewhere.deleteBucket(name);
    expect(await elsewhere.bucketRegion(name)).toBeUndefined();
    await close();
  });

  it('writes and reads text and bytes under any key', async () => {
    for (const [key, body] of [
      ['plain', 'a text'],
      ['发票/ä ö+%20?.json', Buffer.from([0, 255, 10, 13])],
      ['empty', ''],
    ] as const) {
      await objects().put(bucket, key, body, TEXT);
      const read = await objects().get(bucket, key);
      expect(read && (await buffer(read))).toEqual(Buffer.from(body));
    }
  });

  it('keeps the hash of what was uploaded', async () => {
    const bytes = Buffer.from('an image');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const file = join(folder, 'image.png');
    await writeFile(file, bytes);
    await objects().putFile(bucket, 'image.png', file, { contentType: 'image/png', sha256 });
    expect(await objects().head(bucket, 'image.png')).toEqual({ key: 'image.png', size: bytes.length, sha256 });
    await objects().put(bucket, 'unhashed', 'x', TEXT);
    expect(await objects().head(bucket, 'unhashed')).toEqual({ key: 'unhashed', size: 1 });
  });

  it('sends large files in parts', async () => {
    const bytes = randomBytes(17 * 1024 * 1024);
    const file = join(folder, 'large.bin');
    await writeFile(file, bytes);
    await objects().putFile(bucket, 'large.bin', file, { contentType: 'application/octet-stream', sha256: 'aa' });
    expect(await objects().head(bucket, 'large.bin')).toEqual({ key: 'large.bin', size: bytes.length, sha256: 'aa' });
    const read = await objects().get(bucket, 'large.bin');
    expect(read && (await buffer(read)).equals(bytes)).toBe(true);
  });

  it('lists everything under a prefix, over pages, and deletes it', async () => {
    const keys = Array.from({ length: 1005 }, (_, index) => `many/${String(index).padStart(4, '0')}`);
    for (let start = 0; start < keys.length; start += 50) {
      await Promise.all(keys.slice(start, start + 50).map((key) => objects().put(bucket, key, key, TEXT)));
    }
    await objects().put(bucket, 'manyfold', '', TEXT);
    const listed = await collect(objects().list(bucket, 'many/'));
    expect(listed.map(({ key }) => key)).toEqual(keys);
    expect(listed[0]).toEqual({ key: 'many/0000', size: 9, modifiedAt: expect.any(Number) });
    await objects().delete(bucket, [...keys, 'many/never-there']);
    expect(await collect(objects().list(bucket, 'many/'))).toEqual([]);
    expect(await objects().head(bucket, 'manyfold')).toBeDefined();
  }, 60_000);

  it('answers undefined for what is not there', async () => {
    expect(await objects().get(bucket, 'nothing')).toBeUndefined();
    expect(await objects().head(bucket, 'nothing')).toBeUndefined();
    const missing = target.unique('missing');
    expect(await objects().bucketRegion(missing)).toBeUndefined();
    expect(await objects().bucketTags(missing)).toEqual({});
    expect(await objects().get(missing, 'k')).toBeUndefined();
    await expect(objects().deleteBucket(missing)).resolves.toBeUndefined();
  });

  it('says why it refuses', async () => {
    await expect(objects().put(target.unique('missing'), 'k', 'x', TEXT)).rejects.toMatchObject({
      name: 'CloudError',
      code: 'not-found',
      serviceCode: 'NoSuchBucket',
      status: 404,
    });
    await objects().put(bucket, 'kept', 'x', TEXT);
    await expect(objects().deleteBucket(bucket)).rejects.toMatchObject({ code: 'conflict', status: 409 });
  });

  it('throws the reason of an abort', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(objects().head(bucket, 'plain', signal)).rejects.toThrow('enough');
    await expect(collect(objects().list(bucket, '', signal))).rejects.toThrow('enough');
  });
});
