import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type BatchDetails,
  type BatchPlan,
  batchToken,
  collectRecords,
  ensureBatchBucket,
  ensureBatchRole,
  followBatch,
  infer,
  planBatch,
  predictionKey,
  readBatchAnswers,
  readPredictions,
  runTags,
  submitBatch,
  uploadBatch,
  writePredictions,
} from '../../src/toolkit/index.ts';
import { CODED_CLASSES, drawCodedPage } from '../support/coded-pages.ts';
import { drain, openRehearsal, type Rehearsal } from '../support/rehearsal.ts';

const MODEL = 'us.amazon.nova-lite-v1:0';
const PROMPTS = {
  system: '',
  task: 'Which type is it? Answer {"type": …}.\n| invoice | a bill |\n| letter | a letter |\n| resume | a CV |',
};
const PARAMETERS = { maxTokens: 100, temperature: 0 };
const QUESTION = { modelId: MODEL, prompts: PROMPTS, parameters: PARAMETERS };
const SETTINGS = { batchMinimumRecords: 6, batchPhaseMs: 10 };
const POLL = { pollIntervalMs: 20 };

let rehearsal: Rehearsal;
let documents: { readonly document: string; readonly image: string }[];
beforeEach(async () => {
  rehearsal = await openRehearsal({ settings: SETTINGS });
  const folder = join(rehearsal.folder, 'pages');
  await mkdir(folder);
  documents = [];
  for (const name of CODED_CLASSES) {
    for (let index = 0; index < 4; index += 1) {
      const image = join(folder, `${name}-${index}.png`);
      await writeFile(image, await drawCodedPage(name, index));
      documents.push({ document: `${name}-${index}`, image });
    }
  }
});
afterEach(() => rehearsal[Symbol.asyncDispose]());

const keyOf = (image: Uint8Array) => predictionKey(image, QUESTION);

async function planned(change: Partial<Parameters<typeof planBatch>[1]> = {}) {
  const { result } = await drain(collectRecords(documents, { keyOf }));
  const plan = planBatch(result.records, {
    ...QUESTION,
    shape: 'Converse',
    outputUri: 's3://batch-docs/batch/',
    tags: runTags('batch'),
    minRecords: 6,
    ...change,
  });
  return { ...result, plan };
}

async function submitted(plan: BatchPlan): Promise<string> {
  const { cloud, folder } = rehearsal;
  const tags = plan.request.tags;
  await ensureBatchBucket(plan.bucket, { mayCreate: true, tags }, cloud);
  const role = await ensureBatchRole(plan, cloud);
  await drain(uploadBatch(plan, { workFolder: folder }, cloud));
  const request = { ...plan.request, roleArn: role.arn };
  const clientToken = batchToken(request);
  return (await drain(submitBatch({ ...request, clientToken }, { roleIsNew: true }, cloud))).result;
}

const detailsOf = (plan: BatchPlan, job_arn: string): BatchDetails & { readonly job_arn: string } => ({
  version: 1,
  job_name: plan.request.jobName,
  job_arn,
  status: 'Submitted',
  model_id: MODEL,
  client_token: 't',
  input_uri: plan.request.inputUri,
  output_uri: plan.request.outputUri,
  model_invocation_type: plan.request.shape,
  dataset: 'data',
  split: 'test',
  prompts: PROMPTS,
  parameters: PARAMETERS,
  left_out: [],
  records: plan.files.flatMap(({ records }) =>
    records.map(({ recordId, key, documents: about }) => ({ record_id: recordId, key, documents: [...about] })),
  ),
});

async function answersOf(plan: BatchPlan, jobArn: string) {
  const state = (await drain(followBatch(jobArn, POLL, rehearsal.cloud))).result;
  const { result } = await drain(readBatchAnswers(detailsOf(plan, jobArn), {}, rehearsal.cloud));
  return { state, ...result };
}

