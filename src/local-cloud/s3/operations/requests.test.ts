import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestS3, withS3 } from '../testing/with-s3.ts';

const Bucket = 'requests';
const SIGNED = {
  authorization: `AWS4-HMAC-SHA256 Credential=111122223333/20260101/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
  'x-amz-date': '20260101T000000Z',
};

let s3: TestS3;
let client: S3Client;
beforeAll(async () => {
  s3 = await withS3();
  client = s3.client();
  await client.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => s3.close());

const read = async (Key: string) =>
  (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

/** One request byte for byte as given, which no SDK would send. */
function send(
  path: string,
  headers: Record<string, string>,
  chunks: readonly (string | Uint8Array)[],
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sending = request(`${s3.url}${path}`, { method: 'PUT', headers: { ...SIGNED, ...headers } }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode, body }));
    });
    sending.on('error', reject);
    for (const chunk of chunks) sending.write(chunk);
    sending.end();
  });
}

function trailing(text: string, trailer: string, name = 'x-amz-checksum-crc32'): Promise<Answer> {
  const headers = {
    'content-encoding': 'aws-chunked',
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-decoded-content-length': String(Buffer.byteLength(text)),
    'x-amz-trailer': 'x-amz-checksum-crc32',
  };
  const framed = `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n0\r\n${name}:${trailer}\r\n\r\n`;
  return send(`/${Bucket}/trailing`, headers, [framed]);
}

describe('presigned URLs', () => {
  it('read and write without the SDK', async () => {
    const put = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: '预签名 a+b' }), { expiresIn: 60 });
    const written = await fetch(put, { method: 'PUT', body: 'by fetch' });
    expect(written.status).toBe(200);
    const get = new GetObjectCommand({ Bucket, Key: '预签名 a+b', ResponseContentDisposition: 'attachment' });
    const got = await fetch(await getSignedUrl(client, get, { expiresIn: 60 }));
    expect([got.status, await got.text()]).toEqual([200, 'by fetch']);
    expect(got.headers.get('content-disposition')).toBe('attachment');
  });
});

describe('virtual-host style', () => {
  it('names the bucket in the host', async () => {
    const { host } = new URL(s3.url);
    await client.send(new PutObjectCommand({ Bucket, Key: 'dir/key', Body: 'hosted' }));
    const answer = await new Promise<string>((resolve, reject) => {
      const headers = { ...SIGNED, host: `${Bucket}.s3.us-east-1.localhost:${host.split(':')[1]}` };
      const sending = request(`${s3.url}/dir/key`, { headers }, (response) => {
        response.setEncoding('utf8').on('data', resolve);
      });
      sending.on('error', reject).end();
    });
    expect(answer).toBe('hosted');
  });
});

describe('streamed bodies', () => {
  it('are held against their trailing checksum', async () => {
    const digest = Buffer.alloc(4);
    digest.writeUInt32BE(crc32('hello 发票'));
    expect((await trailing('hello 发票', digest.toString('base64'))).status).toBe(200);
    expect(await read('trailing')).toBe('hello 发票');
    const wrong = await trailing('other', digest.toString('base64'));
    expect(wrong.status).toBe(400);
    expect(wrong.body).toContain('<Code>BadDigest</Code>');
    const malformed = await trailing('other', 'nonsense');
    expect(malformed.body).toContain('<Code>InvalidRequest</Code>');
    const missing = await trailing('other', 'x', 'x-amz-checksum-sha1');
    expect(missing.body).toContain('<Code>MalformedTrailerError</Code>');
    expect(await read('trailing')).toBe('hello 发票');
  });

  it('need a length', async () => {
    const answer = await send(`/${Bucket}/open-ended`, { 'transfer-encoding': 'chunked' }, ['x']);
    expect(answer.status).toBe(411);
    expect(answer.body).toContain('<Code>MissingContentLength</Code>');
  });

  it('may name one checksum only', async () => {
    const headers = { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-sha1': 'AAAA', 'content-length': '1' };
    expect((await send(`/${Bucket}/two`, headers, ['x'])).body).toContain('<Code>InvalidRequest</Code>');
    const announced = { 'x-amz-sdk-checksum-algorithm': 'SHA1', 'content-length': '1' };
    expect((await send(`/${Bucket}/none`, announced, ['x'])).body).toContain('<Code>InvalidRequest</Code>');
  });

  it('too large are refused before they are sent', async () => {
    const headers = { 'content-length': String(6 * 1024 ** 3), expect: '100-continue' };
    const answer = await new Promise<Answer>((resolve, reject) => {
      const sending = request(`${s3.url}/${Bucket}/huge`, { method: 'PUT', headers: { ...SIGNED, ...headers } });
      sending.on('response', (response) => {
        response.setEncoding('utf8').on('data', (body: string) => resolve({ status: response.statusCode, body }));
      });
      sending.on('error', reject);
      sending.write(Buffer.alloc(10));
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('<Code>EntityTooLarge</Code>');
  });

  it('cut off leave nothing behind', async () => {
    const incoming = join(s3.folder, 's3', 'incoming');
    const sending = request(`${s3.url}/${Bucket}/cut`, {
      method: 'PUT',
      headers: { ...SIGNED, 'content-length': String(50_000_000) },
    });
    sending.on('error', () => undefined);
    sending.write(Buffer.alloc(3_000_000));
    await expect.poll(() => readdirSync(incoming).length).toBe(1);
    sending.destroy();
    await expect.poll(() => readdirSync(incoming).length).toBe(0);
    await expect(read('cut')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});
