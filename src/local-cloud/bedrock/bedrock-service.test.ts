import { setTimeout as wait } from 'node:timers/promises';
import {
  BedrockClient,
  CreateCustomModelDeploymentCommand,
  CreateModelCustomizationJobCommand,
  CreateProvisionedModelThroughputCommand,
  DeleteCustomModelCommand,
  DeleteCustomModelDeploymentCommand,
  DeleteProvisionedModelThroughputCommand,
  GetCustomModelCommand,
  GetCustomModelDeploymentCommand,
  GetModelCustomizationJobCommand,
  type GetModelCustomizationJobResponse,
  GetProvisionedModelThroughputCommand,
  ListModelCustomizationJobsCommand,
  ListTagsForResourceCommand,
  paginateListCustomModels,
  StopModelCustomizationJobCommand,
  TagResourceCommand,
  UpdateProvisionedModelThroughputCommand,
} from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestCloud, withLocalCloud } from '../testing/with-local-cloud.ts';
import { imageBlock, jsonLines, record, TRUST } from './testing/rehearsal.ts';

const BUCKET = 'scans';
const ROLE = 'arn:aws:iam::111122223333:role/NovaTune';
const QUESTION = { text: 'Is the bar at the top or at the bottom? Classes: top, bottom. Answer with the class.' };

let cloud: TestCloud;
let bedrock: BedrockClient;
let runtime: BedrockRuntimeClient;
let s3: S3Client;

/** A page with one thick bar; read by the real page reader. */
function drawPage(index: number, place: 'top' | 'bottom'): Promise<Buffer> {
  const bar = { create: { width: 300, height: 60 + index, channels: 3 as const, background: 'black' } };
  return sharp({ create: { width: 400, height: 560, channels: 3, background: 'white' } })
    .composite([{ input: bar, left: 50, top: place === 'top' ? 20 + index : 440 - index }])
    .png()
    .toBuffer();
}

beforeAll(async () => {
  cloud = await withLocalCloud();
  bedrock = new BedrockClient(cloud.config);
  runtime = new BedrockRuntimeClient({ ...cloud.config, requestHandler: new NodeHttpHandler() });
  s3 = new S3Client(cloud.config);
  const iam = new IAMClient(cloud.config);
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await iam.send(new CreateRoleCommand({ RoleName: 'NovaTune', AssumeRolePolicyDocument: TRUST }));
  const allow = (Action: string, prefix: string) => ({
    Effect: 'Allow',
    Action,
    Resource: `arn:aws:s3:::${BUCKET}/${prefix}*`,
  });
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [allow('s3:GetObject', 'data/'), allow('s3:PutObject', 'out/')],
  });
  await iam.send(new PutRolePolicyCommand({ RoleName: 'NovaTune', PolicyName: 'data', PolicyDocument }));
  const records = [];
  for (let index = 0; index < 8; index++) {
    const place = index % 2 === 0 ? 'top' : 'bottom';
    const Key = `data/page-${index}.png`;
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: await drawPage(index, place) }));
    records.push(record([imageBlock(`s3://${BUCKET}/${Key}`), QUESTION], place));
  }
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'data/train.jsonl', Body: jsonLines(records) }));
});
afterAll(() => cloud.close());

const create = (name: string) =>
  bedrock.send(
    new CreateModelCustomizationJobCommand({
      jobName: name,
      customModelName: name,
      roleArn: ROLE,
      baseModelIdentifier: 'amazon.nova-lite-v1:0:300k',
      trainingDataConfig: { s3Uri: `s3://${BUCKET}/data/train.jsonl` },
      validationDataConfig: { validators: [{ s3Uri: `s3://${BUCKET}/data/train.jsonl` }] },
      outputDataConfig: { s3Uri: `s3://${BUCKET}/out` },
      hyperParameters: { epochCount: '5', learningRate: '0.0001', learningRateWarmupSteps: '0' },
      jobTags: [{ key: 'for', value: name }],
    }),
  );

async function ended(jobIdentifier: string | undefined): Promise<GetModelCustomizationJobResponse> {
  for (;;) {
    const job = await bedrock.send(new GetModelCustomizationJobCommand({ jobIdentifier }));
    if (job.endTime) return job;
    await wait(50);
  }
}

async function reached<State extends { status?: string | undefined }>(status: string, get: () => Promise<State>) {
  for (;;) {
    const state = await get();
    if (state.status === status) return state;
    await wait(20);
  }
}

