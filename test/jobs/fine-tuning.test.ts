import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FineTuning, type JobInput } from '../../src/toolkit/index.ts';
import { openRehearsal, REGION, type Rehearsal } from '../support/rehearsal.ts';
import { textRecords } from '../support/text-job.ts';

const BUCKET = 'service-object';

describe('FineTuning on the local cloud', () => {
  let rehearsal: Rehearsal;
  let tuning: FineTuning;
  beforeAll(async () => {
    rehearsal = await openRehearsal();
    tuning = new FineTuning(rehearsal.cloud);
    const { objects } = rehearsal.cloud;
    await objects.createBucket(BUCKET, REGION, {});
    await objects.put(BUCKET, 'data/train.jsonl', textRecords(20), { contentType: 'application/jsonl' });
  });
  afterAll(() => rehearsal[Symbol.asyncDispose]());

  const input: JobInput = {
    jobName: 'invoices-1',
    baseModel: 'nova-lite',
    trainingDataUri: `s3://${BUCKET}/data/train.jsonl`,
    validationSplit: 0.2,
    outputUri: `s3://${BUCKET}/out/`,
    role: { create: 'novatune-invoices' },
    hyperparameters: { learningRate: 0.0001 },
    tags: { team: 'mail room' },
  };
  const quick = { pollIntervalMs: 20 };

  it('goes from a training file to a served model and back to nothing', async () => {
    const { cloud } = rehearsal;
    const created = await tuning.createFineTuningJob(input);
    expect(created).toMatchObject({ jobName: 'invoices-1', modelName: 'invoices-1' });
    expect(created.advice.map(({ name, value }) => [name, value])).toEqual([
      ['epochCount', 5],
      ['learningRateWarmupSteps', 0],
    ]);
    expect(await tuning.getJobStatus(created.jobArn)).toMatchObject({
      status: 'InProgress',
      trainingDataUri: created.trainingDataUri,
      validationDataUri: created.validationDataUri,
      hyperparameters: { epochCount: '5', learningRate: '0.0001', learningRateWarmupSteps: '0' },
    });
    expect(await cloud.customizer.tags(created.jobArn)).toMatchObject({
      team: 'mail room',
      'novatune:run': 'invoices-1',
    });

    const seen: string[] = [];
    const job = await tuning.waitForJobCompletion('invoices-1', {
      ...quick,
      onUpdate: ({ ages }) => seen.push(ages.map(({ status }) => status).join()),
    });
    expect(job).toMatchObject({ status: 'Completed', jobArn: created.jobArn, trainingLoss: expect.any(Number) });
    expect(seen.at(-1)).toBe('Completed,Completed,Completed');

    const { provisionedModelArn } = await tuning.createProvisionedThroughput({
      name: 'invoices-1',
      jobArn: created.jobArn,
      modelUnits: 1,
    });
    expect(await tuning.getProvisionedThroughputStatus(provisionedModelArn)).toMatchObject({ modelArn: job.modelArn });
    expect(await tuning.waitForProvisionedThroughput('invoices-1', quick)).toMatchObject({
      status: 'InService',
      modelUnits: 1,
    });
    const { deploymentArn } = await tuning.createDeployment({ name: 'invoices-1', modelId: 'invoices-1' });
    expect(await tuning.waitForDeployment(deploymentArn, quick)).toMatchObject({ status: 'Active' });

    await tuning.deleteProvisionedThroughput(provisionedModelArn);
    await tuning.deleteDeployment(deploymentArn);
    await expect(tuning.getProvisionedThroughputStatus(provisionedModelArn)).rejects.toMatchObject({
      code: 'not-found',
    });
    await tuning.deleteCustomModel('invoices-1');
    expect(await cloud.customizer.getModel('invoices-1')).toBeUndefined();
  });

  it('answers a repeated call with the first job, and pays for nothing twice', async () => {
    const again = { ...input, jobName: 'twice', role: { create: 'novatune-invoices' } };
    const [first, second] = [await tuning.createFineTuningJob(again), await tuning.createFineTuningJob(again)];
    expect(second.jobArn).toBe(first.jobArn);
    await tuning.stopJob(first.jobArn);
    const ended = await tuning.waitForJobCompletion(first.jobArn, quick);
    expect(['Stopped', 'Completed']).toContain(ended.status);
  });

  it('sends nothing that the service would refuse', async () => {
    const before = rehearsal.count('CreateModelCustomizationJob');
    const refused = (change: object) =>
      expect(tuning.createFineTuningJob({ ...input, jobName: 'never', ...change })).rejects;
    await refused({ validationDataUri: 's3://b/v.jsonl' }).toMatchObject({ code: 'option-invalid' });
    await refused({ baseModel: 'nova-2-lite' }).toMatchObject({ code: 'validation-file-unsupported' });
    await refused({ baseModel: 'amazon.nova-lite-v1:0:24k' }).toMatchObject({ code: 'base-model-unknown' });
    await refused({ trainingDataUri: `s3://${BUCKET}/none.jsonl` }).toMatchObject({ code: 'preflight-failed' });
    await refused({ hyperparameters: { epochCount: 6 } }).toMatchObject({
      code: 'hyperparameter-invalid',
      message: 'Expected epochCount (nova-lite, method sft) to be a whole number from 1 to 5, got 6.',
      remedy: expect.stringContaining('https://docs.aws.amazon.com/'),
    });
    await refused({ method: 'rft', graderLambdaArn: 'x', hyperparameters: {} }).toMatchObject({
      code: 'method-unsupported',
    });
    await rehearsal.cloud.objects.put(BUCKET, 'data/wrong.jsonl', '{"messages":[]}\n', { contentType: 'text/plain' });
    await refused({ trainingDataUri: `s3://${BUCKET}/data/wrong.jsonl`, validationSplit: undefined }).toMatchObject({
      code: 'dataset-invalid',
    });
    expect(rehearsal.count('CreateModelCustomizationJob')).toBe(before);
  });

  it('says when a model has not been made yet', async () => {
    const { jobArn } = await tuning.createFineTuningJob({ ...input, jobName: 'early' });
    await tuning.stopJob(jobArn);
    await expect(tuning.createProvisionedThroughput({ name: 'early', jobArn })).rejects.toMatchObject({
      code: 'model-not-made',
    });
  });
});
