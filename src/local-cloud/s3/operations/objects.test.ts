import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestS3, withS3 } from '../testing/with-s3.ts';

const Bucket = 'objects';
const HELLO_ETAG = '"5d41402abc4b2a76b9719d911017c592"';

let s3: TestS3;
let client: S3Client;
beforeAll(async () => {
  s3 = await withS3();
  client = s3.client();
  await client.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => s3.close());

const put = (
  Key: string,
  Body: NonNullable<PutObjectCommandInput['Body']>,
  more: Partial<PutObjectCommandInput> = {},
) => client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
  client.send(new GetObjectCommand({ Bucket, Key, ...more }));
const read = async (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
  Buffer.from((await (await get(Key, more)).Body?.transformToByteArray()) ?? []);

describe('objects', () => {
  it('come back with their bytes, headers and metadata', async () => {
    const described = {
      ContentType: 'text/plain; charset=utf-8',
      ContentEncoding: 'identity',
      ContentDisposition: 'attachment; filename="a.txt"',
      ContentLanguage: 'zh',
      CacheControl: 'no-cache',
      Expires: new Date('2030-01-01T00:00:00Z'),
      Metadata: { split: 'train', 'seller-name': 'x' },
      StorageClass: 'STANDARD_IA',
    } as const;
    const stored = await put('a.txt', 'hello', described);
    expect(stored).toMatchObject({ ETag: HELLO_ETAG, ChecksumCRC32: 'NhCmhg==', ServerSideEncryption: 'AES256' });
    const { Body, ...got } = await get('a.txt');
    expect(await Body?.transformToString()).toBe('hello');
    const { Expires, ...others } = described;
    expect(got).toMatchObject({ ...others, ETag: HELLO_ETAG, ContentLength: 5, AcceptRanges: 'bytes' });
    expect(got.Expires).toEqual(Expires);
    expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'a.txt' }))).toMatchObject(others);
    const overridden = await get('a.txt', { ResponseContentType: 'text/csv', ResponseCacheControl: 'max-age=1' });
    expect(overridden).toMatchObject({ ContentType: 'text/csv', CacheControl: 'max-age=1' });
    await overridden.Body?.transformToByteArray();
  });

  it('may have any key', async () => {
    const keys = [
      '发票/a b+c&d=é.png',
      '100% ?#[]@!$()*,;:',
      'a//b/',
      '/lead',
      '..',
      '😀',
      'quote\'"<>&',
      'tab\tkey',
      '%41',
    ];
    for (const key of keys) {
      await put(key, key);
      expect([key, (await read(key)).toString()]).toEqual([key, key]);
    }
    const listed = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(listed.Contents?.map(({ Key }) => Key)).toEqual(expect.arrayContaining(keys));
    await expect(put('发'.repeat(342), 'x')).rejects.toMatchObject({ name: 'KeyTooLongError' });
    await put('x'.repeat(1024), 'longest');
  });

  it('that are not there are NoSuchKey, or NotFound for head', async () => {
    await expect(get('none')).rejects.toMatchObject({
      name: 'NoSuchKey',
      Key: 'none',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'none' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    await expect(client.send(new GetObjectCommand({ Bucket: 'nobody', Key: 'k' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });

  it('may be empty', async () => {
    await put('empty', Buffer.alloc(0));
    const got = await get('empty');
    expect(got).toMatchObject({ ContentLength: 0, ETag: '"d41d8cd98f00b204e9800998ecf8427e"' });
    expect(await got.Body?.transformToString()).toBe('');
    await expect(get('empty', { Range: 'bytes=0-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('are read in ranges', async () => {
    const bytes = randomBytes(700_000);
    await put('ranged', bytes);
    const ranges: [string, number, number][] = [
      ['bytes=100-199', 100, 200],
      ['bytes=0-0', 0, 1],
      ['bytes=-8', 699_992, 700_000],
      ['bytes=-9999999', 0, 700_000],
      ['bytes=300000-', 300_000, 700_000],
      ['bytes=699999-800000', 699_999, 700_000],
    ];
    for (const [Range, start, end] of ranges) {
      const got = await get('ranged', { Range });
      expect(got.$metadata.httpStatusCode).toBe(206);
      expect(got.ContentRange).toBe(`bytes ${start}-${end - 1}/700000`);
      expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes.subarray(start, end))).toBe(true);
    }
    await expect(get('ranged', { Range: 'bytes=700000-' })).rejects.toMatchObject({
      name: 'InvalidRange',
      ActualObjectSize: '700000',
      $metadata: { httpStatusCode: 416 },
    });
    await expect(get('ranged', { Range: 'bytes=-0' })).rejects.toMatchObject({ name: 'InvalidRange' });
    for (const Range of ['bytes=5-2', 'lines=1-2', 'bytes=1-2,4-5']) {
      const got = await get('ranged', { Range });
      expect([Range, got.$metadata.httpStatusCode, got.ContentLength]).toEqual([Range, 200, 700_000]);
      await got.Body?.transformToByteArray();
    }
  });

  it('are read under conditions', async () => {
    await put('conditional', 'hello');
    const { LastModified = new Date(0) } = await client.send(new HeadObjectCommand({ Bucket, Key: 'conditional' }));
    const earlier = new Date(LastModified.getTime() - 10_000);
    const status = async (conditions: Partial<GetObjectCommandInput>) => {
      const got = await get('conditional', conditions).catch((error) => error);
      await got.Body?.transformToByteArray();
      return got.$metadata.httpStatusCode;
    };
    expect(await status({ IfMatch: HELLO_ETAG })).toBe(200);
    expect(await status({ IfMatch: '"other", "5d41402abc4b2a76b9719d911017c592"' })).toBe(200);
    expect(await status({ IfMatch: '"other"' })).toBe(412);
    expect(await status({ IfNoneMatch: HELLO_ETAG })).toBe(304);
    expect(await status({ IfNoneMatch: '"other"' })).toBe(200);
    expect(await status({ IfModifiedSince: LastModified })).toBe(304);
    expect(await status({ IfModifiedSince: earlier })).toBe(200);
    expect(await status({ IfUnmodifiedSince: earlier })).toBe(412);
    expect(await status({ IfUnmodifiedSince: LastModified })).toBe(200);
    expect(await status({ IfMatch: HELLO_ETAG, IfUnmodifiedSince: earlier })).toBe(200);
    expect(await status({ IfNoneMatch: '"other"', IfModifiedSince: LastModified })).toBe(200);
  });

  it('are written under conditions', async () => {
    await put('once', 'hello', { IfNoneMatch: '*' });
    await expect(put('once', 'again', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      Condition: 'If-None-Match',
      $metadata: { httpStatusCode: 412 },
    });
    await put('once', 'second', { IfMatch: HELLO_ETAG });
    await expect(put('once', 'third', { IfMatch: HELLO_ETAG })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(put('never', 'x', { IfMatch: HELLO_ETAG })).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect((await read('once')).toString()).toBe('second');
    const racing = Array.from({ length: 8 }, (_, index) => put('race', String(index), { IfNoneMatch: '*' }));
    const results = await Promise.allSettled(racing);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('are deleted one by one and many at once', async () => {
    for (const key of ['d/1', 'd/2', 'd/3']) await put(key, 'x');
    const gone = await client.send(new DeleteObjectCommand({ Bucket, Key: 'd/1' }));
    expect(gone.$metadata.httpStatusCode).toBe(204);
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'd/1' }));
    const remove = (Objects: { Key: string; ETag?: string }[], Quiet = false) =>
      client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet } }));
    const many = await remove([{ Key: 'd/2', ETag: '"other"' }, { Key: 'd/3' }, { Key: 'd/none' }]);
    expect(many.Deleted?.map(({ Key }) => Key)).toEqual(['d/3', 'd/none']);
    expect(many.Errors).toMatchObject([{ Key: 'd/2', Code: 'PreconditionFailed' }]);
    expect(await remove([{ Key: 'd/2' }], true)).not.toHaveProperty('Deleted.0');
    await expect(get('d/2')).rejects.toMatchObject({ name: 'NoSuchKey' });
    const tooMany = Array.from({ length: 1001 }, (_, index) => ({ Key: `k${index}` }));
    await expect(remove(tooMany)).rejects.toMatchObject({ name: 'MalformedXML' });
  });

  it('are tagged', async () => {
    await put('tagged', 'x', { Tagging: 'kind=invoice&split=train' });
    const tags = async () => (await client.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' }))).TagSet;
    expect(await tags()).toEqual([
      { Key: 'kind', Value: 'invoice' },
      { Key: 'split', Value: 'train' },
    ]);
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: 'tagged' }))).TagCount).toBe(2);
    const TagSet = [{ Key: '种类', Value: '发票' }];
    await client.send(new PutObjectTaggingCommand({ Bucket, Key: 'tagged', Tagging: { TagSet } }));
    expect(await tags()).toEqual(TagSet);
    await client.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'tagged' }));
    expect(await tags()).toEqual([]);
    await expect(put('tagged', 'x', { Tagging: 'a=1&a=2' })).rejects.toMatchObject({ name: 'InvalidArgument' });
    const eleven = Array.from({ length: 11 }, (_, index) => ({ Key: `t${index}`, Value: '' }));
    await expect(
      client.send(new PutObjectTaggingCommand({ Bucket, Key: 'tagged', Tagging: { TagSet: eleven } })),
    ).rejects.toMatchObject({ name: 'BadRequest' });
  });

  it('tell their attributes', async () => {
    await put('attributes', 'hello');
    const attributes = await client.send(
      new GetObjectAttributesCommand({
        Bucket,
        Key: 'attributes',
        ObjectAttributes: ['ETag', 'Checksum', 'ObjectSize', 'StorageClass', 'ObjectParts'],
      }),
    );
    expect(attributes).toMatchObject({
      ETag: '5d41402abc4b2a76b9719d911017c592',
      Checksum: { ChecksumCRC32: 'NhCmhg==', ChecksumType: 'FULL_OBJECT' },
      ObjectSize: 5,
      StorageClass: 'STANDARD',
    });
    expect(attributes.ObjectParts).toBeUndefined();
  });

  it('that ask for what is not emulated are refused, not weakened', async () => {
    await expect(put('acl', 'x', { ACL: 'public-read' })).rejects.toMatchObject({
      name: 'AccessControlListNotSupported',
    });
    await put('acl', 'x', { ACL: 'bucket-owner-full-control' });
    await expect(put('big', 'x', { Metadata: { long: 'x'.repeat(2100) } })).rejects.toMatchObject({
      name: 'MetadataTooLarge',
    });
    await expect(get('acl', { VersionId: 'abc' })).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

describe('copies', () => {
  const copy = (Key: string, CopySource: string, more: object = {}) =>
    client.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }));

  it('take bytes, headers, metadata and tags along', async () => {
    await put('源/a b.txt', 'hello', { ContentType: 'text/plain', Metadata: { a: '1' }, Tagging: 't=1' });
    const made = await copy('copy', `/${Bucket}/${encodeURIComponent('源/a b.txt')}`);
    expect(made.CopyObjectResult).toMatchObject({ ETag: HELLO_ETAG, ChecksumCRC32: 'NhCmhg==' });
    expect(
      await get('copy').then(async ({ Body, ...rest }) => ({ ...rest, text: await Body?.transformToString() })),
    ).toMatchObject({ text: 'hello', ContentType: 'text/plain', Metadata: { a: '1' }, TagCount: 1 });
    await put('源/a b.txt', 'changed');
    await client.send(new DeleteObjectCommand({ Bucket, Key: '源/a b.txt' }));
    expect((await read('copy')).toString()).toBe('hello');
  });

  it('replace what they are told to', async () => {
    await put('r', 'hello', { ContentType: 'text/plain', Metadata: { a: '1' }, Tagging: 't=1' });
    await copy('r', `${Bucket}/r`, {
      MetadataDirective: 'REPLACE',
      Metadata: { b: '2' },
      TaggingDirective: 'REPLACE',
      ChecksumAlgorithm: 'SHA256',
    });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'r', ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({
      ContentType: 'binary/octet-stream',
      Metadata: { b: '2' },
      ChecksumSHA256: createHash('sha256').update('hello').digest('base64'),
    });
    expect(head.TagCount).toBeUndefined();
    await expect(copy('r', `${Bucket}/r`)).rejects.toMatchObject({ name: 'InvalidRequest' });
  });

  it('keep the conditions on their source', async () => {
    await put('s', 'hello');
    await copy('c', `${Bucket}/s`, { CopySourceIfMatch: HELLO_ETAG });
    await expect(copy('c', `${Bucket}/s`, { CopySourceIfMatch: '"x"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(copy('c', `${Bucket}/s`, { CopySourceIfNoneMatch: HELLO_ETAG })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(copy('c', `${Bucket}/none`)).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(copy('c', 'nobody/none')).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(copy('c', 'only-a-bucket')).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

describe('bodies', () => {
  it('stream in as aws-chunked with a trailing checksum', async () => {
    const bytes = randomBytes(3_000_000);
    const stream = Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]);
    const stored = await put('stream', stream, { ContentLength: bytes.length });
    expect(stored.ETag).toBe(`"${createHash('md5').update(bytes).digest('hex')}"`);
    expect((await read('stream', { ChecksumMode: 'ENABLED' })).equals(bytes)).toBe(true);
  });

  it('are checked by every algorithm of the SDK, from header and trailer', async () => {
    const bytes = randomBytes(100_001);
    for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const) {
      const member = `Checksum${ChecksumAlgorithm}` as const;
      const fromHeader = await put('checked', bytes, { ChecksumAlgorithm });
      const fromTrailer = await put('checked', Readable.from([bytes]), {
        ChecksumAlgorithm,
        ContentLength: bytes.length,
      });
      expect(fromHeader[member]).toMatch(/=$/);
      expect(fromTrailer[member]).toBe(fromHeader[member]);
      const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'checked', ChecksumMode: 'ENABLED' }));
      expect([head[member], head.ChecksumType]).toEqual([fromHeader[member], 'FULL_OBJECT']);
      expect((await read('checked', { ChecksumMode: 'ENABLED' })).equals(bytes)).toBe(true);
    }
  });

  it('with wrong digests are refused and change nothing', async () => {
    await put('digest', 'before');
    const bad = { $metadata: { httpStatusCode: 400 } };
    await expect(put('digest', 'hello', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({
      ...bad,
      name: 'BadDigest',
      message: 'The CRC32 you specified did not match the calculated checksum.',
    });
    await expect(put('digest', 'hello', { ChecksumSHA256: 'AAAA' })).rejects.toMatchObject({
      ...bad,
      name: 'InvalidRequest',
    });
    await expect(
      put('digest', 'hello', { ContentMD5: createHash('md5').update('x').digest('base64') }),
    ).rejects.toMatchObject({ ...bad, name: 'BadDigest' });
    await expect(put('digest', 'hello', { ContentMD5: 'nonsense' })).rejects.toMatchObject({
      ...bad,
      name: 'InvalidDigest',
    });
    expect((await read('digest')).toString()).toBe('before');
  });
});
