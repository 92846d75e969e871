import type {
  CreateCustomModelDeploymentResponse,
  GetCustomModelDeploymentResponse,
  ListCustomModelDeploymentsResponse,
} from '@aws-sdk/client-bedrock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveEndpoint } from '../endpoint/resolve-endpoint.ts';
import { storedModel } from '../testing/rehearsal.ts';
import { ACCOUNT, discard, openTestBedrock, type TestBedrock } from '../testing/test-bedrock.ts';

let bedrock: TestBedrock;
let modelArn: string;
beforeEach(async () => {
  bedrock = await openTestBedrock({ deploymentDelayMs: 1000 });
  modelArn = storedModel(bedrock);
});
afterEach(() => discard(bedrock));

const create = async (modelDeploymentName: string, more: object = {}) => {
  const input = { modelDeploymentName, modelArn, ...more };
  const made = await bedrock.call<CreateCustomModelDeploymentResponse>('CreateCustomModelDeployment', input);
  return made.customModelDeploymentArn ?? '';
};
const get = (customModelDeploymentIdentifier: string) =>
  bedrock.call<GetCustomModelDeploymentResponse>('GetCustomModelDeployment', { customModelDeploymentIdentifier });
const list = async (input: object = {}) => {
  const page = await bedrock.call<ListCustomModelDeploymentsResponse>('ListCustomModelDeployments', input);
  const names = (page.modelDeploymentSummaries ?? []).map((summary) => summary.customModelDeploymentName);
  return { names, nextToken: page.nextToken };
};
const remove = (customModelDeploymentIdentifier: string) =>
  bedrock.call('DeleteCustomModelDeployment', { customModelDeploymentIdentifier });
const resolve = (modelId: string) =>
  resolveEndpoint(bedrock.cloud, { modelId, accountId: ACCOUNT, region: 'us-east-1' });

describe('a deployment', () => {
  it('is Creating, then Active, by ARN and by name', async () => {
    const arn = await create('forms', { description: 'for forms', tags: [{ key: 'a', value: 'b' }] });
    expect(arn).toMatch(/^arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment\/[a-z0-9]{12}$/);
    expect(await get('forms')).toMatchObject({ status: 'Creating', modelArn, description: 'for forms' });
    expect(() => resolve(arn)).toThrow(expect.objectContaining({ code: 'ModelNotReadyException' }));
    await expect(remove(arn)).rejects.toMatchObject({ code: 'ConflictException' });
    bedrock.clock.advance(1000);
    expect(await get(arn)).toMatchObject({ status: 'Active', modelDeploymentName: 'forms' });
    expect((await get(arn)).updateDetails).toBeUndefined();
    expect(resolve(arn)).toMatchObject({
      kind: 'deployment',
      baseModelId: 'amazon.nova-lite-v1:0',
      name: 'forms',
      artifactFile: expect.stringContaining(bedrock.cloud.folder),
    });
    expect(await bedrock.call('ListTagsForResource', { resourceARN: arn })).toEqual({
      tags: [{ key: 'a', value: 'b' }],
    });
  });

  it('keeps its model from deletion until it is deleted', async () => {
    const arn = await create('forms');
    bedrock.clock.advance(1000);
    const deletion = () => bedrock.call('DeleteCustomModel', { modelIdentifier: modelArn });
    await expect(deletion()).rejects.toMatchObject({
      code: 'ConflictException',
      message: expect.stringContaining(arn),
    });
    await remove('forms');
    await expect(get(arn)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    expect(() => resolve(arn)).toThrow(expect.objectContaining({ code: 'ResourceNotFoundException' }));
    await deletion();
  });

  it('needs a free name, a known model and a place in the queue', async () => {
    await create('one');
    await expect(create('one')).rejects.toMatchObject({ code: 'ValidationException' });
    await expect(create('two', { modelArn: `${modelArn.slice(0, -1)}!` })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
    await create('two');
    await expect(create('three')).rejects.toMatchObject({ code: 'ServiceQuotaExceededException' });
    bedrock.clock.advance(1000);
    await create('three');
  });

  it('is made once for a repeated token', async () => {
    const arn = await create('one', { clientRequestToken: 't' });
    expect(await create('one', { clientRequestToken: 't' })).toBe(arn);
    await expect(create('two', { clientRequestToken: 't' })).rejects.toMatchObject({ code: 'ConflictException' });
  });

  it('answers with the old model while it is updated', async () => {
    const second = storedModel(bedrock, 'model-2');
    const arn = await create('forms');
    const update = () =>
      bedrock.call('UpdateCustomModelDeployment', { customModelDeploymentIdentifier: arn, modelArn: second });
    await expect(update()).rejects.toMatchObject({ code: 'ValidationException' });
    bedrock.clock.advance(1000);
    const before = resolve(arn).artifactFile;
    await update();
    expect(await get(arn)).toMatchObject({
      status: 'Active',
      modelArn,
      updateDetails: { modelArn: second, updateStatus: 'Updating' },
    });
    expect(resolve(arn).artifactFile).toBe(before);
    expect((await list({ modelArnEquals: second })).names).toEqual([]);
    bedrock.clock.advance(1000);
    expect(await get(arn)).toMatchObject({ modelArn: second, updateDetails: { updateStatus: 'UpdateCompleted' } });
    expect(resolve(arn).artifactFile).not.toBe(before);
    expect((await list({ modelArnEquals: second })).names).toEqual(['forms']);
  });
});

describe('the list of deployments', () => {
  it('pages in both directions and filters', async () => {
    for (const name of ['alpha', 'beta', 'gamma-a', 'gamma-b']) {
      await create(name);
      bedrock.clock.advance(1000);
    }
    const first = await list({ maxResults: 3 });
    expect(first.names).toEqual(['gamma-b', 'gamma-a', 'beta']);
    expect(await list({ maxResults: 3, nextToken: first.nextToken })).toEqual({
      names: ['alpha'],
      nextToken: undefined,
    });
    expect((await list({ maxResults: 2, sortOrder: 'Ascending' })).names).toEqual(['alpha', 'beta']);
    expect((await list({ nameContains: 'gamma' })).names).toEqual(['gamma-b', 'gamma-a']);
    const created = (await get('beta')).createdAt;
    expect((await list({ createdAfter: created })).names).toEqual(['gamma-b', 'gamma-a']);
    expect((await list({ createdBefore: created })).names).toEqual(['alpha']);
    await create('new');
    expect((await list({ statusEquals: 'Creating' })).names).toEqual(['new']);
    expect((await list({ statusEquals: 'Failed' })).names).toEqual([]);
    await expect(list({ nextToken: 'x' })).rejects.toMatchObject({ code: 'ValidationException' });
    // A token belongs to one listing and one direction.
    await expect(list({ nextToken: first.nextToken, sortOrder: 'Ascending' })).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });
});
