import type {
  CreateModelInvocationJobRequest,
  CreateModelInvocationJobResponse,
  GetModelInvocationJobResponse,
  ListModelInvocationJobsResponse,
} from '@aws-sdk/client-bedrock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFaultSwitches, type FaultSwitches } from '../../faults/fault-switches.ts';
import type { CloudSettings } from '../../state/ports.ts';
import {
  allowBatch,
  ask,
  batchRequest,
  lines,
  prepareBatchBucketAndRole,
  records,
} from '../testing/batch-rehearsal.ts';
import { put, storedModel, TRUST } from '../testing/rehearsal.ts';
import { ACCOUNT, BUCKET, discard, openTestBedrock, type TestBedrock } from '../testing/test-bedrock.ts';

let bedrock: TestBedrock;
let faults: FaultSwitches;
const settings: Partial<CloudSettings> = { batchMinimumRecords: 3, batchPhaseMs: 100 };
beforeEach(() => open());
afterEach(() => discard(bedrock));

async function open(change: Partial<CloudSettings> = {}, folder?: string): Promise<void> {
  faults = createFaultSwitches({ now: () => bedrock.clock.now() }, () => ({}));
  bedrock = await openTestBedrock({ ...settings, ...change }, folder, faults);
  if (folder !== undefined) return;
  await prepareBatchBucketAndRole(bedrock);
}

const create = async (change: Partial<CreateModelInvocationJobRequest> = {}) =>
  (await bedrock.call<CreateModelInvocationJobResponse>('CreateModelInvocationJob', batchRequest(change))).jobArn ?? '';
const get = (jobIdentifier: string) =>
  bedrock.call<GetModelInvocationJobResponse>('GetModelInvocationJob', { jobIdentifier });
const endOf = async (arn: string) => {
  await bedrock.until(async () => (await get(arn)).endTime !== undefined);
  return get(arn);
};
const idOf = (arn: string) => arn.slice(-12);

async function read(key: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of bedrock.objects.read(BUCKET, key)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
const output = async (arn: string, name = 'a.jsonl.out') =>
  (await read(`out/${idOf(arn)}/${name}`))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a job', () => {
  it('answers every record, in files and a manifest where AWS leaves them', async () => {
    await put(bedrock, 'in/a.jsonl', records(5));
    const arn = await create({ tags: [{ key: 'run', value: '1' }], timeoutDurationInHours: 24 });
    expect(arn).toMatch(/^arn:aws:bedrock:us-east-1:111122223333:model-invocation-job\/[a-z0-9]{12}$/);
    expect(await get(idOf(arn))).toMatchObject({ status: 'Submitted', timeoutDurationInHours: 24 });
    const seen = new Set<string | undefined>();
    await bedrock.until(async () => {
      const { status, endTime } = await get(arn);
      seen.add(status);
      return endTime !== undefined;
    });
    expect([...seen]).toEqual(expect.arrayContaining(['Submitted', 'Validating', 'Scheduled', 'Completed']));
    expect(await get(arn)).toMatchObject({
      totalRecordCount: 5,
      processedRecordCount: 5,
      successRecordCount: 5,
      errorRecordCount: 0,
      modelInvocationType: 'InvokeModel',
    });
    const answers = await output(arn);
    expect(answers.map(({ recordId }) => recordId)).toEqual(['doc-0', 'doc-1', 'doc-2', 'doc-3', 'doc-4']);
    expect(answers[0]).toMatchObject({
      modelInput: ask('Who are you?'),
      modelOutput: {
        output: { message: { content: [{ text: expect.stringMatching(/stand-in/) }] } },
        usage: { inputTokens: 3 },
      },
    });
    expect(JSON.parse(await read(`out/${idOf(arn)}/manifest.json.out`))).toMatchObject({
      totalRecordCount: 5,
      processedRecordCount: 5,
      successRecordCount: 5,
      errorRecordCount: 0,
      inputTokenCount: 15,
      outputTokenCount: expect.any(Number),
    });
    expect(await bedrock.call('ListTagsForResource', { resourceARN: arn })).toEqual({
      tags: [{ key: 'run', value: '1' }],
    });
  });

  it('reads every file of a folder, and Converse bodies', async () => {
    await put(bedrock, 'in/a.jsonl', records(2));
    await put(bedrock, 'in/b.jsonl', records(2, 2));
    await put(bedrock, 'in/deeper/c.jsonl', records(2, 4));
    const arn = await create({
      inputDataConfig: { s3InputDataConfig: { s3Uri: `s3://${BUCKET}/in/` } },
      modelInvocationType: 'Converse',
    });
    expect(await endOf(arn)).toMatchObject({ status: 'Completed', successRecordCount: 4 });
    expect((await output(arn, 'b.jsonl.out'))[0]).toMatchObject({
      recordId: 'doc-2',
      modelOutput: { stopReason: 'end_turn', metrics: { latencyMs: expect.any(Number) } },
    });
  });

  it('gives each faulty record its error and goes on', async () => {
    const image = (uri: string) =>
      ask('q', {
        messages: [
          { role: 'user', content: [{ image: { format: 'png', source: { s3Location: { uri } } } }, { text: 'q' }] },
        ],
      });
    await put(
      bedrock,
      'in/a.jsonl',
      lines(
        { recordId: 'native', modelInput: ask('q', { inferenceConfig: { topK: 5, max_new_tokens: 9 } }) },
        { recordId: 'config', modelInput: ask('q', { textGenerationConfig: {} }) },
        { recordId: 'none' },
        { modelInput: ask('no id') },
        { recordId: 'elsewhere', modelInput: image(`s3://${BUCKET}/other/a.png`) },
        { recordId: 'missing', modelInput: image(`s3://${BUCKET}/in/none.png`) },
      ),
    );
    const arn = await create();
    expect(await endOf(arn)).toMatchObject({ status: 'Completed', successRecordCount: 2, errorRecordCount: 4 });
    const byId = new Map((await output(arn)).map((line) => [line.recordId, line]));
    expect(byId.get('native')).toHaveProperty('modelOutput');
    expect(byId.get('REC00000004')).toHaveProperty('modelOutput');
    expect(byId.get('config')).toMatchObject({
      error: { errorCode: 400, errorMessage: expect.stringMatching(/extraneous key \[textGenerationConfig\]/) },
    });
    expect(byId.get('none')).toMatchObject({ error: { errorCode: 400 } });
    expect(byId.get('elsewhere')).toMatchObject({
      error: { errorMessage: expect.stringMatching(/same bucket and folder/) },
    });
    expect(byId.get('missing')).toMatchObject({ error: { errorMessage: expect.stringMatching(/key does not exist/) } });
  });

  it('emits its states', async () => {
    const emitted: string[] = [];
    const { events } = bedrock.cloud;
    const emit = events.emit.bind(events);
    Object.assign(events, {
      emit: (event: Parameters<typeof emit>[0]) => {
        emitted.push(`${event.detailType}: ${String(event.detail.status)}`);
        emit(event);
      },
    });
    await put(bedrock, 'in/a.jsonl', records(3));
    await endOf(await create());
    expect(emitted).toEqual(
      ['Submitted', 'Validating', 'Scheduled', 'InProgress', 'Completed'].map(
        (status) => `Batch Inference Job State Change: ${status}`,
      ),
    );
  });
});

