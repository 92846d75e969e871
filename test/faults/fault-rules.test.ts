import { BedrockClient, ListFoundationModelsCommand } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultRule, RequestOutcome } from '../../src/local-cloud/index.ts';
import { type TestCloud, withLocalCloud } from '../../src/local-cloud/testing/with-local-cloud.ts';

type Running = Awaited<ReturnType<typeof withLocalCloud>>;

const outcomes: RequestOutcome[] = [];
let test: Running;
let s3: S3Client;
beforeEach(async () => {
  outcomes.length = 0;
  test = await withLocalCloud({ onRequest: (outcome) => outcomes.push(outcome) });
  s3 = new S3Client(once(test));
  await s3.send(new CreateBucketCommand({ Bucket: 'docs' }));
  await s3.send(new PutObjectCommand({ Bucket: 'docs', Key: 'a', Body: Buffer.alloc(20_000, 'x') }));
});
afterEach(() => test.close());

/** What the service says is seen as it is, not after retries. */
const once = ({ config }: TestCloud) => ({ ...config, maxAttempts: 1 });
const put = (key: string) => s3.send(new PutObjectCommand({ Bucket: 'docs', Key: key, Body: 'y' }));
const get = async () => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'docs', Key: 'a' }));
  return (await Body?.transformToByteArray())?.length;
};
const converse = (client = new BedrockRuntimeClient(once(test))) =>
  client.send(
    new ConverseCommand({
      modelId: 'us.amazon.nova-lite-v1:0',
      messages: [{ role: 'user', content: [{ text: 'Who are you?' }] }],
    }),
  );

