import type { ListModelCustomizationJobsRequest, ListModelCustomizationJobsResponse } from '@aws-sdk/client-bedrock';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { storedModel } from '../testing/rehearsal.ts';
import { ACCOUNT, discard, openTestBedrock, type TestBedrock } from '../testing/test-bedrock.ts';
import { getJob, setJobStatus } from './job-store.ts';

let bedrock: TestBedrock;
beforeEach(async () => {
  bedrock = await openTestBedrock();
  for (const name of ['alpha', 'beta', 'gamma-a', 'gamma-b']) {
    storedModel(bedrock, name);
    bedrock.clock.advance(1000);
  }
});
afterEach(() => discard(bedrock));

const list = (input: ListModelCustomizationJobsRequest = {}) =>
  bedrock.call<ListModelCustomizationJobsResponse>('ListModelCustomizationJobs', input);
const names = async (input?: ListModelCustomizationJobsRequest) =>
  (await list(input)).modelCustomizationJobSummaries?.map((job) => job.jobName?.replace('job-for-', ''));

it('lists jobs newest first, page by page, while others are created', async () => {
  const first = await list({ maxResults: 3 });
  expect(first.modelCustomizationJobSummaries?.map((job) => job.customModelName)).toEqual([
    'gamma-b',
    'gamma-a',
    'beta',
  ]);
  storedModel(bedrock, 'meanwhile');
  const second = await list({ maxResults: 3, nextToken: first.nextToken });
  expect(second.modelCustomizationJobSummaries?.map((job) => job.customModelName)).toEqual(['alpha']);
  expect(second.nextToken).toBeUndefined();
  expect(await names({ sortOrder: 'Ascending', sortBy: 'CreationTime', maxResults: 2 })).toEqual(['alpha', 'beta']);
});

it('filters by name, time and status', async () => {
  const beta = getJob(bedrock.cloud.database, { accountId: ACCOUNT, region: 'us-east-1' }, 'job-for-beta');
  setJobStatus(bedrock.cloud.database, beta.arn, 'Failed', bedrock.clock.now(), { failureMessage: 'bad' });
  expect(await names({ nameContains: 'gamma' })).toEqual(['gamma-b', 'gamma-a']);
  expect(await names({ creationTimeAfter: new Date(beta.createdAt) })).toEqual(['gamma-b', 'gamma-a']);
  expect(await names({ creationTimeBefore: new Date(beta.createdAt) })).toEqual(['alpha']);
  expect(await names({ statusEquals: 'Failed' })).toEqual(['beta']);
  expect(await names({ statusEquals: 'Completed', nameContains: 'a-' })).toEqual(['gamma-b', 'gamma-a']);
});

it('tells the model ARN of completed jobs only', async () => {
  const beta = getJob(bedrock.cloud.database, { accountId: ACCOUNT, region: 'us-east-1' }, 'job-for-beta');
  setJobStatus(bedrock.cloud.database, beta.arn, 'Failed', bedrock.clock.now());
  const jobs = (await list()).modelCustomizationJobSummaries ?? [];
  expect(jobs.filter((job) => job.customModelArn !== undefined)).toHaveLength(3);
  expect(jobs[0]).toMatchObject({ status: 'Completed', customizationType: 'FINE_TUNING' });
});
