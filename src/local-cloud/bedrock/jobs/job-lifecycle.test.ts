import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { GetCustomModelResponse, ListTagsForResourceResponse } from '@aws-sdk/client-bedrock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createJob,
  endOf,
  getJobView,
  jsonLines,
  prepareBucketAndRole,
  put,
  record,
  textRecords,
} from '../testing/rehearsal.ts';
import { BUCKET, discard, openTestBedrock, ROLE_ARN, type TestBedrock } from '../testing/test-bedrock.ts';

let bedrock: TestBedrock;
beforeEach(async () => {
  bedrock = await openTestBedrock();
  await prepareBucketAndRole(bedrock);
});
afterEach(() => discard(bedrock));

const phases = async (jobArn: string) => {
  const { statusDetails } = await getJobView(bedrock, jobArn);
  return [
    statusDetails?.validationDetails?.status,
    statusDetails?.dataProcessingDetails?.status,
    statusDetails?.trainingDetails?.status,
  ];
};
const readCsv = async (key: string) => (await text(bedrock.objects.read(BUCKET, key))).trimEnd().split('\n');

describe('a customization job', () => {
  it('goes through its phases to a model, with metrics in the bucket', async () => {
    const jobArn = await createJob(bedrock, {
      validationDataConfig: { validators: [{ s3Uri: `s3://${BUCKET}/data/validation.jsonl` }] },
      jobTags: [{ key: 'run', value: '7' }],
      customModelTags: [{ key: 'for', value: 'model' }],
    });
    expect(jobArn).toMatch(
      /^arn:aws:bedrock:us-east-1:111122223333:model-customization-job\/amazon\.nova-lite-v1:0:300k\/[a-z0-9]{12}$/,
    );
    expect((await getJobView(bedrock, 'job-1')).status).toBe('InProgress');

    const job = await endOf(bedrock, jobArn);
    expect(job).toMatchObject({
      status: 'Completed',
      jobName: 'job-1',
      outputModelName: 'model-1',
      roleArn: ROLE_ARN,
      baseModelArn: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0:300k',
      hyperParameters: { epochCount: '2', learningRate: '0.0001', learningRateWarmupSteps: '0', batchSize: '1' },
    });
    expect(job.outputModelArn).toMatch(
      /^arn:aws:bedrock:us-east-1:111122223333:custom-model\/amazon\.nova-lite-v1:0:300k\/[a-z0-9]{12}$/,
    );
    expect(await phases(jobArn)).toEqual(['Completed', 'Completed', 'Completed']);

    const id = jobArn.slice(-12);
    const training = await readCsv(
      `out/model-customization-job-${id}/training_artifacts/step_wise_training_metrics.csv`,
    );
    expect(training[0]).toBe('step_number,epoch_number,training_loss');
    expect(training[1]).toMatch(/^1,0,\d/);
    // 16 records, one row per 8, two epochs.
    expect(training).toHaveLength(5);
    expect(training.at(-1)).toBe(`4,1,${job.trainingMetrics?.trainingLoss}`);
    const validation = await readCsv(
      `out/model-customization-job-${id}/validation_artifacts/post_fine_tuning_validation/validation/validation_metrics.csv`,
    );
    expect(validation[0]).toBe('step_number,epoch_number,validation_loss');
    expect(validation).toHaveLength(3);
    expect(validation.at(-1)).toContain(`,${job.validationMetrics?.[0]?.validationLoss}`);
    expect(bedrock.objects.head(BUCKET, 'out/.write_access_check_file.temp')?.size).toBe(0);

    const model = await bedrock.call<GetCustomModelResponse>('GetCustomModel', { modelIdentifier: 'model-1' });
    expect(model).toMatchObject({ modelArn: job.outputModelArn, jobArn, modelStatus: 'Active' });
    expect(await tags(jobArn)).toEqual([{ key: 'run', value: '7' }]);
    expect(await tags(job.outputModelArn)).toEqual([{ key: 'for', value: 'model' }]);
    await bedrock.until(() => !existsSync(join(bedrock.cloud.folder, 'bedrock', 'jobs', id)));
    expect(readdirSync(join(bedrock.cloud.folder, 'bedrock', 'models'))).toHaveLength(1);
  });

  it('spends at least the set time in each phase', async () => {
    const start = bedrock.clock.now();
    const jobArn = await createJob(bedrock);
    const job = await endOf(bedrock, jobArn);
    expect(Number(job.endTime) - start).toBeGreaterThanOrEqual(300);
  });

  it('waits with phases NotStarted while two others are at work', async () => {
    const arns = [];
    for (const n of [1, 2, 3]) arns.push(await createJob(bedrock, { jobName: `j${n}`, customModelName: `m${n}` }));
    const [first = '', second = '', third = ''] = arns;
    await bedrock.until(
      async () => (await phases(first))[0] !== 'NotStarted' && (await phases(second))[0] !== 'NotStarted',
    );
    expect(await phases(third)).toEqual(['NotStarted', 'NotStarted', 'NotStarted']);
    expect((await getJobView(bedrock, third)).status).toBe('InProgress');
    for (const arn of arns) expect((await endOf(bedrock, arn)).status).toBe('Completed');
  });
});

async function tags(resourceARN: string | undefined) {
  return (await bedrock.call<ListTagsForResourceResponse>('ListTagsForResource', { resourceARN })).tags;
}

