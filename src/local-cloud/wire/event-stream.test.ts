import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceDefinition } from '../service/operation.ts';
import { ServiceError } from '../service/service-error.ts';
import { type TestCloud, withServices } from '../testing/with-local-cloud.ts';

type Turn = 'first' | 'later' | 'unknown' | 'fault' | 'never';
let fails: Turn = 'never';
let ended = false;

async function* events() {
  try {
    if (fails === 'first') throw new ServiceError('ModelNotReadyException', 'not ready');
    yield { messageStart: { role: 'assistant' } };
    yield { contentBlockDelta: { contentBlockIndex: 0, delta: { text: '销售方 "A"' } } };
    if (fails === 'later') throw new ServiceError('ThrottlingException', 'too fast');
    if (fails === 'unknown') throw new ServiceError('SomethingElse', 'odd');
    if (fails === 'fault') throw new TypeError('bug');
    yield { messageStop: { stopReason: 'end_turn' } };
  } finally {
    ended = true;
  }
}

const runtime: ServiceDefinition = {
  name: 'bedrock-runtime',
  signingName: 'bedrock',
  protocol: 'restJson1',
  loadSchemas: () => import('@aws-sdk/client-bedrock-runtime'),
  operations: {
    ConverseStream: () => ({ stream: events() }),
    InvokeModelWithResponseStream: () => ({
      contentType: 'application/json',
      body: (async function* () {
        yield { chunk: { bytes: Buffer.from('{"a":1}') } };
      })(),
    }),
  },
};

describe('event streams', () => {
  let cloud: TestCloud;
  let client: BedrockRuntimeClient;
  beforeAll(async () => {
    cloud = await withServices([runtime]);
    client = new BedrockRuntimeClient({ ...cloud.config, maxAttempts: 1 });
  });
  afterAll(async () => {
    client.destroy();
    await cloud.close();
  });

  async function converse(turn: Turn) {
    fails = turn;
    ended = false;
    const { stream } = await client.send(new ConverseStreamCommand({ modelId: 'm', messages: [] }));
    const read: object[] = [];
    for await (const event of stream ?? []) read.push(event);
    return read;
  }

  it('carry every event', async () => {
    expect(await converse('never')).toEqual([
      { messageStart: { role: 'assistant' } },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { text: '销售方 "A"' } } },
      { messageStop: { stopReason: 'end_turn' } },
    ]);
    const { body } = await client.send(new InvokeModelWithResponseStreamCommand({ modelId: 'm', body: '{}' }));
    const texts: string[] = [];
    for await (const { chunk } of body ?? []) texts.push(Buffer.from(chunk?.bytes ?? []).toString());
    expect(texts).toEqual(['{"a":1}']);
  });

  it('refuse before the first event as any operation does', async () => {
    await expect(converse('first')).rejects.toMatchObject({
      name: 'ModelNotReadyException',
      $metadata: { httpStatusCode: 429 },
    });
    expect(ended).toBe(true);
  });

  it('refuse in the midst with an exception of the stream', async () => {
    await expect(converse('later')).rejects.toMatchObject({ name: 'ThrottlingException', message: 'too fast' });
    await expect(converse('unknown')).rejects.toThrow(/odd/);
  });

  it('break off when the operation is at fault', async () => {
    await expect(converse('fault')).rejects.toThrow();
    expect(await converse('never')).toHaveLength(3);
  });
});
