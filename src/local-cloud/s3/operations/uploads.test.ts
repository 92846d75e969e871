import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  DeleteBucketCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestS3, withS3 } from '../testing/with-s3.ts';

const Bucket = 'uploads';
const MIB = 1024 * 1024;
const PART = randomBytes(5 * MIB);
const TAIL = randomBytes(1234);

let s3: TestS3;
let client: S3Client;
beforeAll(async () => {
  s3 = await withS3();
  client = s3.client();
  await client.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => s3.close());

async function begin(Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}) {
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'CRC32', ...more }),
  );
  const part = async (PartNumber: number, Body: Uint8Array): Promise<CompletedPart> => {
    const { $metadata, ...made } = await client.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }),
    );
    return { ...made, PartNumber };
  };
  const complete = (Parts: CompletedPart[], input: Partial<CompleteMultipartUploadCommandInput> = {}) =>
    client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...input }));
  const abort = () => client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  return { Key, UploadId, part, complete, abort };
}

const read = async (Key: string, PartNumber?: number) => {
  const { Body, ...rest } = await client.send(new GetObjectCommand({ Bucket, Key, PartNumber }));
  return { ...rest, bytes: Buffer.from((await Body?.transformToByteArray()) ?? []) };
};

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();
const multipartEtag = (parts: Uint8Array[]) =>
  `"${md5(Buffer.concat(parts.map(md5))).toString('hex')}-${parts.length}"`;

