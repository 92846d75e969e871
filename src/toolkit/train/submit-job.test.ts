import { describe, expect, it } from 'vitest';
import { CloudError } from '../errors.ts';
import type { JobRequest } from '../ports/model-customizer.ts';
import { drain, inTurn, jobState, outage, scriptedCloud } from '../testing/scripted-cloud.mts';
import { submitJob } from './submit-job.ts';

const { jobArn } = jobState();
const request: JobRequest = {
  jobName: 'job',
  modelName: 'model',
  roleArn: 'arn:aws:iam::111122223333:role/r',
  baseModel: 'amazon.nova-lite-v1:0:300k',
  trainingDataUri: 's3://bucket/train.jsonl',
  outputUri: 's3://bucket/out/',
  method: 'sft',
  hyperparameters: {},
  tags: {},
  clientToken: 'token',
};
const refused = (message: string) => new CloudError('service-validation', `Could not create the job: ${message}`);
/** As the service words it. */
const tooNew = [
  refused('Could not assume provided IAM role. Please confirm the role is valid.'),
  refused('Could not validate GetObject permissions to access Amazon S3 bucket: b at key k'),
  refused('Amazon S3 perms missing (PutObject): Could not validate PutObject permissions to access S3 bucket'),
] as const;

const submit = (roleIsNew: boolean, ...answers: readonly [string | Error, ...(string | Error)[]]) => {
  const cloud = scriptedCloud({ customizer: { submit: inTurn<string>(...answers) } });
  return { cloud, work: drain(submitJob(request, { roleIsNew }, cloud)) };
};

describe('submitJob', () => {
  it('waits for a new role, longer each time, and tells so', async () => {
    const { cloud, work } = submit(true, ...tooNew, jobArn);
    expect(await work).toEqual({
      result: jobArn,
      events: [
        { type: 'role-not-ready', attempt: 1, delay: 1000 },
        { type: 'role-not-ready', attempt: 2, delay: 2000 },
        { type: 'role-not-ready', attempt: 3, delay: 4000 },
      ],
    });
    expect(cloud.slept).toEqual([1000, 2000, 4000]);
  });

  it('ends with the words of the service after two minutes', async () => {
    const { cloud, work } = submit(true, tooNew[0]);
    await expect(work).rejects.toBe(tooNew[0]);
    const waited = cloud.slept.reduce((sum, wait) => sum + wait, 0);
    expect(waited).toBeGreaterThan(100_000);
    expect(waited).toBeLessThanOrEqual(120_000);
    expect(Math.max(...cloud.slept)).toBe(15_000);
  });

  it('believes the service about a role that was there before', async () => {
    const { cloud, work } = submit(false, tooNew[0], jobArn);
    await expect(work).rejects.toBe(tooNew[0]);
    expect(cloud.slept).toEqual([]);
  });

  it.each([
    refused('The provided model identifier is invalid.'),
    new CloudError('conflict', 'A model customization job with the name job already exists.'),
    outage,
  ])('does not wait for a role when told: $message', async (error) => {
    const { cloud, work } = submit(true, error, jobArn);
    await expect(work).rejects.toBe(error);
    expect(cloud.slept).toEqual([]);
  });
});