describe('refusals', () => {
  it.each<[FaultRule, () => Promise<unknown>, object]>([
    [{ kind: 'throttle', service: 's3' }, () => put('b'), { name: 'SlowDown', $metadata: { httpStatusCode: 503 } }],
    [
      { kind: 'throttle', operation: 'Converse' },
      () => converse(),
      { name: 'ThrottlingException', message: /Too many requests/, $metadata: { httpStatusCode: 429 } },
    ],
    [
      { kind: 'throttle', service: 'iam' },
      () => new IAMClient(once(test)).send(new ListRolesCommand({})),
      { name: 'Throttling', message: 'Rate exceeded' },
    ],
    [
      { kind: 'error', service: 'bedrock' },
      () => new BedrockClient(once(test)).send(new ListFoundationModelsCommand({})),
      { name: 'InternalServerException', $metadata: { httpStatusCode: 500 } },
    ],
    [
      { kind: 'error', service: 'bedrock-runtime', code: 'ModelErrorException', message: 'no' },
      () => converse(),
      { name: 'ModelErrorException', $metadata: { httpStatusCode: 424 } },
    ],
    [
      { kind: 'error', operation: 'Put*', code: 'ServiceUnavailable', status: 503 },
      () => put('b'),
      { name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } },
    ],
  ])('%j is what a client sees', async (rule, call, expected) => {
    test.cloud.faults.add(rule);
    const { message, ...rest } = expected as { message?: unknown };
    const error: unknown = await call().catch((caught: unknown) => caught);
    expect(error).toMatchObject(rest);
    if (message) expect((error as Error).message).toMatch(message as RegExp);
    test.cloud.faults.clear();
    await call();
  });

  it('reach the outcomes like the service’s own', async () => {
    test.cloud.faults.add({ kind: 'throttle', operation: 'Converse' });
    await expect(converse()).rejects.toThrow();
    expect(outcomes.at(-1)).toMatchObject({
      service: 'bedrock-runtime',
      operation: 'Converse',
      status: 429,
      code: 'ThrottlingException',
    });
  });

  it('come after the work when asked: the object is there though the client was told otherwise', async () => {
    test.cloud.faults.add({ kind: 'error', operation: 'PutObject', afterWork: true });
    await expect(put('late')).rejects.toMatchObject({ name: 'InternalError' });
    await s3.send(new HeadObjectCommand({ Bucket: 'docs', Key: 'late' }));
    test.cloud.faults.clear();
    test.cloud.faults.add({ kind: 'error', operation: 'PutObject' });
    await expect(put('never')).rejects.toMatchObject({ name: 'InternalError' });
    await expect(s3.send(new HeadObjectCommand({ Bucket: 'docs', Key: 'never' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });
});

describe('connections', () => {
  it('are reset, of HTTP/1.1 and of HTTP/2', async () => {
    test.cloud.faults.add({ kind: 'reset' });
    await expect(put('b')).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(converse()).rejects.toThrow();
    expect(outcomes.slice(-2).map(({ status }) => status)).toEqual([0, 0]);
  });

  it('hang until the client gives up', async () => {
    test.cloud.faults.add({ kind: 'hang', operation: 'GetObject' });
    const signal = AbortSignal.timeout(100);
    await expect(
      s3.send(new GetObjectCommand({ Bucket: 'docs', Key: 'a' }), { abortSignal: signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('close in the middle of a body', async () => {
    test.cloud.faults.add({ kind: 'truncate', operation: 'GetObject', first: 1 });
    await expect(get()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await get()).toBe(20_000);
    test.cloud.faults.add({ kind: 'truncate', operation: 'Converse' });
    await expect(converse()).rejects.toThrow();
  });

  it('are slow', async () => {
    test.cloud.faults.add({ kind: 'slow', operation: 'GetObject', delayMs: 80, bytesPerSecond: 100_000 });
    const started = performance.now();
    expect(await get()).toBe(20_000);
    expect(performance.now() - started).toBeGreaterThan(250);
  });
});

describe('selection', () => {
  const faulty = async (count: number) => {
    const hits: number[] = [];
    for (let index = 1; index <= count; index += 1) {
      const failed = await s3.send(new ListObjectsV2Command({ Bucket: 'docs' })).then(
        () => false,
        () => true,
      );
      if (failed) hits.push(index);
    }
    return hits;
  };

  it('takes the first N, every Nth, or a share that its seed fixes', async () => {
    const { faults } = test.cloud;
    faults.add({ kind: 'throttle', operation: 'ListObjectsV2', first: 2 });
    expect(await faulty(4)).toEqual([1, 2]);
    faults.clear();
    faults.add({ kind: 'throttle', operation: 'ListObjectsV2', every: 3 });
    expect(await faulty(7)).toEqual([3, 6]);
    faults.clear();
    faults.add({ kind: 'throttle', operation: 'ListObjectsV2', share: 0.3, seed: 7 });
    const hits = await faulty(60);
    expect(hits.length).toBeGreaterThan(8);
    expect(hits.length).toBeLessThan(30);
    expect(faults.list()).toMatchObject([{ seen: 60, hit: hits.length }]);
    faults.clear();
    faults.add({ kind: 'throttle', operation: 'ListObjectsV2', share: 0.3, seed: 7 });
    expect(await faulty(60)).toEqual(hits);
    faults.clear();
    faults.add({ kind: 'throttle', operation: 'ListObjectsV2', until: '2020-01-01T00:00:00Z' });
    expect(await faulty(2)).toEqual([]);
  });

  it('lets the retries of an SDK get through', async () => {
    test.cloud.faults.add({ kind: 'throttle', operation: 'ListObjectsV2', every: 2 });
    const patient = new S3Client({ ...test.config, maxAttempts: 3 });
    for (let index = 0; index < 4; index += 1) await patient.send(new ListObjectsV2Command({ Bucket: 'docs' }));
    expect(test.cloud.faults.list()).toMatchObject([{ seen: 7, hit: 3 }]);
  });

  it.each([
    [{ kind: 'explode' }, /kind/],
    [{ kind: 'throttle', operation: 'Convers' }, /operation: expected an operation that the local cloud emulates/],
    [{ kind: 'throttle', service: 'ec2' }, /service: expected one of s3, /],
    [{ kind: 'throttle', share: 0.5, every: 2 }, /share or every/],
    [{ kind: 'throttle', share: 2 }, /share/],
    [{ kind: 'slow' }, /delayMs/],
    [{ kind: 'reset', delayMs: 3 }, /delayMs/],
    [{ kind: 'stall', operation: 'Converse' }, /operation/],
  ])('refuses %j', (rule, words) => {
    expect(() => test.cloud.faults.add(rule)).toThrow(words);
    expect(test.cloud.faults.list()).toEqual([]);
  });
});