describe('multipart uploads', () => {
  it('join their parts in order, whatever the order they came in', async () => {
    const upload = await begin('joined', { ContentType: 'image/png', Metadata: { a: '1' }, Tagging: 't=1' });
    const second = await upload.part(7, TAIL);
    const first = await upload.part(2, PART);
    const done = await upload.complete([first, second]);
    expect(done).toMatchObject({ Bucket, Key: 'joined', ETag: multipartEtag([PART, TAIL]), ChecksumType: 'COMPOSITE' });
    expect(done.ChecksumCRC32).toMatch(/-2$/);
    const got = await read('joined');
    expect(got.bytes.equals(Buffer.concat([PART, TAIL]))).toBe(true);
    expect(got).toMatchObject({ ContentType: 'image/png', Metadata: { a: '1' }, TagCount: 1, ETag: done.ETag });
    const part = await read('joined', 2);
    expect(part.bytes.equals(TAIL)).toBe(true);
    expect([part.PartsCount, part.$metadata.httpStatusCode]).toEqual([2, 206]);
    const attributes = await client.send(
      new GetObjectAttributesCommand({ Bucket, Key: 'joined', ObjectAttributes: ['ObjectParts', 'ObjectSize'] }),
    );
    expect(attributes).toMatchObject({
      ObjectSize: PART.length + TAIL.length,
      ObjectParts: { TotalPartsCount: 2, Parts: [{ PartNumber: 2, Size: PART.length }, { PartNumber: 7 }] },
    });
  });

  it('may be completed twice, with the same answer', async () => {
    const upload = await begin('twice');
    const part = await upload.part(1, TAIL);
    const first = await upload.complete([part]);
    const second = await upload.complete([part]);
    expect(second.ETag).toBe(first.ETag);
    const [third, fourth] = await (async () => {
      const racing = await begin('twice-at-once');
      const only = await racing.part(1, PART);
      return await Promise.all([racing.complete([only]), racing.complete([only])]);
    })();
    expect(third.ETag).toBe(fourth.ETag);
  });

  it('check the parts named', async () => {
    const upload = await begin('named');
    const small = await upload.part(1, TAIL);
    const last = await upload.part(2, TAIL);
    await expect(upload.complete([last, small])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(upload.complete([small, last])).rejects.toMatchObject({
      name: 'EntityTooSmall',
      ProposedSize: String(TAIL.length),
      MinSizeAllowed: String(5 * MIB),
    });
    await expect(upload.complete([{ ...small, ETag: '"other"' }])).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(upload.complete([{ ...small, PartNumber: 9 }])).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(upload.complete([{ ETag: small.ETag, PartNumber: 1 }])).rejects.toMatchObject({
      name: 'InvalidRequest',
    });
    await expect(upload.complete([])).rejects.toMatchObject({ name: 'MalformedXML' });
    await expect(upload.complete([small], { MpuObjectSize: 1 })).rejects.toMatchObject({ name: 'InvalidRequest' });
    await expect(upload.part(10_001, TAIL)).rejects.toMatchObject({ name: 'InvalidArgument' });
    await upload.complete([small]);
    expect((await read('named')).bytes.equals(TAIL)).toBe(true);
  });

  it('replace a part that is sent again', async () => {
    const upload = await begin('replaced');
    const old = await upload.part(1, PART);
    const fresh = await upload.part(1, TAIL);
    await expect(upload.complete([old])).rejects.toMatchObject({ name: 'InvalidPart' });
    await upload.complete([fresh]);
    expect((await read('replaced')).bytes.equals(TAIL)).toBe(true);
  });

  it('keep checksums of the parts or of the whole', async () => {
    const sha = await begin('sha', { ChecksumAlgorithm: 'SHA256' });
    const shaParts = [PART, TAIL].map((bytes) => createHash('sha256').update(bytes).digest());
    const made: CompletedPart[] = [];
    for (const [index, Body] of [PART, TAIL].entries()) {
      const PartNumber = index + 1;
      const input = {
        Bucket,
        Key: 'sha',
        UploadId: sha.UploadId,
        PartNumber,
        Body,
        ChecksumAlgorithm: 'SHA256',
      } as const;
      const { ETag, ChecksumSHA256 } = await client.send(new UploadPartCommand(input));
      made.push({ ETag, ChecksumSHA256, PartNumber });
    }
    const composite = `${createHash('sha256').update(Buffer.concat(shaParts)).digest('base64')}-2`;
    expect((await sha.complete(made)).ChecksumSHA256).toBe(composite);
    const refused = new UploadPartCommand({
      Bucket,
      Key: 'x',
      UploadId: (await begin('x', { ChecksumAlgorithm: 'SHA1' })).UploadId,
      PartNumber: 1,
      Body: 'x',
    });
    await expect(client.send(refused)).rejects.toMatchObject({ name: 'InvalidRequest' });

    const whole = await begin('whole', { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
    const parts = [await whole.part(1, PART), await whole.part(2, TAIL)];
    const { ChecksumCRC32 } = await client.send(
      new PutObjectCommand({ Bucket, Key: 'same-bytes', Body: Buffer.concat([PART, TAIL]) }),
    );
    await expect(whole.complete(parts, { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({ name: 'BadDigest' });
    expect(await whole.complete(parts, { ChecksumCRC32 })).toMatchObject({
      ChecksumCRC32,
      ChecksumType: 'FULL_OBJECT',
    });
  });

  it('take parts from other objects', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'source', Body: Buffer.concat([PART, TAIL]) }));
    const upload = await begin('from-copy');
    const copyPart = (PartNumber: number, CopySourceRange: string) =>
      client.send(
        new UploadPartCopyCommand({
          Bucket,
          Key: 'from-copy',
          UploadId: upload.UploadId,
          PartNumber,
          CopySource: `${Bucket}/source`,
          CopySourceRange,
        }),
      );
    const first = await copyPart(1, `bytes=0-${PART.length - 1}`);
    const second = await copyPart(2, `bytes=${PART.length}-${PART.length + 9}`);
    await expect(copyPart(3, 'bytes=5-')).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(copyPart(3, 'bytes=0-99999999')).rejects.toMatchObject({ name: 'InvalidRequest' });
    const parts = [first, second].map(({ CopyPartResult }, index) => ({
      ETag: CopyPartResult?.ETag,
      ChecksumCRC32: CopyPartResult?.ChecksumCRC32,
      PartNumber: index + 1,
    }));
    await upload.complete(parts);
    expect((await read('from-copy')).bytes.equals(Buffer.concat([PART, TAIL.subarray(0, 10)]))).toBe(true);
    const copied = await client.send(
      new CopyObjectCommand({ Bucket, Key: 'one-part', CopySource: `${Bucket}/from-copy` }),
    );
    expect(copied.CopyObjectResult?.ETag).toMatch(/^"[0-9a-f]{32}"$/);
  });

  it('without an algorithm get a CRC-64/NVME of the whole', async () => {
    const upload = await begin('unnamed', { ChecksumAlgorithm: undefined });
    const done = await upload.complete([await upload.part(1, PART), await upload.part(2, TAIL)]);
    const same = { Bucket, Key: 'same', Body: Buffer.concat([PART, TAIL]), ChecksumAlgorithm: 'CRC64NVME' } as const;
    const { ChecksumCRC64NVME } = await client.send(new PutObjectCommand(same));
    expect(done).toMatchObject({ ChecksumCRC64NVME, ChecksumType: 'FULL_OBJECT' });
  });

  it('are aborted', async () => {
    const upload = await begin('aborted');
    await upload.part(1, TAIL);
    await upload.abort();
    await expect(upload.part(2, TAIL)).rejects.toMatchObject({
      name: 'NoSuchUpload',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(upload.abort()).rejects.toMatchObject({ name: 'NoSuchUpload' });
    await expect(upload.complete([{ PartNumber: 1, ETag: 'x' }])).rejects.toMatchObject({ name: 'NoSuchUpload' });
    await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'aborted' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  it('and their parts are listed in pages', async () => {
    const listed = 'uploads-listed';
    await client.send(new CreateBucketCommand({ Bucket: listed }));
    const ids = new Map<string | undefined, string>();
    for (const Key of ['a', 'b', 'b', 'dir/c', 'dir/d', 'z']) {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket: listed, Key }));
      ids.set(UploadId, Key);
    }
    const seen: (string | undefined)[] = [];
    let markers: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
    for (let more: boolean | undefined = true; more; ) {
      const page = await client.send(
        new ListMultipartUploadsCommand({ Bucket: listed, MaxUploads: 2, Delimiter: '/', ...markers }),
      );
      for (const { UploadId } of page.Uploads ?? []) seen.push(ids.get(UploadId));
      for (const { Prefix } of page.CommonPrefixes ?? []) seen.push(Prefix);
      markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
      more = page.IsTruncated;
    }
    expect(seen).toEqual(['a', 'b', 'b', 'dir/', 'z']);
    const below = await client.send(new ListMultipartUploadsCommand({ Bucket: listed, Prefix: 'dir/' }));
    expect(below.Uploads?.map(({ Key }) => Key)).toEqual(['dir/c', 'dir/d']);
    await expect(client.send(new DeleteBucketCommand({ Bucket: listed }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
    });

    const upload = await begin('parts');
    for (const number of [1, 3, 5]) await upload.part(number, TAIL);
    const list = (PartNumberMarker?: string) =>
      client.send(
        new ListPartsCommand({ Bucket, Key: 'parts', UploadId: upload.UploadId, MaxParts: 2, PartNumberMarker }),
      );
    const page = await list();
    expect(page).toMatchObject({
      IsTruncated: true,
      NextPartNumberMarker: '3',
      Parts: [{ PartNumber: 1 }, { PartNumber: 3, Size: 1234 }],
    });
    expect((await list(page.NextPartNumberMarker)).Parts?.map(({ PartNumber }) => PartNumber)).toEqual([5]);
  });

  it('work through lib-storage, from a stream of unknown length', async () => {
    const bytes = randomBytes(12 * MIB + 17);
    const chunks = Array.from({ length: 13 }, (_, index) => bytes.subarray(index * MIB, (index + 1) * MIB));
    const upload = new Upload({
      client,
      params: { Bucket, Key: '大文件', Body: Readable.from(chunks) },
      partSize: 5 * MIB,
      queueSize: 3,
    });
    expect((await upload.done()).ETag).toMatch(/-3"$/);
    expect((await read('大文件')).bytes.equals(bytes)).toBe(true);
  });
});
