import type {
  GetCustomModelResponse,
  ListCustomModelsRequest,
  ListCustomModelsResponse,
} from '@aws-sdk/client-bedrock';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { storedModel } from '../testing/rehearsal.ts';
import { discard, openTestBedrock, type TestBedrock } from '../testing/test-bedrock.ts';

let bedrock: TestBedrock;
beforeEach(async () => {
  bedrock = await openTestBedrock();
});
afterEach(() => discard(bedrock));

const list = (input: ListCustomModelsRequest = {}) => bedrock.call<ListCustomModelsResponse>('ListCustomModels', input);
const names = async (input?: ListCustomModelsRequest) =>
  (await list(input)).modelSummaries?.map((model) => model.modelName);

it('lists models page by page with every filter', async () => {
  for (const name of ['alpha', 'beta', 'gamma']) {
    storedModel(bedrock, name);
    bedrock.clock.advance(1000);
  }
  const first = await list({ maxResults: 2 });
  expect(first.modelSummaries?.map((model) => model.modelName)).toEqual(['gamma', 'beta']);
  expect(await names({ maxResults: 2, nextToken: first.nextToken })).toEqual(['alpha']);
  const lite = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0:300k';
  expect(await names({ baseModelArnEquals: lite, foundationModelArnEquals: lite })).toHaveLength(3);
  expect(await names({ baseModelArnEquals: lite.replace('lite', 'pro') })).toEqual([]);
  expect(await names({ nameContains: 'eta' })).toEqual(['beta']);
  expect(await names({ isOwned: true, modelStatus: 'Active' })).toHaveLength(3);
  expect(await names({ isOwned: false })).toEqual([]);
  expect(await names({ modelStatus: 'Creating' })).toEqual([]);
  expect(first.modelSummaries?.[0]).toMatchObject({ baseModelArn: lite, ownerAccountId: '111122223333' });
});

it('gets and deletes a model by name or ARN, and its tags with it', async () => {
  const arn = storedModel(bedrock);
  await bedrock.call('TagResource', { resourceARN: arn, tags: [{ key: 'a', value: 'b' }] });
  const byName = await bedrock.call<GetCustomModelResponse>('GetCustomModel', { modelIdentifier: 'model-1' });
  expect(byName).toMatchObject({ modelArn: arn, jobName: 'job-for-model-1', trainingMetrics: { trainingLoss: 0.5 } });
  expect(await bedrock.call('GetCustomModel', { modelIdentifier: arn })).toEqual(byName);
  await bedrock.call('DeleteCustomModel', { modelIdentifier: arn });
  for (const operation of ['GetCustomModel', 'DeleteCustomModel']) {
    await expect(bedrock.call(operation, { modelIdentifier: 'model-1' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  }
  await expect(bedrock.call('ListTagsForResource', { resourceARN: arn })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    members: { resourceName: arn },
  });
});