async function ask(modelId: string | undefined): Promise<string | undefined> {
  const image = { format: 'png' as const, source: { bytes: await drawPage(9, 'top') } };
  const { output } = await runtime.send(
    new ConverseCommand({
      modelId,
      system: [{ text: 'You sort documents into the classes invoice and letter.' }],
      messages: [{ role: 'user', content: [{ image }, QUESTION] }],
    }),
  );
  return output?.message?.content?.[0]?.text;
}

it('lets the AWS SDK tune, deploy, ask and clean up', async () => {
  const { jobArn, $metadata } = await create('bars');
  expect($metadata.httpStatusCode).toBe(201);
  const job = await ended(jobArn);
  expect(job.failureMessage).toBeUndefined();
  expect(job.status).toBe('Completed');
  expect(job.statusDetails?.trainingDetails?.lastModifiedTime).toBeInstanceOf(Date);

  const listed = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'out/model-customization-job-' }));
  const keys = listed.Contents?.map((object) => object.Key) ?? [];
  expect(keys).toHaveLength(2);
  const Key = keys.find((key) => key?.endsWith('step_wise_training_metrics.csv'));
  const csv = await (await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }))).Body?.transformToString();
  const losses =
    csv
      ?.trim()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[2])) ?? [];
  expect(losses).toHaveLength(5);
  expect(losses.at(-1)).toBeLessThan(losses[0] ?? 0);

  const modelArn = job.outputModelArn;
  const deployed = await bedrock.send(
    new CreateCustomModelDeploymentCommand({ modelDeploymentName: 'bars', modelArn }),
  );
  expect(deployed.$metadata.httpStatusCode).toBe(202);
  const customModelDeploymentIdentifier = deployed.customModelDeploymentArn;
  await reached('Active', () => bedrock.send(new GetCustomModelDeploymentCommand({ customModelDeploymentIdentifier })));
  expect(await ask(customModelDeploymentIdentifier)).toBe('top');

  const bought = await bedrock.send(
    new CreateProvisionedModelThroughputCommand({ provisionedModelName: 'bars', modelId: 'bars', modelUnits: 1 }),
  );
  const provisionedModelId = bought.provisionedModelArn;
  const getThroughput = () => bedrock.send(new GetProvisionedModelThroughputCommand({ provisionedModelId }));
  await reached('InService', getThroughput);
  expect(await ask(provisionedModelId)).toBe('top');
  await bedrock.send(
    new UpdateProvisionedModelThroughputCommand({ provisionedModelId, desiredProvisionedModelName: 'b' }),
  );
  expect((await getThroughput()).provisionedModelName).toBe('b');

  const tags = [{ key: 'team', value: 'mail room' }];
  await bedrock.send(new TagResourceCommand({ resourceARN: modelArn, tags }));
  expect((await bedrock.send(new ListTagsForResourceCommand({ resourceARN: modelArn }))).tags).toEqual(tags);
  expect((await bedrock.send(new ListTagsForResourceCommand({ resourceARN: jobArn }))).tags).toHaveLength(1);

  const deletion = () => bedrock.send(new DeleteCustomModelCommand({ modelIdentifier: 'bars' }));
  await expect(deletion()).rejects.toMatchObject({ name: 'ConflictException', $metadata: { httpStatusCode: 400 } });
  await bedrock.send(new DeleteCustomModelDeploymentCommand({ customModelDeploymentIdentifier }));
  await bedrock.send(new DeleteProvisionedModelThroughputCommand({ provisionedModelId }));
  await deletion();
  await expect(bedrock.send(new GetCustomModelCommand({ modelIdentifier: modelArn }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    $metadata: { httpStatusCode: 404 },
  });
}, 90_000);

it('speaks to the SDK about stops, names, pages and dates', async () => {
  const { jobArn } = await create('stopped');
  await bedrock.send(new StopModelCustomizationJobCommand({ jobIdentifier: jobArn }));
  expect((await ended('stopped')).status).toBe('Stopped');
  await expect(create('stopped')).rejects.toMatchObject({ name: 'ConflictException' });
  await expect(create('under_score')).rejects.toMatchObject({ name: 'ValidationException' });
  await ended((await create('second')).jobArn);
  const page = await bedrock.send(
    new ListModelCustomizationJobsCommand({ maxResults: 1, sortOrder: 'Ascending', creationTimeBefore: new Date() }),
  );
  expect(page.modelCustomizationJobSummaries?.[0]?.creationTime).toBeInstanceOf(Date);
  expect(page.nextToken).toBeDefined();
  const names = [];
  for await (const { modelSummaries } of paginateListCustomModels({ client: bedrock, pageSize: 1 }, {})) {
    names.push(...(modelSummaries ?? []).map((model) => model.modelName));
  }
  expect(names).toContain('second');
}, 60_000);
