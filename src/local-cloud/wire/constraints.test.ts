import * as bedrock from '@aws-sdk/client-bedrock';
import * as runtime from '@aws-sdk/client-bedrock-runtime';
import * as iam from '@aws-sdk/client-iam';
import * as s3 from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import type { Protocol } from '../service/operation.ts';
import { planService } from './service-plan.ts';

const plan = (name: string, protocol: Protocol, schemas: object) =>
  planService({ name, signingName: name, protocol, loadSchemas: async () => ({ ...schemas }), operations: {} });
const services = {
  bedrock: await plan('bedrock', 'restJson1', bedrock),
  runtime: await plan('bedrock-runtime', 'restJson1', runtime),
  iam: await plan('iam', 'awsQuery', iam),
  s3: await plan('s3', 'restXml', s3),
};

/** The refusal of an input, or undefined when it is accepted. */
function refusalOf(service: keyof typeof services, name: string, input: Record<string, unknown>) {
  const operation = services[service].operations.get(name);
  if (!operation) throw new Error(`no operation ${name}`);
  try {
    services[service].inputCheck(operation)(input);
    return undefined;
  } catch (error) {
    return error as Error & { code: string };
  }
}

const job = {
  jobName: 'invoices-1',
  customModelName: 'invoices-1',
  roleArn: 'arn:aws:iam::111122223333:role/Novatune',
  baseModelIdentifier: 'amazon.nova-lite-v1:0:300k',
  trainingDataConfig: { s3Uri: 's3://bucket/train.jsonl' },
  outputDataConfig: { s3Uri: 's3://bucket/out/' },
  hyperParameters: { epochCount: '2' },
};
const refusedJob = (changes: object) => refusalOf('bedrock', 'CreateModelCustomizationJob', { ...job, ...changes });

describe('published constraints', () => {
  it('accept what AWS accepts', () => {
    expect(refusedJob({})).toBeUndefined();
    expect(refusedJob({ jobTags: [{ key: 'a', value: '' }], customizationType: 'FINE_TUNING' })).toBeUndefined();
  });

  it.each([
    [
      { jobName: 'a_b' },
      "1 validation error detected: Value 'a_b' at 'jobName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9\\+\\-\\.])*",
    ],
    [
      { jobName: 'a'.repeat(64) },
      `1 validation error detected: Value '${'a'.repeat(64)}' at 'jobName' failed to satisfy constraint: Member must have length less than or equal to 63`,
    ],
    [
      { roleArn: undefined },
      "1 validation error detected: Value at 'roleArn' failed to satisfy constraint: Member must not be null",
    ],
    [
      { customizationType: 'MAGIC' },
      "1 validation error detected: Value 'MAGIC' at 'customizationType' failed to satisfy constraint: Member must satisfy enum value set: [FINE_TUNING, CONTINUED_PRE_TRAINING, DISTILLATION, REINFORCEMENT_FINE_TUNING, IMPORTED]",
    ],
    [
      {
        jobTags: [
          { key: 'ok', value: 'v' },
          { key: '', value: 'v' },
        ],
      },
      "1 validation error detected: Value '' at 'jobTags.2.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
  ])('refuse in AWS words: %o', (changes, message) => {
    expect(refusedJob(changes)).toMatchObject({ code: 'ValidationException', message });
  });

  it('count every violation', () => {
    const refused = refusedJob({ jobName: '_', customModelName: '--' });
    expect(refused?.message).toMatch(
      /^2 validation errors detected: Value '_' at 'jobName' .*; Value '--' at 'customModelName' /,
    );
  });

  it('refuse values of another type as AWS does while reading', () => {
    expect(refusedJob({ jobName: 5 })).toMatchObject({ code: 'SerializationException' });
    expect(refusedJob({ hyperParameters: { epochCount: 2 } })).toMatchObject({
      code: 'SerializationException',
      message: "NUMBER_VALUE cannot be converted to String at 'hyperParameters.epochCount.member'",
    });
    expect(refusedJob({ trainingDataConfig: [] })).toMatchObject({ code: 'SerializationException' });
  });

  it('bound lists and maps without repeating them', () => {
    const tags = Array.from({ length: 201 }, (_, index) => ({ key: `k${index}`, value: 'v' }));
    expect(refusedJob({ jobTags: tags })?.message).toBe(
      "1 validation error detected: Value at 'jobTags' failed to satisfy constraint: Member must have length less than or equal to 200",
    );
    const metadata = { requestMetadata: { 'bad!key': 'v' } };
    const converse = { modelId: 'amazon.nova-lite-v1:0', messages: [], ...metadata };
    expect(refusalOf('runtime', 'Converse', converse)?.message).toMatch(
      /^1 validation error detected: Value at 'requestMetadata' failed to satisfy constraint: Map keys must satisfy constraint: \[Member must have length less than or equal to 256, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: /,
    );
  });

  it('bound numbers', () => {
    expect(refusalOf('bedrock', 'ListModelCustomizationJobs', { maxResults: 0 })).toMatchObject({
      message:
        "1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
    });
    expect(refusalOf('bedrock', 'ListModelCustomizationJobs', { maxResults: 1000 })).toBeUndefined();
  });

  it('speak the dialect of query services', () => {
    expect(refusalOf('iam', 'CreateRole', { RoleName: 'r' })).toMatchObject({
      code: 'ValidationError',
      message:
        "1 validation error detected: Value at 'assumeRolePolicyDocument' failed to satisfy constraint: Member must not be null",
    });
  });

  it('speak the dialect of S3', () => {
    expect(refusalOf('s3', 'DeleteObjects', { Bucket: 'b', Delete: { Objects: [{}] } })).toMatchObject({
      code: 'MalformedXML',
    });
    expect(
      refusalOf('s3', 'CopyObject', { Bucket: 'b', Key: 'k', CopySource: 'a/b', MetadataDirective: 'X' }),
    ).toMatchObject({
      code: 'InvalidArgument',
    });
  });
});
