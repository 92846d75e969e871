import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storedModel } from '../testing/rehearsal.ts';
import { ACCOUNT, discard, openTestBedrock, type TestBedrock } from '../testing/test-bedrock.ts';
import { resolveEndpoint } from './resolve-endpoint.ts';

let bedrock: TestBedrock;
beforeEach(async () => {
  bedrock = await openTestBedrock();
});
afterEach(() => discard(bedrock));

const resolve = (modelId: string, region = 'us-east-1') =>
  resolveEndpoint(bedrock.cloud, { modelId, accountId: ACCOUNT, region });
const refused = (modelId: string, region?: string) => {
  try {
    return resolve(modelId, region).kind;
  } catch (error) {
    return error instanceof Error && 'code' in error ? `${error.code}: ${error.message}` : String(error);
  }
};

describe('a model id', () => {
  it('names a base model or a profile, as id or as ARN', () => {
    expect(resolve('amazon.nova-lite-v1:0')).toEqual({
      kind: 'base',
      baseModelId: 'amazon.nova-lite-v1:0',
      name: 'Nova Lite stand-in',
      arn: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
    });
    expect(resolve('arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0').kind).toBe('base');
    const profile = resolve('us.amazon.nova-lite-v1:0', 'us-west-2');
    expect(profile).toMatchObject({ kind: 'profile', baseModelId: 'amazon.nova-lite-v1:0' });
    expect(resolve(profile.arn, 'us-west-2')).toEqual(profile);
    expect(resolve('global.amazon.nova-2-lite-v1:0', 'eu-west-1').baseModelId).toBe('amazon.nova-2-lite-v1:0');
  });

  it('is refused in the words of the service', () => {
    const onDemand = (id: string) =>
      `ValidationException: Invocation of model ID ${id} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`;
    const invalid = 'ValidationException: The provided model identifier is invalid.';
    expect(refused('amazon.nova-lite-v1:0:300k')).toBe('ResourceNotFoundException: Model not found.');
    expect(refused('amazon.nova-2-lite-v1:0')).toBe(onDemand('amazon.nova-2-lite-v1:0'));
    expect(refused('amazon.nova-lite-v1:0', 'us-west-2')).toBe(onDemand('amazon.nova-lite-v1:0'));
    expect(refused('amazon.nova-lite-v1:0', 'eu-west-1')).toBe(invalid);
    expect(refused('us.amazon.nova-lite-v1:0', 'eu-west-1')).toBe(invalid);
    expect(refused('anthropic.claude')).toBe(invalid);
    expect(refused(`arn:aws:bedrock:us-east-1:${ACCOUNT}:custom-model-deployment/abcdefghijkl`)).toMatch(
      /^ResourceNotFoundException/,
    );
  });

  it('does not name a custom model by itself', () => {
    const arn = storedModel(bedrock);
    expect(refused(arn)).toContain('with on-demand throughput isn’t supported');
    expect(refused(`${arn.slice(0, -12)}abcdefghijkl`)).toBe('ResourceNotFoundException: Model not found.');
  });
});
