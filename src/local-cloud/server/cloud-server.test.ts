import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationContext, ServiceDefinition, StreamingBody } from '../service/operation.ts';
import { type TestCloud, withServices } from '../testing/with-local-cloud.ts';
import { MAX_BUFFERED_BODY } from '../wire/request-body.ts';

const SIGNATURE = 'a'.repeat(64);
const signed = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=AKIALOCALNOVATUNE000/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${SIGNATURE}`;

/** What the operations below have seen. */
const seen = { failure: undefined as unknown, bytes: 0, trailers: {} as object, destroyed: false, aborted: false };

const s3: ServiceDefinition = {
  name: 's3',
  signingName: 's3',
  protocol: 'restXml',
  loadSchemas: () => import('@aws-sdk/client-s3'),
  operations: {
    PutObject: async (input: { Key: string; Body: StreamingBody }, context: OperationContext) => {
      if (input.Key === 'refused-unread') throw new TypeError('broken on purpose');
      let bytes = 0;
      seen.failure = undefined;
      input.Body.once('error', (error) => {
        seen.failure = error;
      });
      for await (const chunk of input.Body) bytes += (chunk as Buffer).length;
      Object.assign(seen, { bytes, trailers: { ...context.trailers } });
      return { ETag: '"e"' };
    },
    GetObject: (_input: object, { signal }: OperationContext) => {
      const Body = new PassThrough();
      Body.write(Buffer.alloc(65_536));
      Body.on('close', () => {
        seen.destroyed = true;
      });
      signal.addEventListener('abort', () => {
        seen.aborted = true;
      });
      return { Body };
    },
    HeadObject: () => ({ ContentLength: 5, Metadata: { name: '名称' } }),
    DeleteObjects: () => ({}),
  },
};
const bedrock: ServiceDefinition = {
  name: 'bedrock',
  signingName: 'bedrock',
  protocol: 'restJson1',
  loadSchemas: () => import('@aws-sdk/client-bedrock'),
  operations: { CreateModelCustomizationJob: () => ({ jobArn: 'arn' }), ListCustomModels: () => ({}) },
};
const iam: ServiceDefinition = {
  name: 'iam',
  signingName: 'iam',
  protocol: 'awsQuery',
  loadSchemas: () => import('@aws-sdk/client-iam'),
  operations: {},
};

describe('the server, spoken to by hand', () => {
  let cloud: TestCloud;
  let port: number;
  beforeAll(async () => {
    cloud = await withServices([s3, bedrock, iam]);
    port = Number(new URL(cloud.url).port);
  });
  afterAll(() => cloud.close());

  /** Sends exactly these bytes and returns what comes back until the server closes or falls silent. */
  async function raw(text: string | Buffer): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.end(text);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    await Promise.race([once(socket, 'close').catch(() => undefined), sleep(2000)]);
    socket.destroy();
    return Buffer.concat(chunks).toString('latin1');
  }

  interface Call {
    readonly method?: string;
    readonly path: string;
    readonly service?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Buffer | Readable;
  }

  function call({ method = 'GET', path, service, headers = {}, body }: Call) {
    return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
      const authorization =
        service === undefined ? {} : { authorization: signed(service), 'x-amz-date': '20260101T000000Z' };
      const sent = request(
        { port, host: '127.0.0.1', method, path, headers: { ...authorization, ...headers } },
        async (response) => {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk as Buffer);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
          });
        },
      );
      sent.on('error', reject);
      if (body instanceof Readable) body.pipe(sent);
      else sent.end(body);
    });
  }

  it.each([
    ['nonsense', 'hello there\r\n\r\n', /^HTTP\/1\.1 400/],
    ['a foreign host', `GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`, /^HTTP\/1\.1 421/],
    ['no host', `GET / HTTP/1.1\r\nConnection: close\r\n\r\n`, /^HTTP\/1\.1 4(00|21)/],
    [
      'headers beyond bounds',
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
      /^HTTP\/1\.1 431/,
    ],
    [
      'an absolute request target',
      `GET http://localhost/_novatune/none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      /^HTTP\/1\.1 404/,
    ],
    // What comes back is the server's own SETTINGS frame.
    ['an HTTP/2 preface cut short', 'PRI * HTTP', /^(?!HTTP)/],
  ])('survives %s', async (_case, text, answer) => {
    expect(await raw(text)).toMatch(answer);
    expect((await call({ path: '/custom-models', service: 'bedrock' })).status).toBe(200);
  });

  it('refuses unsigned requests in a form the client can read', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await call({ path: '/documents/key' })).toMatchObject({
      status: 403,
      text: expect.stringContaining('<Code>AccessDenied</Code>'),
    });
    expect(await call({ path: '/custom-models' })).toMatchObject({
      status: 403,
      headers: { 'x-amzn-errortype': 'MissingAuthenticationTokenException' },
    });
    expect(await call({ method: 'POST', path: '/', headers: form, body: 'Action=ListRoles' })).toMatchObject({
      status: 403,
      text: expect.stringContaining('<Code>MissingAuthenticationToken</Code>'),
    });
  });

  it.each([
    ['another scheme', 'Basic abc'],
    ['no signature', 'AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/s3/aws4_request, SignedHeaders=host'],
    ['a short scope', `AWS4-HMAC-SHA256 Credential=A/20260101/s3, SignedHeaders=host, Signature=${SIGNATURE}`],
    ['another day', signed('s3').replace('20260101', '20260102')],
    ['an unsigned host', signed('s3').replace('host;', '')],
    ['a region that is none', signed('s3').replace('us-east-1', 'nowhere')],
  ])('refuses signatures with %s', async (_case, authorization) => {
    const answer = await call({ path: '/documents/key', headers: { authorization, 'x-amz-date': '20260101T000000Z' } });
    expect(answer).toMatchObject({
      status: 400,
      text: expect.stringContaining('<Code>AuthorizationHeaderMalformed</Code>'),
    });
  });

  it('names what it does not emulate', async () => {
    expect(await call({ path: '/guardrails', service: 'bedrock' })).toMatchObject({
      status: 404,
      headers: { 'x-amzn-errortype': 'UnknownOperationException' },
      text: '{"message":"ListGuardrails is not emulated by the local cloud."}',
    });
    expect((await call({ path: '/no/such/thing', service: 'bedrock' })).status).toBe(404);
    expect((await call({ path: '/', service: 'ec2' })).text).toContain("The service 'ec2' is not emulated");
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const action = (body: string) => call({ method: 'POST', path: '/', service: 'iam', headers: form, body });
    expect(await action('Action=CreateSAMLProvider&Version=2010-05-08')).toMatchObject({
      status: 400,
      text: expect.stringContaining('CreateSAMLProvider is not emulated by the local cloud.'),
    });
    expect((await action('Action=Nothing&Version=2010-05-08')).text).toContain('Could not find operation Nothing');
    expect((await action('')).text).toContain('<Code>MissingAction</Code>');
  });

  it('refuses malformed documents', async () => {
    const job = { method: 'POST', path: '/model-customization-jobs', service: 'bedrock' };
    for (const body of ['{', '[]', '"text"', 'null', '5', '\u0000']) {
      const answer = await call({ ...job, body });
      expect(answer, body).toMatchObject({ status: 400, headers: { 'x-amzn-errortype': 'SerializationException' } });
    }
    const many = { method: 'POST', path: '/documents?delete', service: 's3' };
    for (const body of ['<Delete', '<Delete></Wrong>', 'text', '']) {
      expect((await call({ ...many, body })).text, body).toContain('<Code>MalformedXML</Code>');
    }
    expect((await call({ path: '/documents/%ff', service: 's3' })).text).toContain('<Code>InvalidURI</Code>');
    expect((await call({ path: '/documents/k?partNumber=x', service: 's3' })).text).toContain(
      '<Code>InvalidArgument</Code>',
    );
  });

  it('refuses bodies beyond bounds, announced or not, and lives on', async () => {
    const job = { method: 'POST', path: '/model-customization-jobs', service: 'bedrock' };
    const large = Buffer.alloc(MAX_BUFFERED_BODY + 1, 32);
    const announced = await call({ ...job, body: large });
    expect(announced).toMatchObject({ status: 413, headers: { 'x-amzn-errortype': 'RequestEntityTooLarge' } });
    const chunked = await call({
      ...job,
      body: Readable.from([large.subarray(0, 20_000_000), large.subarray(0, 20_000_000)]),
    });
    expect(chunked.status).toBe(413);
    expect((await call({ path: '/custom-models', service: 'bedrock' })).status).toBe(200);
  });

  it('takes the framing off streamed bodies and hands over the trailers', async () => {
    const headers = {
      'content-encoding': 'aws-chunked',
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '10',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    };
    const put = { method: 'PUT', path: '/documents/key', service: 's3', headers };
    const body = '5\r\nhello\r\n5\r\nworld\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n';
    expect((await call({ ...put, body })).status).toBe(200);
    expect(seen).toMatchObject({ bytes: 10, trailers: { 'x-amz-checksum-crc32': 'AAAAAA==' } });
    const broken = await call({ ...put, body: 'zz\r\nhello' });
    expect(broken).toMatchObject({ status: 400, text: expect.stringContaining('<Code>InvalidRequest</Code>') });
    const short = await call({ ...put, body: '5\r\nhello\r\n0\r\n\r\n' });
    expect(short.text).toContain('<Code>IncompleteBody</Code>');
  });

  it('compares the bytes with the hash that was signed', async () => {
    const wrong = { 'x-amz-content-sha256': '0'.repeat(64) };
    const put = { method: 'PUT', path: '/documents/key', service: 's3', body: 'hello', headers: wrong };
    expect((await call(put)).text).toContain('<Code>XAmzContentSHA256Mismatch</Code>');
  });

  it('answers although the body was not read', async () => {
    const body = Readable.from(Array.from({ length: 100 }, () => Buffer.alloc(100_000)));
    const answer = await call({ method: 'PUT', path: '/documents/refused-unread', service: 's3', body });
    expect(answer).toMatchObject({ status: 500, text: expect.stringContaining('broken on purpose') });
  });

  it('answers HEAD without a body and encodes what headers cannot carry', async () => {
    const answer = await call({ method: 'HEAD', path: '/documents/key', service: 's3' });
    expect(answer).toMatchObject({ status: 200, text: '', headers: { 'content-length': '5' } });
    expect(answer.headers['x-amz-meta-name']).toBe('=?UTF-8?B?5ZCN56ew?=');
    const refused = await call({ method: 'HEAD', path: '/documents', service: 's3' });
    expect(refused).toMatchObject({ status: 501, text: '' });
  });

  it('fails an upload whose client goes away', async () => {
    for (const framing of ['', 'Content-Encoding: aws-chunked\r\n']) {
      const socket = connect(port, '127.0.0.1');
      socket.write(
        `PUT /documents/half HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n${framing}x-amz-date: 20260101T000000Z\r\nAuthorization: ${signed('s3')}\r\n\r\n40\r\n`,
      );
      await sleep(50);
      socket.destroy();
      for (let turn = 0; turn < 200 && seen.failure === undefined; turn += 1) await sleep(10);
      expect(seen.failure).toBeInstanceOf(Error);
    }
  });

  it('stops what nobody reads any more', async () => {
    Object.assign(seen, { destroyed: false, aborted: false });
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `GET /documents/endless HTTP/1.1\r\nHost: localhost\r\nx-amz-date: 20260101T000000Z\r\nAuthorization: ${signed('s3')}\r\n\r\n`,
    );
    await once(socket, 'data');
    socket.destroy();
    for (let turn = 0; turn < 200 && !(seen.destroyed && seen.aborted); turn += 1) await sleep(10);
    expect(seen).toMatchObject({ destroyed: true, aborted: true });
  });
});