describe('ends early', () => {
  it.each([
    ['too few records', () => records(2), {}, /contains less records \(2\) than the required minimum of: 3$/],
    ['no JSON', () => `${records(3)}{"recordId"`, {}, /Data files must conform to JSONL format. Line 4/],
    ['a file too large', () => records(9), { batchFileBytes: 300 }, /maximum size of an input file is 300 bytes/],
    ['a job too large', () => records(9), { batchJobBytes: 300 }, /maximum size of a job is 300 bytes/],
  ])('as Failed for %s', async (_what, body, change, message) => {
    await discard(bedrock);
    await open(change);
    await put(bedrock, 'in/a.jsonl', body());
    expect(await endOf(await create())).toMatchObject({ status: 'Failed', message: expect.stringMatching(message) });
  });

  it('as Failed when the role may not write any more', async () => {
    await put(bedrock, 'in/a.jsonl', records(3));
    const arn = await create();
    await allowBatch(bedrock, ['s3:GetObject', 'in/*']);
    expect(await endOf(arn)).toMatchObject({ status: 'Failed', message: expect.stringMatching(/PutObject/) });
  });

  it('as Failed or late by a fault switch', async () => {
    await put(bedrock, 'in/a.jsonl', records(3));
    faults.add({ kind: 'fail', phase: 'batchInference', message: 'made up', first: 1 });
    expect(await endOf(await create())).toMatchObject({ status: 'Failed', message: 'made up' });
    faults.add({ kind: 'stall', phase: 'batchInference' });
    const arn = await create({ jobName: 'batch-2' });
    await bedrock.until(async () => (await get(arn)).status === 'Scheduled');
    bedrock.clock.advance(25 * 3_600_000);
    faults.clear();
    expect(await endOf(arn)).toMatchObject({ status: 'Expired', message: 'The job timed out after 24 hours.' });
  });

  it('as Stopped, with what was answered', async () => {
    await discard(bedrock);
    await open({ batchRecordDelayMs: 1000 });
    await put(bedrock, 'in/a.jsonl', records(60));
    const arn = await create();
    await bedrock.until(async () => ((await get(arn)).processedRecordCount ?? 0) >= 4);
    await bedrock.call('StopModelInvocationJob', { jobIdentifier: arn });
    const ended = await endOf(arn);
    expect(ended.status).toBe('Stopped');
    expect(ended.totalRecordCount).toBe(60);
    expect(await output(arn)).toHaveLength(ended.processedRecordCount ?? 0);
    await expect(bedrock.call('StopModelInvocationJob', { jobIdentifier: arn })).rejects.toMatchObject({
      code: 'ConflictException',
    });
  });

  it('as PartiallyCompleted when its time is up in the middle', async () => {
    await discard(bedrock);
    await open({ batchRecordDelayMs: 600_000 });
    await put(bedrock, 'in/a.jsonl', records(2000));
    const arn = await create();
    await bedrock.until(async () => {
      bedrock.clock.advance(600_000);
      return (await get(arn)).endTime !== undefined;
    });
    const ended = await get(arn);
    expect(ended.status).toBe('PartiallyCompleted');
    expect(await output(arn)).toHaveLength(ended.processedRecordCount ?? 0);
  });
});

