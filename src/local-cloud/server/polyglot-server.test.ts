import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceDefinition } from '../service/operation.ts';
import { type TestCloud, withServices } from '../testing/with-local-cloud.ts';
import { MAX_BUFFERED_BODY } from '../wire/request-body.ts';

const SIGNED = `AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature=${'a'.repeat(64)}`;

const bedrock: ServiceDefinition = {
  name: 'bedrock',
  signingName: 'bedrock',
  protocol: 'restJson1',
  loadSchemas: () => import('@aws-sdk/client-bedrock'),
  operations: { CreateModelCustomizationJob: () => ({ jobArn: 'arn' }), ListCustomModels: () => ({}) },
};

describe('two HTTP versions on one port', () => {
  let cloud: TestCloud;
  beforeAll(async () => {
    cloud = await withServices([bedrock]);
  });
  afterAll(() => cloud.close());

  it('serves many requests on one HTTP/2 connection and bounds them alike', async () => {
    const session = connectHttp2(cloud.url);
    const send = (path: string, headers: Record<string, string>, body = Buffer.alloc(0)) =>
      new Promise<{ status: unknown; text: string }>((resolve, reject) => {
        const stream = session.request({ ':path': path, ...headers }, { endStream: body.length === 0 });
        let status: unknown;
        const chunks: Buffer[] = [];
        stream.on('response', (answer) => {
          status = answer[':status'];
        });
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => resolve({ status, text: Buffer.concat(chunks).toString() }));
        stream.on('error', reject);
        if (body.length > 0) stream.end(body);
      });
    const authorized = { 'x-amz-date': '20260101T000000Z', authorization: SIGNED };
    const lists = Array.from({ length: 50 }, () => send('/custom-models', { ':method': 'GET', ...authorized }));
    expect((await Promise.all(lists)).every(({ status }) => status === 200)).toBe(true);
    const job = { ':method': 'POST', ...authorized };
    const large = await send('/model-customization-jobs', job, Buffer.alloc(MAX_BUFFERED_BODY + 1, 32));
    expect(large.status).toBe(413);
    const foreign = await send('/custom-models', { ':method': 'GET', ':authority': 'evil.example', ...authorized });
    expect(foreign.status).toBe(421);
    expect((await send('/custom-models', { ':method': 'GET', ...authorized })).status).toBe(200);
    session.close();
  });

  it('does not wait for idle connections when it closes', async () => {
    const other = await withServices([bedrock]);
    const silent = connect(Number(new URL(other.url).port), '127.0.0.1');
    await once(silent, 'connect');
    const session = connectHttp2(other.url);
    await once(session, 'connect');
    await fetch(`${other.url}/_novatune/none`);
    const closed = other.close().then(() => 'closed');
    expect(await Promise.race([closed, sleep(2000).then(() => 'still open')])).toBe('closed');
    silent.destroy();
    session.destroy();
  });
});
