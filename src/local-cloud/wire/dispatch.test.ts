import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServiceDefinition } from '../service/operation.ts';
import { ServiceError } from '../service/service-error.ts';
import { createWire } from './dispatch.ts';
import type { WireRequest } from './message.ts';

const loaders = {
  s3: () => import('@aws-sdk/client-s3'),
  iam: () => import('@aws-sdk/client-iam'),
  sts: () => import('@aws-sdk/client-sts'),
  bedrock: () => import('@aws-sdk/client-bedrock'),
  'bedrock-runtime': () => import('@aws-sdk/client-bedrock-runtime'),
} as const;
const protocols = {
  s3: 'restXml',
  iam: 'awsQuery',
  sts: 'awsQuery',
  bedrock: 'restJson1',
  'bedrock-runtime': 'restJson1',
} as const;
/** Answers to any operation's name with nothing. */
const anyOperation = new Proxy(
  {},
  {
    getOwnPropertyDescriptor: (_target, name) => ({
      value: () => ({}),
      configurable: true,
      enumerable: true,
      writable: true,
      name,
    }),
    get: () => () => ({}),
  },
);
const services = (Object.keys(loaders) as (keyof typeof loaders)[]).map(
  (name): ServiceDefinition => ({
    name,
    signingName: name.startsWith('bedrock') ? 'bedrock' : name,
    protocol: protocols[name],
    loadSchemas: loaders[name],
    operations: anyOperation,
  }),
);
const wire = createWire({
  services,
  accountId: '111122223333',
  signatures: 'form',
  callers: [],
  secrets: { secretOf: () => undefined },
});

const request = (
  changes: Partial<Omit<WireRequest, 'body'>> & { readonly body?: string | Uint8Array },
): WireRequest => ({
  method: 'GET',
  path: '/',
  query: '',
  headers: {},
  endpoint: 'http://localhost',
  signal: new AbortController().signal,
  ...changes,
  body: Readable.from(changes.body ? [Buffer.from(changes.body)] : []),
});
const signedBy = (service: string) => ({
  host: 'localhost',
  'x-amz-date': '20260101T000000Z',
  authorization: `AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=${'a'.repeat(64)}`,
});

describe('dispatch', () => {
  it('never answers 500 for what a client sent', async () => {
    const paths = fc.oneof(
      fc.webPath(),
      fc.string().map((text) => `/${text}`),
      fc.constantFrom(
        '/model/a/converse',
        '/model-customization-jobs',
        '/b',
        '/b/k',
        '/b/%E5',
        '/guardrails/x/versions',
      ),
    );
    const texts = fc.oneof(fc.json(), fc.string(), fc.constant('<a><b/></a>'), fc.webQueryParameters());
    const queries = fc.oneof(
      fc.webQueryParameters(),
      fc.constantFrom('delete', 'uploads', 'uploadId=1&partNumber=x', 'list-type=2&max-keys=-1'),
    );
    const cases = fc.record({
      service: fc.constantFrom('s3', 'iam', 'sts', 'bedrock', 'nothing'),
      method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'BREW'),
      path: paths,
      query: queries,
      body: texts,
      headers: fc.dictionary(
        fc.constantFrom(
          'range',
          'if-modified-since',
          'content-encoding',
          'content-type',
          'x-amz-copy-source',
          'x-amz-target',
          'content-length',
        ),
        fc.string(),
      ),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ service, headers, ...rest }) => {
        const answer = await wire(request({ ...rest, headers: { ...headers, ...signedBy(service) } }));
        expect(answer.status, Buffer.from((answer.body as Uint8Array | undefined) ?? []).toString()).not.toBe(500);
      }),
      { numRuns: 400 },
    );
  });

  it('words a fault of its own as the service would, and reports it', async () => {
    const reported: unknown[] = [];
    const broken = createWire({
      services: services.map((service) => ({
        ...service,
        operations: {
          ListRoles: () => {
            throw new TypeError('bug');
          },
          ListBuckets: () => {
            throw new ServiceError('SlowDown', 'Please reduce your request rate.', {
              status: 503,
              members: { Hint: 'a<b' },
              headers: { 'retry-after': '1' },
            });
          },
        },
      })),
      accountId: '111122223333',
      signatures: 'form',
      callers: [],
      secrets: { secretOf: () => undefined },
      onOutcome: (outcome, error) => reported.push({ ...outcome, error }),
    });
    const form = { ...signedBy('iam'), 'content-type': 'application/x-www-form-urlencoded' };
    const fault = await broken(request({ method: 'POST', headers: form, body: 'Action=ListRoles&Version=2010-05-08' }));
    expect(fault.status).toBe(500);
    expect(String(fault.body)).toContain('<Type>Receiver</Type><Code>ServiceFailure</Code>');
    const slow = await broken(request({ headers: signedBy('s3') }));
    expect(slow).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1', 'x-amz-request-id': expect.any(String) },
    });
    expect(String(slow.body)).toContain(
      '<Code>SlowDown</Code><Message>Please reduce your request rate.</Message><Hint>a&lt;b</Hint>',
    );
    expect(reported).toMatchObject([
      { service: 'iam', operation: 'ListRoles', status: 500, error: expect.any(TypeError) },
      { service: 's3', operation: 'ListBuckets', status: 503, code: 'SlowDown' },
    ]);
  });
});
