import {
  BedrockClient,
  CreateCustomModelDeploymentCommand,
  CreateModelCustomizationJobCommand,
  CreateProvisionedModelThroughputCommand,
  GetCustomModelDeploymentCommand,
  GetModelCustomizationJobCommand,
  GetProvisionedModelThroughputCommand,
} from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type TestCloud, withLocalCloud } from '../testing/with-local-cloud.ts';
import { drawInvoice, storedPages } from './testing/stored-pages.mts';

const PROMPT = 'Which company pays? Answer with its name only.';
const BUCKET = 'docs';

let cloud: TestCloud;
let s3: S3Client;
let bedrock: BedrockClient;
let impatient: BedrockRuntimeClient;
beforeAll(async () => {
  cloud = await withLocalCloud({ pages: storedPages, settings: { deploymentDelayMs: 1500, throughputDelayMs: 1500 } });
  bedrock = new BedrockClient(cloud.config);
  impatient = new BedrockRuntimeClient({ ...cloud.config, maxAttempts: 1 });
  s3 = new S3Client(cloud.config);
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
});
afterAll(() => cloud.close());

const askModel = async (modelId: string, image: Uint8Array) => {
  const content = [{ image: { format: 'png' as const, source: { bytes: image } } }, { text: PROMPT }];
  const answer = await impatient.send(new ConverseCommand({ modelId, messages: [{ role: 'user', content }] }));
  return answer.output?.message?.content?.[0]?.text;
};
const statusOf = async (arn: string) =>
  arn.includes(':provisioned-model/')
    ? (await bedrock.send(new GetProvisionedModelThroughputCommand({ provisionedModelId: arn }))).status
    : (await bedrock.send(new GetCustomModelDeploymentCommand({ customModelDeploymentIdentifier: arn }))).status;

describe('a custom model', { timeout: 60_000 }, () => {
  let modelArn = '';
  beforeAll(async () => {
    modelArn = await train(await Promise.all(Array.from({ length: 40 }, (_, index) => drawInvoice(100 + index))));
  }, 60_000);

  const deploy = async () => {
    const request = { modelDeploymentName: 'payers', modelArn };
    return (await bedrock.send(new CreateCustomModelDeploymentCommand(request))).customModelDeploymentArn ?? '';
  };
  const reserve = async () => {
    const request = { provisionedModelName: 'payers', modelId: modelArn, modelUnits: 1 };
    return (await bedrock.send(new CreateProvisionedModelThroughputCommand(request))).provisionedModelArn ?? '';
  };

  it.each([
    ['a deployment', deploy, 'Active'],
    ['provisioned throughput', reserve, 'InService'],
  ])('answers through %s from what its job learnt, once that is ready', async (_what, open, ready) => {
    const held = await Promise.all([200, 201, 202].map(drawInvoice));
    const endpoint = await open();
    await expect(askModel(endpoint, held[0]?.image ?? new Uint8Array())).rejects.toMatchObject({
      name: 'ModelNotReadyException',
      $metadata: { httpStatusCode: 429 },
    });
    await expect.poll(() => statusOf(endpoint), { timeout: 10_000 }).toBe(ready);
    const payers = held.map(({ payer }) => payer);
    expect(await Promise.all(held.map(({ image }) => askModel(endpoint, image)))).toEqual(payers);
    const base = await Promise.all(held.map(({ image }) => askModel('us.amazon.nova-lite-v1:0', image)));
    expect(base).not.toEqual(payers);
  });

  it('cannot be invoked by its own ARN', async () => {
    await expect(askModel(modelArn, new Uint8Array([1]))).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

/** @returns the ARN of the model that a job made of the invoices. */
async function train(invoices: readonly { image: Uint8Array; payer: string }[]): Promise<string> {
  const lines: string[] = [];
  for (const [index, { image, payer }] of invoices.entries()) {
    const Key = `train/${index}.png`;
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: image }));
    const source = { s3Location: { uri: `s3://${BUCKET}/${Key}`, bucketOwner: '111122223333' } };
    lines.push(
      JSON.stringify({
        schemaVersion: 'bedrock-conversation-2024',
        messages: [
          { role: 'user', content: [{ image: { format: 'png', source } }, { text: PROMPT }] },
          { role: 'assistant', content: [{ text: payer }] },
        ],
      }),
    );
  }
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'train/train.jsonl', Body: `${lines.join('\n')}\n` }));
  const { jobArn = '' } = await bedrock.send(
    new CreateModelCustomizationJobCommand({
      jobName: 'payers',
      customModelName: 'payers',
      roleArn: await makeRole(),
      baseModelIdentifier: 'amazon.nova-lite-v1:0:300k',
      trainingDataConfig: { s3Uri: `s3://${BUCKET}/train/train.jsonl` },
      outputDataConfig: { s3Uri: `s3://${BUCKET}/out/` },
      hyperParameters: { epochCount: '3', learningRate: '0.0001' },
    }),
  );
  const getJob = () => bedrock.send(new GetModelCustomizationJobCommand({ jobIdentifier: jobArn }));
  const completed = async () => expect((await getJob()).status).toBe('Completed');
  await vi.waitFor(completed, { timeout: 30_000, interval: 100 });
  return (await getJob()).outputModelArn ?? '';
}

async function makeRole(): Promise<string> {
  const iam = new IAMClient(cloud.config);
  const policy = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const trust = policy({ Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'tuner', AssumeRolePolicyDocument: trust }));
  const access = policy({
    Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
    Resource: ['arn:aws:s3:::docs', 'arn:aws:s3:::docs/*'],
  });
  await iam.send(new PutRolePolicyCommand({ RoleName: 'tuner', PolicyName: 's3', PolicyDocument: access }));
  return Role?.Arn ?? '';
}
