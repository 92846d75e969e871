import type {
  CreateProvisionedModelThroughputResponse,
  GetProvisionedModelThroughputResponse,
  ListProvisionedModelThroughputsResponse,
} from '@aws-sdk/client-bedrock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveEndpoint } from '../endpoint/resolve-endpoint.ts';
import { storedModel } from '../testing/rehearsal.ts';
import { ACCOUNT, discard, openTestBedrock, type TestBedrock } from '../testing/test-bedrock.ts';

let bedrock: TestBedrock;
let modelArn: string;
beforeEach(async () => {
  bedrock = await openTestBedrock({ throughputDelayMs: 1000, noCommitmentModelUnits: 3 });
  modelArn = storedModel(bedrock);
});
afterEach(() => discard(bedrock));

const create = async (provisionedModelName: string, more: object = {}) => {
  const input = { provisionedModelName, modelId: modelArn, modelUnits: 1, ...more };
  const made = await bedrock.call<CreateProvisionedModelThroughputResponse>('CreateProvisionedModelThroughput', input);
  return made.provisionedModelArn ?? '';
};
const get = (provisionedModelId: string) =>
  bedrock.call<GetProvisionedModelThroughputResponse>('GetProvisionedModelThroughput', { provisionedModelId });
const update = (provisionedModelId: string, input: object) =>
  bedrock.call('UpdateProvisionedModelThroughput', { provisionedModelId, ...input });
const remove = (provisionedModelId: string) => bedrock.call('DeleteProvisionedModelThroughput', { provisionedModelId });
const list = async (input: object = {}) => {
  const page = await bedrock.call<ListProvisionedModelThroughputsResponse>('ListProvisionedModelThroughputs', input);
  return (page.provisionedModelSummaries ?? []).map((summary) => summary.provisionedModelName);
};
const resolve = (modelId: string) =>
  resolveEndpoint(bedrock.cloud, { modelId, accountId: ACCOUNT, region: 'us-east-1' });
const baseArn = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0:300k';

describe('provisioned throughput', () => {
  it('is Creating, then InService, and serves its model', async () => {
    const arn = await create('fast');
    expect(arn).toMatch(/^arn:aws:bedrock:us-east-1:111122223333:provisioned-model\/[a-z0-9]{12}$/);
    expect(await get('fast')).toMatchObject({ status: 'Creating', modelUnits: 1, desiredModelUnits: 1 });
    expect(() => resolve(arn)).toThrow(expect.objectContaining({ code: 'ModelNotReadyException' }));
    await expect(remove(arn)).rejects.toMatchObject({ code: 'ConflictException' });
    bedrock.clock.advance(1000);
    expect(await get(arn)).toMatchObject({ status: 'InService', foundationModelArn: baseArn, modelArn });
    expect(resolve(arn)).toMatchObject({ kind: 'throughput', artifactFile: expect.any(String) });
    await remove(arn);
    await expect(get(arn)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });

  it('is bought for a base model by its id with context, which then answers untrained', async () => {
    const arn = await create('base', { modelId: 'amazon.nova-lite-v1:0:24k' });
    bedrock.clock.advance(1000);
    expect(resolve(arn)).toEqual({ kind: 'throughput', baseModelId: 'amazon.nova-lite-v1:0', name: 'base', arn });
    await expect(create('bare', { modelId: 'amazon.nova-lite-v1:0' })).rejects.toMatchObject({
      message: 'The provided model identifier is invalid.',
    });
    await expect(update(arn, { desiredModelId: modelArn })).rejects.toMatchObject({ code: 'ValidationException' });
  });

  it('is refused beyond the uncommitted units, in the words of the service', async () => {
    await create('two', { modelUnits: 2 });
    await expect(create('more', { modelUnits: 2 })).rejects.toMatchObject({
      code: 'ServiceQuotaExceededException',
      message:
        'Your account does not currently have any no commitment model units reserved for amazon.nova-lite-v1:0:300k.',
    });
    await create('committed', { modelUnits: 5, commitmentDuration: 'OneMonth' });
    await create('last', { modelId: 'model-1' });
  });

  it('cannot be deleted before its commitment ends', async () => {
    const arn = await create('bound', { commitmentDuration: 'OneMonth' });
    bedrock.clock.advance(30 * 24 * 3600 * 1000);
    expect((await get(arn)).commitmentExpirationTime?.toISOString()).toBe('2026-02-01T00:00:00.000Z');
    await expect(remove(arn)).rejects.toMatchObject({
      code: 'ConflictException',
      message: expect.stringContaining('2026-02-01T00:00:00.000Z'),
    });
    bedrock.clock.advance(24 * 3600 * 1000);
    await remove(arn);
  });

  it('changes its name at once and its model after a while', async () => {
    const second = storedModel(bedrock, 'model-2');
    const arn = await create('fast');
    await create('other');
    bedrock.clock.advance(1000);
    await expect(update(arn, { desiredProvisionedModelName: 'other' })).rejects.toMatchObject({
      code: 'ValidationException',
    });
    await update(arn, { desiredProvisionedModelName: 'faster' });
    expect(await get('faster')).toMatchObject({ status: 'InService', provisionedModelArn: arn });
    const before = resolve(arn).artifactFile;
    await update(arn, { desiredModelId: 'model-2' });
    expect(await get(arn)).toMatchObject({ status: 'Updating', modelArn, desiredModelArn: second });
    expect(await list({ statusEquals: 'Updating' })).toEqual(['faster']);
    expect(resolve(arn).artifactFile).toBe(before);
    await expect(bedrock.call('DeleteCustomModel', { modelIdentifier: 'model-2' })).rejects.toMatchObject({
      code: 'ConflictException',
    });
    bedrock.clock.advance(1000);
    expect(await get(arn)).toMatchObject({ status: 'InService', modelArn: second });
    expect(resolve(arn).artifactFile).not.toBe(before);
  });

  it('needs a free name and is made once for a repeated token', async () => {
    const arn = await create('one', { clientRequestToken: 't' });
    expect(await create('one', { clientRequestToken: 't' })).toBe(arn);
    await expect(create('one')).rejects.toMatchObject({ code: 'ValidationException' });
  });

  it('is listed by name, model and status', async () => {
    await create('slow-a');
    bedrock.clock.advance(1000);
    await create('slow-b', { modelId: 'amazon.nova-lite-v1:0:300k' });
    expect(await list()).toEqual(['slow-b', 'slow-a']);
    expect(await list({ nameContains: '-a' })).toEqual(['slow-a']);
    expect(await list({ modelArnEquals: baseArn })).toEqual(['slow-b']);
    expect(await list({ statusEquals: 'InService' })).toEqual(['slow-a']);
    expect(await list({ maxResults: 1, sortOrder: 'Ascending' })).toEqual(['slow-a']);
  });
});
