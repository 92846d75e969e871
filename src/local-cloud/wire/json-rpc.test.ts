import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServiceError } from '../service/service-error.ts';
import { type TestCloud, withServices } from '../testing/with-local-cloud.ts';

const structure = (name: string, members: string[], types: unknown[], required = 0) => [
  3,
  'test',
  name,
  0,
  members,
  types,
  required,
];

/** A service of the JSON RPC protocol (as CloudWatch, Logs and Pricing are), with schemas in the form SDK clients export. */
const schemas = {
  Echo$: [
    9,
    'test',
    'Echo',
    0,
    structure('EchoRequest', ['text', 'at', 'bytes'], [0, 4, 21], 1),
    structure('EchoResponse', ['text', 'at', 'bytes'], [0, 4, 21]),
  ],
  Nothing$: [9, 'test', 'Nothing', 0, 'unit', 'unit'],
  TooBusy$: [-3, 'test', 'TooBusy', { error: 'server', httpError: 503 }, ['message'], [0]],
};

describe('JSON RPC', () => {
  let cloud: TestCloud;
  beforeAll(async () => {
    const operations = {
      Echo: (input: { readonly text: string }) => {
        if (input.text === 'busy') throw new ServiceError('TooBusy', 'later');
        return input;
      },
      Nothing: () => undefined,
    };
    // The constraints of STS name none of these shapes.
    const logs = { name: 'sts', signingName: 'logs', protocol: 'awsJson1_1', operations } as const;
    cloud = await withServices([{ ...logs, loadSchemas: async () => schemas }], { strictErrors: false });
  });
  afterAll(() => cloud.close());

  async function call(target: string, body: string) {
    const authorization = `AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/logs/aws4_request, SignedHeaders=host, Signature=${'a'.repeat(64)}`;
    const headers = { authorization, 'x-amz-date': '20260101T000000Z', 'x-amz-target': target };
    const response = await fetch(cloud.url, { method: 'POST', headers, body });
    return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
  }

  it('routes by target and keeps types', async () => {
    const body = '{"text":"名","at":1767225600.5,"bytes":"aGk="}';
    expect(await call('Logs_20140328.Echo', body)).toEqual({ status: 200, type: 'application/x-amz-json-1.1', body });
    expect(await call('Logs_20140328.Nothing', '')).toMatchObject({ status: 200, body: '{}' });
  });

  it('refuses in its own shape', async () => {
    expect(await call('Logs.Unknown', '{}')).toMatchObject({
      status: 400,
      body: expect.stringContaining('"__type":"UnknownOperationException"'),
    });
    expect(await call('Logs.Echo', '{')).toMatchObject({
      status: 400,
      body: expect.stringContaining('SerializationException'),
    });
    expect(await call('Logs.Echo', '{"at":"soon","text":"a"}')).toMatchObject({ status: 400 });
    expect(await call('Logs.Echo', '{"text":"busy"}')).toMatchObject({
      status: 503,
      body: '{"__type":"TooBusy","message":"later"}',
    });
  });
});