it('goes on after the process was killed, without asking twice', async () => {
  await discard(bedrock);
  await open({ batchRecordDelayMs: 1000 });
  await put(bedrock, 'in/a.jsonl', records(12));
  const arn = await create();
  await bedrock.until(async () => ((await get(arn)).processedRecordCount ?? 0) >= 4);
  await bedrock.close();
  await open({}, bedrock.cloud.folder);
  bedrock.service.resume();
  expect(await endOf(arn)).toMatchObject({ status: 'Completed', successRecordCount: 12, processedRecordCount: 12 });
  expect((await output(arn)).map(({ recordId }) => recordId)).toEqual(
    Array.from({ length: 12 }, (_, index) => `doc-${index}`),
  );
  expect(JSON.parse(await read(`out/${idOf(arn)}/manifest.json.out`))).toMatchObject({ inputTokenCount: 36 });
});

describe('creation', () => {
  it('repeats for the same token, refuses a taken name and beyond the quota', async () => {
    await discard(bedrock);
    await open({ batchJobsInProgress: 1 });
    await put(bedrock, 'in/a.jsonl', records(3));
    const arn = await create({ clientRequestToken: 'token-1' });
    expect(await create({ clientRequestToken: 'token-1' })).toBe(arn);
    await expect(create()).rejects.toMatchObject({ code: 'ConflictException' });
    await expect(create({ jobName: 'batch-2' })).rejects.toMatchObject({ code: 'ServiceQuotaExceededException' });
    await endOf(arn);
    await create({ jobName: 'batch-2' });
    const { invocationJobSummaries } = await bedrock.call<ListModelInvocationJobsResponse>('ListModelInvocationJobs', {
      statusEquals: 'Completed',
    });
    expect(invocationJobSummaries?.map(({ jobName }) => jobName)).toEqual(['batch-1']);
  });

  it.each<[string, Partial<CreateModelInvocationJobRequest>, RegExp]>([
    ['an unknown model', { modelId: 'amazon.nova-none-v1:0' }, /model identifier is invalid/],
    [
      'a missing object',
      { inputDataConfig: { s3InputDataConfig: { s3Uri: `s3://${BUCKET}/in/b.jsonl` } } },
      /S3 location is invalid/,
    ],
    ['an unreadable prefix', { inputDataConfig: { s3InputDataConfig: { s3Uri: 's3://nowhere/in/' } } }, /ListBucket/],
    [
      'an unwritable output',
      { outputDataConfig: { s3OutputDataConfig: { s3Uri: `s3://${BUCKET}/in/` } } },
      /PutObject/,
    ],
    [
      'a role that trusts customization jobs only',
      { roleArn: `arn:aws:iam::${ACCOUNT}:role/NovaTune` },
      /assume provided IAM role/,
    ],
    ['a foreign role', { roleArn: 'arn:aws:iam::222233334444:role/Batch' }, /Cross-account pass role/],
  ])('refuses %s', async (_what, change, message) => {
    await put(bedrock, 'in/a.jsonl', records(3));
    await bedrock.iam('CreateRole', { RoleName: 'NovaTune', AssumeRolePolicyDocument: TRUST });
    await expect(create(change)).rejects.toThrow(message);
    expect(await bedrock.call('ListModelInvocationJobs')).toEqual({ invocationJobSummaries: [] });
  });

  it('refuses a custom model in words', async () => {
    await put(bedrock, 'in/a.jsonl', records(3));
    await expect(create({ modelId: storedModel(bedrock) })).rejects.toThrow(/not supported for custom models/);
  });
});