describe('stopping a job', () => {
  const trainAtLength = async () => {
    await put(bedrock, 'data/train.jsonl', jsonLines(textRecords(3000)));
    const jobArn = await createJob(bedrock, { hyperParameters: { epochCount: '5' } });
    await bedrock.until(async () => (await phases(jobArn))[2] === 'InProgress');
    return jobArn;
  };

  it('ends its training at once, without a model', async () => {
    const jobArn = await trainAtLength();
    await bedrock.call('StopModelCustomizationJob', { jobIdentifier: jobArn });
    const job = await endOf(bedrock, jobArn);
    expect(job).toMatchObject({ status: 'Stopped', statusDetails: { trainingDetails: { status: 'Stopped' } } });
    expect(job.outputModelArn).toBeUndefined();
    await expect(bedrock.call('GetCustomModel', { modelIdentifier: 'model-1' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
    await expect(bedrock.call('StopModelCustomizationJob', { jobIdentifier: jobArn })).rejects.toMatchObject({
      code: 'ConflictException',
    });
  });

  it('ends the reading of its images', async () => {
    await put(bedrock, 'data/a.png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
    const block = { image: { format: 'png', source: { s3Location: { uri: `s3://${BUCKET}/data/a.png` } } } };
    await put(bedrock, 'data/train.jsonl', jsonLines(Array.from({ length: 8 }, () => record([block], 'letter'))));
    // A reader that is at work for ever, unless it is told to stop.
    Object.assign(bedrock.cloud.pages, {
      read: async (_image: Uint8Array, { signal }: { signal: AbortSignal }) => {
        signal.throwIfAborted();
        await once(signal, 'abort');
        signal.throwIfAborted();
      },
    });
    const jobArn = await createJob(bedrock);
    await bedrock.until(async () => (await phases(jobArn))[1] === 'InProgress');
    await bedrock.call('StopModelCustomizationJob', { jobIdentifier: jobArn });
    expect((await endOf(bedrock, jobArn)).status).toBe('Stopped');
    expect(await phases(jobArn)).toEqual(['Completed', 'Stopped', 'NotStarted']);
  });

  it('ends a job that has not started, and one by name', async () => {
    for (const n of [1, 2, 3]) await createJob(bedrock, { jobName: `j${n}`, customModelName: `m${n}` });
    await bedrock.call('StopModelCustomizationJob', { jobIdentifier: 'j3' });
    expect(await getJobView(bedrock, 'j3')).toMatchObject({
      status: 'Stopped',
      statusDetails: { validationDetails: { status: 'NotStarted' } },
    });
    await bedrock.call('StopModelCustomizationJob', { jobIdentifier: 'j1' });
    expect((await endOf(bedrock, 'j1')).status).toBe('Stopped');
    expect((await endOf(bedrock, 'j2')).status).toBe('Completed');
  });
});

describe('a restart', () => {
  it('continues a job that was training, and keeps its model ARN', async () => {
    await put(bedrock, 'data/train.jsonl', jsonLines(textRecords(400)));
    const jobArn = await createJob(bedrock);
    await bedrock.until(async () => (await phases(jobArn))[2] === 'InProgress');
    await bedrock.close();

    const { folder } = bedrock.cloud;
    bedrock = await openTestBedrock({}, folder);
    expect(await phases(jobArn)).toEqual(['Completed', 'Completed', 'InProgress']);
    bedrock.service.resume();
    const job = await endOf(bedrock, jobArn);
    expect(job.status).toBe('Completed');
    expect(readdirSync(join(folder, 'bedrock', 'models'))).toEqual([`${job.outputModelArn?.slice(-12)}.json`]);
  });

  it('removes what jobs left behind that had ended', async () => {
    const jobs = join(bedrock.cloud.folder, 'bedrock', 'jobs');
    mkdirSync(join(jobs, 'leftover'), { recursive: true });
    bedrock.service.resume();
    expect(readdirSync(jobs)).toEqual([]);
  });

  it('finishes the stop of a job that was stopping', async () => {
    const jobArn = await createJob(bedrock);
    bedrock.cloud.database.prepare("UPDATE bedrock_job SET status = 'Stopping' WHERE arn = ?").run(jobArn);
    await bedrock.close();
    bedrock = await openTestBedrock({}, bedrock.cloud.folder);
    bedrock.service.resume();
    expect((await getJobView(bedrock, jobArn)).status).toBe('Stopped');
  });
});

describe('a job whose ground gives way', () => {
  it('fails in the words of the service when the role is deleted', async () => {
    const jobArn = await createJob(bedrock);
    await bedrock.iam('DeleteRolePolicy', { RoleName: 'NovaTune', PolicyName: 'data' });
    await bedrock.iam('DeleteRole', { RoleName: 'NovaTune' });
    expect(await endOf(bedrock, jobArn)).toMatchObject({
      status: 'Failed',
      failureMessage: 'Could not assume provided IAM role.',
    });
  });

  it('fails cleanly when the store cannot keep the metrics', async () => {
    const jobArn = await createJob(bedrock);
    // As a full disk would: every later write is refused.
    Object.assign(bedrock.objects, {
      write: () => Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })),
    });
    const job = await endOf(bedrock, jobArn);
    expect(job.failureMessage).toBe('Encountered an unexpected error when processing the request, please try again');
    expect(bedrock.logged.join('\n')).toContain('no space left on device');
    await bedrock.until(() => readdirSync(join(bedrock.cloud.folder, 'bedrock', 'models')).length === 0);
    expect(job.statusDetails?.trainingDetails?.status).toBe('Failed');
  });
});
