import type {
  GetFoundationModelResponse,
  GetInferenceProfileResponse,
  ListFoundationModelsResponse,
  ListInferenceProfilesResponse,
} from '@aws-sdk/client-bedrock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { discard, openTestBedrock, type TestBedrock } from '../testing/test-bedrock.ts';

let bedrock: TestBedrock;
beforeEach(async () => {
  bedrock = await openTestBedrock();
});
afterEach(() => discard(bedrock));

const list = async (input: object = {}, region = 'us-east-1') => {
  const { modelSummaries } = await bedrock.call<ListFoundationModelsResponse>('ListFoundationModels', input, {
    region,
  });
  return modelSummaries ?? [];
};
const ids = async (input: object, region?: string) => (await list(input, region)).map((model) => model.modelId);

describe('foundation models', () => {
  it('never claim to be Nova', async () => {
    const models = await list();
    expect(models).toHaveLength(11);
    for (const model of models) {
      expect(model.modelName).toContain('stand-in');
      expect(model.modelArn).toBe(`arn:aws:bedrock:us-east-1::foundation-model/${model.modelId}`);
    }
  });

  it('are filtered by what they support', async () => {
    expect(await ids({ byCustomizationType: 'FINE_TUNING' })).toEqual([
      'amazon.nova-micro-v1:0:128k',
      'amazon.nova-lite-v1:0:300k',
      'amazon.nova-pro-v1:0:300k',
      'amazon.nova-2-lite-v1:0:256k',
    ]);
    expect(await ids({ byCustomizationType: 'DISTILLATION' })).toEqual([]);
    expect(await ids({ byInferenceType: 'ON_DEMAND' })).toEqual([
      'amazon.nova-micro-v1:0',
      'amazon.nova-lite-v1:0',
      'amazon.nova-pro-v1:0',
    ]);
    expect(await ids({ byInferenceType: 'ON_DEMAND' }, 'us-west-2')).toEqual([]);
    expect(await ids({ byProvider: 'amazon', byOutputModality: 'TEXT', byInferenceType: 'PROVISIONED' })).toHaveLength(
      7,
    );
    expect(await ids({ byProvider: 'Meta' })).toEqual([]);
    expect(await ids({ byOutputModality: 'IMAGE' })).toEqual([]);
  });

  it('are described one by one', async () => {
    const get = (modelIdentifier: string) =>
      bedrock.call<GetFoundationModelResponse>('GetFoundationModel', { modelIdentifier });
    const byId = await get('amazon.nova-lite-v1:0:300k');
    expect(byId.modelDetails).toMatchObject({
      providerName: 'Amazon',
      customizationsSupported: ['FINE_TUNING'],
      inferenceTypesSupported: ['PROVISIONED'],
      inputModalities: ['TEXT', 'IMAGE'],
    });
    expect(await get('arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0:300k')).toEqual(byId);
    await expect(get('amazon.nova-ultra')).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'The provided model identifier is invalid.',
    });
  });
});

describe('inference profiles', () => {
  it('are listed in pages and found by id and ARN', async () => {
    const page = (input: object, region = 'us-east-1') =>
      bedrock.call<ListInferenceProfilesResponse>('ListInferenceProfiles', input, { region });
    const first = await page({ maxResults: 3 });
    const rest = await page({ maxResults: 3, nextToken: first.nextToken });
    const all = [...(first.inferenceProfileSummaries ?? []), ...(rest.inferenceProfileSummaries ?? [])];
    expect(all.map((profile) => profile.inferenceProfileId)).toEqual([
      'us.amazon.nova-micro-v1:0',
      'us.amazon.nova-lite-v1:0',
      'us.amazon.nova-pro-v1:0',
      'us.amazon.nova-2-lite-v1:0',
      'global.amazon.nova-2-lite-v1:0',
    ]);
    expect(rest.nextToken).toBeUndefined();
    expect((await page({}, 'eu-west-1')).inferenceProfileSummaries).toHaveLength(1);
    expect((await page({ typeEquals: 'APPLICATION' })).inferenceProfileSummaries).toEqual([]);
    await expect(page({ nextToken: 'nonsense' })).rejects.toMatchObject({ code: 'ValidationException' });

    const get = (inferenceProfileIdentifier: string) =>
      bedrock.call<GetInferenceProfileResponse>('GetInferenceProfile', { inferenceProfileIdentifier });
    const profile = await get('us.amazon.nova-lite-v1:0');
    expect(profile.models?.[0]?.modelArn).toBe('arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0');
    expect(await get(profile.inferenceProfileArn ?? '')).toEqual(profile);
    await expect(get('us.amazon.nova-ultra')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });
});
