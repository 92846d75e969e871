import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepJobDetails } from '../../src/cli/job-details-file.ts';
import {
  FineTuning,
  type JobInput,
  planCreation,
  readJobMetrics,
  serviceRoleDocument,
  toJobDetails,
  toJobInput,
} from '../../src/toolkit/index.ts';
import { connectTo, openRehearsal, REGION, type Rehearsal } from '../support/rehearsal.ts';
import { textRecords } from '../support/text-job.ts';

const BUCKET = 'defects';
const SOURCE = `s3://${BUCKET}/data/train.jsonl`;

/** What the published reference scripts get wrong about jobs and roles; none of it may be so here. */
describe('the reference scripts', () => {
  let rehearsal: Rehearsal;
  let tuning: FineTuning;
  let folder: string;
  beforeAll(async () => {
    rehearsal = await openRehearsal();
    tuning = new FineTuning(rehearsal.cloud);
    folder = await mkdtemp(join(tmpdir(), 'novatune-defects-'));
    await rehearsal.cloud.objects.createBucket(BUCKET, REGION, {});
    await put('data/train.jsonl', textRecords(20));
  });
  afterAll(async () => {
    await rehearsal[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });
  const put = (key: string, content: string) =>
    rehearsal.cloud.objects.put(BUCKET, key, content, { contentType: 'application/jsonl' });

  const input = (jobName: string, change: Partial<JobInput> = {}): JobInput =>
    ({
      jobName,
      baseModel: 'nova-lite',
      trainingDataUri: SOURCE,
      outputUri: `s3://${BUCKET}/out/`,
      role: { create: 'novatune-defects' },
      hyperparameters: {},
      ...change,
    }) as JobInput;
  const quick = { pollIntervalMs: 20 };

  it('read outputModelId, so the model id was always empty; here the details name the model', async () => {
    const { jobArn } = await tuning.createFineTuningJob(input('model-id'));
    const details = toJobDetails(await tuning.waitForJobCompletion(jobArn, quick));
    expect(details.model_id).toMatch(
      /^arn:aws:bedrock:us-east-1:\d{12}:custom-model\/amazon\.nova-lite-v1:0:300k\/[a-z0-9]{12}$/,
    );
    expect((await rehearsal.cloud.customizer.getModel(details.model_id ?? ''))?.modelName).toBe('model-id');
  });

  it('read failureReason; here the reason of a failure is told', async () => {
    await put('data/late.jsonl', `${textRecords(12)}not json\n`);
    const { jobArn } = await tuning.createFineTuningJob(
      input('failing', { trainingDataUri: `s3://${BUCKET}/data/late.jsonl` }),
      {
        check: false,
      },
    );
    const state = await tuning.waitForJobCompletion(jobArn, quick);
    expect(state).toMatchObject({ status: 'Failed', failureMessage: expect.stringContaining('late.jsonl') });
    expect(toJobDetails(state).failure_message).toBe(state.failureMessage);
  });

  it('expected names and times from Create; here only what the service gives is relied on', async () => {
    const created = await tuning.createFineTuningJob(input('create-answer'));
    expect(created).toMatchObject({
      jobName: 'create-answer',
      jobArn: expect.stringContaining('model-customization-job/'),
    });
  });

  it('sent tags as an object under another name; here job and model carry them', async () => {
    const { jobArn } = await tuning.createFineTuningJob(input('tagged', { tags: { team: 'mail' } }));
    const { modelArn } = await tuning.waitForJobCompletion(jobArn, quick);
    for (const arn of [jobArn, modelArn ?? ''])
      expect(await rehearsal.cloud.customizer.tags(arn)).toMatchObject({ team: 'mail' });
  });

  it('left out required members; here model name and output are always sent', async () => {
    const { request } = await planCreation(input('no-model-name'), rehearsal.cloud);
    expect(toJobInput(request)).toMatchObject({
      customModelName: 'no-model-name',
      outputDataConfig: { s3Uri: `s3://${BUCKET}/out/` },
    });
  });

  it('split in place, so each run lost more rows; here the source stays as it is', async () => {
    const before = await rehearsal.cloud.objects.head(BUCKET, 'data/train.jsonl');
    const [first, second] = [
      await tuning.createFineTuningJob(input('split-1', { validationSplit: 0.2 })),
      await tuning.createFineTuningJob(input('split-2', { validationSplit: 0.2 })),
    ];
    expect(await rehearsal.cloud.objects.head(BUCKET, 'data/train.jsonl')).toEqual(before);
    expect(second.trainingDataUri).toBe(first.trainingDataUri);
    expect(first.trainingDataUri).not.toBe(SOURCE);
    await tuning.stopJob(first.jobArn).catch(() => undefined);
    await tuning.stopJob(second.jobArn).catch(() => undefined);
  });

  it('sent validation data to models that take none; here that is refused before anything is read', async () => {
    const before = rehearsal.answered.length;
    await expect(
      planCreation(input('nova-2', { baseModel: 'nova-2-lite', validationSplit: 0.1 }), rehearsal.cloud),
    ).rejects.toMatchObject({ code: 'validation-file-unsupported' });
    expect(rehearsal.answered.length).toBe(before);
  });

  it('lost the details to a date after hours of waiting; here every look can be kept', async () => {
    const { jobArn } = await tuning.createFineTuningJob(input('dates'));
    const file = join(folder, 'job.json');
    await keepJobDetails(file, toJobDetails(await tuning.getJobStatus(jobArn)));
    const state = await tuning.waitForJobCompletion(jobArn, {
      ...quick,
      onUpdate: (observed) => JSON.parse(JSON.stringify(toJobDetails(observed.state))),
    });
    await keepJobDetails(file, toJobDetails(state));
    const kept = JSON.parse(await readFile(file, 'utf8'));
    for (const key of ['job_arn', 'job_name', 'status', 'model_id', 'creation_time', 'end_time'])
      expect(kept).toHaveProperty(key);
    expect(new Date(kept.end_time).toISOString()).toBe(kept.end_time);
    expect(Date.parse(kept.end_time)).toBe(state.endedAt);
  });

  it('took a timeout for an ordinary status; here it is an error of its own, and the job goes on', async () => {
    rehearsal.local.faults.add({ kind: 'stall', job: 'slow' });
    const { jobArn } = await tuning.createFineTuningJob(input('slow'));
    await expect(tuning.waitForJobCompletion(jobArn, { ...quick, maxWaitMs: 60 })).rejects.toMatchObject({
      name: 'WaitTimeoutError',
      code: 'job-wait-timeout',
      retryable: true,
    });
    expect(await tuning.getJobStatus(jobArn)).toMatchObject({ status: 'InProgress' });
    const stalls: string[] = [];
    const watching = tuning.waitForJobCompletion(jobArn, {
      ...quick,
      maxWaitMs: 200,
      stall: { waitingMs: 1 },
      onUpdate: ({ stall }) => stall && stalls.push(`${stall.phase} ${stall.status}`),
    });
    await expect(watching).rejects.toMatchObject({ code: 'job-wait-timeout' });
    expect(stalls).toEqual(['training NotStarted']);
    await tuning.stopJob(jobArn);
  });

  it('trusted Bedrock for anyone, and opened every bucket; here account, job and prefixes are named', async () => {
    const { accountId } = await rehearsal.cloud.identity();
    const role = serviceRoleDocument({
      name: 'r',
      accountId,
      region: REGION,
      reads: [SOURCE],
      outputUri: `s3://${BUCKET}/out/`,
      tags: {},
    });
    const text = JSON.stringify(role);
    expect(text).toContain('aws:SourceAccount');
    expect(text).toContain(`arn:aws:bedrock:us-east-1:${accountId}:model-customization-job/*`);
    expect(text).not.toMatch(/s3:::\*|"s3:\*"/);
  });

  it('updated a role by detach, delete, create; here the policy is put over the old one, trust too', async () => {
    const from = rehearsal.answered.length;
    await tuning.createFineTuningJob(input('again', { outputUri: `s3://${BUCKET}/elsewhere/` }));
    const calls = rehearsal.answered.slice(from).map(({ operation }) => operation);
    expect(calls).toContain('PutRolePolicy');
    expect(calls).toContain('UpdateAssumeRolePolicy');
    expect(calls.filter((operation) => /^(Delete|Detach)/.test(operation ?? ''))).toEqual([]);
  });

  it('did not wait for a new role; here it is tried again until it can be assumed', async () => {
    await using young = await openRehearsal({ settings: { rolePropagationMs: 1500 } });
    await young.cloud.objects.createBucket('young', REGION, {});
    await young.cloud.objects.put('young', 'data/train.jsonl', textRecords(16), { contentType: 'text/plain' });
    const events: string[] = [];
    const uris = { trainingDataUri: 's3://young/data/train.jsonl', outputUri: 's3://young/out/' };
    await new FineTuning(young.cloud).createFineTuningJob(input('young', uris), {
      onEvent: ({ type }) => events.push(type),
    });
    expect(events).toContain('role-not-ready');
    expect(events.at(-1)).toBe('job-submitted');
  });

  it('wrote 1e-05 and knew no upper bounds; here plain decimals within the ranges', async () => {
    const { request } = await planCreation(
      input('plain', { hyperparameters: { learningRate: 1e-5 } }),
      rehearsal.cloud,
    );
    expect(toJobInput(request).hyperParameters?.learningRate).toBe('0.00001');
    await expect(
      planCreation(input('bound', { hyperparameters: { batchSize: 65 } }), rehearsal.cloud),
    ).rejects.toMatchObject({
      code: 'hyperparameter-invalid',
    });
  });

  it('tied the base model to us-east-1 while the region was free; here another region is refused', async () => {
    const elsewhere = connectTo(rehearsal.local.url, 'eu-west-1');
    const refused = planCreation(input('elsewhere'), elsewhere);
    await expect(refused).rejects.toMatchObject({
      code: 'preflight-failed',
      message: expect.stringContaining('us-east-1 only'),
    });
    await elsewhere.close();
  });

  it('looked for results under the job name; here they are found by listing the prefix', async () => {
    const state = await tuning.getJobStatus('model-id');
    const { training, files } = await readJobMetrics(state, rehearsal.cloud);
    expect(training.length).toBeGreaterThan(0);
    expect(files[0]).toContain('/model-customization-job-');
  });
});