describe('answers of a job', () => {
  it.each([
    ['Converse', 'inline'],
    ['Converse', 's3'],
    ['InvokeModel', 'inline'],
    ['InvokeModel', 's3'],
  ] as const)('are those of live inference, key by key: %s, images %s', async (shape, media) => {
    const { plan } = await planned({ shape, media });
    const { state, predictions } = await answersOf(plan, await submitted(plan));
    expect(state).toMatchObject({ status: 'Completed', counts: { total: 12, success: 12, error: 0 } });
    const predictionsFile = join(rehearsal.folder, 'live.jsonl');
    await drain(infer(documents, { ...QUESTION, predictionsFile }, rehearsal.cloud));
    const live = await readPredictions(predictionsFile);
    const essence = (all: readonly { document: string; key: string; answer?: string; inputTokens?: number }[]) =>
      all.map(({ document, key, answer, inputTokens }) => ({ document, key, answer, inputTokens })).sort(byDocument);
    expect(essence(predictions)).toEqual(essence(live));
  });

  it('come from several files, and one record answers for equal images', async () => {
    const [first] = documents;
    documents.push({ document: 'copy', image: first?.image ?? '' });
    const { plan } = await planned({ fileBytes: 2500 });
    expect(plan.files.length).toBeGreaterThan(2);
    expect(plan.records).toBe(12);
    const { predictions, answered } = await answersOf(plan, await submitted(plan));
    expect(answered).toBe(13);
    const of = (name: string) => predictions.find(({ document }) => document === name)?.answer;
    expect(of('copy')).toBe(of(first?.document ?? ''));
  });

  it('that failed are asked live, so that none is missing in the end', async () => {
    rehearsal.local.faults.add({ kind: 'error', service: 'batch-inference', operation: 'Record', every: 4 });
    const { plan } = await planned();
    const { predictions, answered, failed } = await answersOf(plan, await submitted(plan));
    expect({ answered, failed }).toEqual({ answered: 9, failed: 3 });
    expect(predictions.find(({ error }) => error)?.error).toEqual({
      code: 'batch-record-failed',
      message: expect.stringMatching(/^500: /),
    });
    const predictionsFile = join(rehearsal.folder, 'predictions.jsonl');
    await writePredictions(predictionsFile, predictions);
    await drain(infer(documents, { ...QUESTION, predictionsFile }, rehearsal.cloud));
    expect(rehearsal.count('Converse')).toBe(3);
    expect((await readPredictions(predictionsFile)).filter(({ answer }) => answer !== undefined)).toHaveLength(12);
  });

  it('are kept when a job is stopped; the others are missing', async () => {
    rehearsal.local.changeSettings({ batchRecordDelayMs: 300 });
    const { plan } = await planned();
    const jobArn = await submitted(plan);
    const { batches, clock } = rehearsal.cloud;
    while (((await batches.describe(jobArn))?.counts?.processed ?? 0) < 4) await clock.sleep(20);
    await batches.stop(jobArn);
    const { state, answered, missing } = await answersOf(plan, jobArn);
    expect(state.status).toBe('Stopped');
    expect(answered).toBeGreaterThanOrEqual(4);
    expect(answered + missing.length).toBe(12);
    expect(missing.length).toBeGreaterThan(0);
  });
});

describe('done twice', () => {
  it('sends nothing again and finds the first job', async () => {
    const { plan } = await planned({ media: 's3' });
    const jobArn = await submitted(plan);
    const puts = rehearsal.count('PutObject');
    expect(await submitted(plan)).toBe(jobArn);
    expect(rehearsal.count('PutObject')).toBe(puts);
    expect((await readdir(rehearsal.folder)).filter((name) => name.startsWith('.novatune'))).toEqual([]);
  });

  it('is submitted once though the first answer is lost', async () => {
    rehearsal.local.faults.add({ kind: 'reset', operation: 'CreateModelInvocationJob', afterWork: true, first: 1 });
    const { plan } = await planned();
    await submitted(plan);
    const jobs = [];
    for await (const job of rehearsal.cloud.batches.list({})) jobs.push(job.jobName);
    expect(jobs).toEqual([plan.request.jobName]);
  });
});

it('an image that changes between plan and upload is not sent under the old id', async () => {
  const { plan } = await planned();
  await writeFile(documents[3]?.image ?? '', await drawCodedPage('letter', 99));
  await expect(submitted(plan)).rejects.toMatchObject({ code: 'dataset-changed' });
});

it('a document whose image is gone is left out and named', async () => {
  documents.push({ document: 'gone', image: join(rehearsal.folder, 'nothing.png') });
  const { plan, leftOut } = await planned();
  expect(plan.records).toBe(12);
  expect(leftOut).toMatchObject([{ document: 'gone', code: 'image-missing' }]);
});

it('a job that stays where it is ends the waiting, not the job', async () => {
  rehearsal.local.faults.add({ kind: 'stall', phase: 'batchInference' });
  const { plan } = await planned();
  const jobArn = await submitted(plan);
  await expect(drain(followBatch(jobArn, { ...POLL, maxWaitMs: 100 }, rehearsal.cloud))).rejects.toMatchObject({
    code: 'batch-wait-timeout',
  });
  rehearsal.local.faults.clear();
  expect((await drain(followBatch(jobArn, POLL, rehearsal.cloud))).result.status).toBe('Completed');
});

const byDocument = (one: { document: string }, other: { document: string }) => (one.document < other.document ? -1 : 1);
