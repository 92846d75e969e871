import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CloudError } from '../errors.ts';
import type { JobRequest, JobState } from '../ports/model-customizer.ts';
import { type JournalEntry, RunJournal } from '../run/index.ts';
import { type CloudScript, scriptedCloud } from '../testing/scripted-cloud.mts';
import { journalledCloud } from './journalled-cloud.ts';

const JOB: JobRequest = {
  jobName: 'j',
  modelName: 'm',
  roleArn: 'arn:role',
  baseModel: 'amazon.nova-lite-v1:0:300k',
  trainingDataUri: 's3://b/train.jsonl',
  outputUri: 's3://b/out/',
  tags: {},
  clientToken: 'token',
  method: 'sft',
  hyperparameters: { epochCount: '2' },
};
const STATE: JobState = {
  jobArn: 'arn:job',
  jobName: 'j',
  modelName: 'm',
  roleArn: 'arn:role',
  baseModelArn: 'arn:base',
  status: 'InProgress',
  createdAt: 0,
  phases: {},
  trainingDataUri: 's3://b/train.jsonl',
  outputUri: 's3://b/out/',
  hyperparameters: { epochCount: '2', learningRate: '0.00001' },
};

let file: string;
beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'journalled-')), 'journal.jsonl');
});
afterEach(() => rm(join(file, '..'), { recursive: true, force: true }));

/** Submits once in a process of its own. @returns the states that were written, and what came of it. */
async function submit(customizer: CloudScript['customizer'], request = JOB) {
  const journal = await RunJournal.open(file);
  const cloud = journalledCloud(scriptedCloud(customizer ? { customizer } : {}), journal);
  const outcome = await cloud.customizer.submit(request).catch((error: unknown) => error);
  await journal.close();
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  return { outcome, states: lines.map((line) => (JSON.parse(line) as JournalEntry).state) };
}

const lost = async (): Promise<never> => {
  throw new CloudError('network', 'The connection was cut.', { retryable: true });
};
const refused = async (): Promise<never> => {
  throw new CloudError('service-validation', 'No.', { status: 400 });
};

it('writes a call down before it is sent, and its result after', async () => {
  let before = '';
  const { outcome, states } = await submit({
    submit: async () => {
      before = await readFile(file, 'utf8');
      return 'arn:job';
    },
  });
  expect(JSON.parse(before)).toMatchObject({ call: 'submit-job', name: 'j', token: 'token', state: 'begun' });
  expect([outcome, states]).toEqual(['arn:job', ['begun', 'done']]);
});

it('asks what became of a call without an answer before it sends another', async () => {
  expect((await submit({ submit: lost })).states).toEqual(['begun', 'unknown']);
  const found = await submit({ describe: async () => STATE });
  expect(found).toEqual({ outcome: 'arn:job', states: ['begun', 'unknown', 'found'] });
  expect((await submit({ describe: async () => STATE })).states).toEqual(['begun', 'unknown', 'found']);
});

it('sends again what was never made', async () => {
  await submit({ submit: lost });
  const again = await submit({ describe: async () => undefined, submit: async () => 'arn:job' });
  expect(again).toEqual({ outcome: 'arn:job', states: ['begun', 'unknown', 'begun', 'done'] });
});

it('does not take another run’s job of the same name for its own', async () => {
  await submit({ submit: lost });
  for (const other of [{ trainingDataUri: 's3://c/x.jsonl' }, { hyperparameters: { epochCount: '3' } }]) {
    const { outcome } = await submit({ describe: async () => ({ ...STATE, ...other }), submit: refused });
    expect(outcome).toMatchObject({ code: 'service-validation' });
    await submit({ submit: lost });
  }
});

it('looks for nothing after a refusal', async () => {
  expect((await submit({ submit: refused })).states).toEqual(['begun', 'refused']);
  expect((await submit({ submit: async () => 'arn:job' })).states).toEqual(['begun', 'refused', 'begun', 'done']);
});
