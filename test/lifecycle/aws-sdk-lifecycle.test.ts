import {
  CreateCustomModelDeploymentCommand,
  CreateModelCustomizationJobCommand,
  CreateProvisionedModelThroughputCommand,
  DeleteCustomModelCommand,
  DeleteCustomModelDeploymentCommand,
  DeleteProvisionedModelThroughputCommand,
  GetCustomModelCommand,
  GetCustomModelDeploymentCommand,
  GetModelCustomizationJobCommand,
  GetProvisionedModelThroughputCommand,
  ListCustomModelDeploymentsCommand,
  ListCustomModelsCommand,
  ListFoundationModelsCommand,
  ListModelCustomizationJobsCommand,
} from '@aws-sdk/client-bedrock';
import {
  type ContentBlock,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
} from '@aws-sdk/client-bedrock-runtime';
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LifecycleCloud, openLifecycleCloud, watch } from './lifecycle-cloud.ts';
import {
  ACCOUNT,
  answerFor,
  BUCKET,
  CLASSES,
  DATA_POLICY,
  drawScans,
  ROWS,
  type Scan,
  SYSTEM,
  TASK,
  TRUST_POLICY,
  trainingLine,
} from './training-set.ts';

const ROLE = 'mail-room-tuning';
const BASE = 'amazon.nova-lite-v1:0:300k';
const PROFILE = 'us.amazon.nova-lite-v1:0';
const EPOCHS = 5;
/** Scans to ask about; the reading of scans is what takes the suite's time. */
const HELD_OUT = 2;

/** One cloud, one story: each test goes on where the one before it ended. */
describe('the AWS SDK alone', { timeout: 90_000 }, () => {
  let cloud: LifecycleCloud;
  let roleArn = '';
  let jobArn = '';
  let modelArn = '';
  let deployment = '';
  let throughput = '';
  let heldOut: readonly Scan[] = [];
  beforeAll(async () => {
    cloud = await openLifecycleCloud();
  });
  afterAll(() => cloud.close());

  const getJob = () => cloud.bedrock.send(new GetModelCustomizationJobCommand({ jobIdentifier: jobArn }));

  const firstHeldOut = (): Scan => {
    const [scan] = heldOut;
    if (!scan) throw new Error('expected a scan that was not trained on');
    return scan;
  };
  const question = (scan: Scan): Pick<ConverseCommandInput, 'messages' | 'system'> => {
    const content: ContentBlock[] = [{ image: { format: 'png', source: { bytes: scan.bytes } } }, { text: TASK }];
    return { system: [{ text: SYSTEM }], messages: [{ role: 'user', content }] };
  };
  const converse = async (modelId: string, scan: Scan) => {
    const inferenceConfig = { maxTokens: 60, temperature: 0 };
    const answer = await cloud.runtime.send(new ConverseCommand({ modelId, ...question(scan), inferenceConfig }));
    expect(answer.stopReason).toBe('end_turn');
    return { text: answer.output?.message?.content?.[0]?.text ?? '', usage: answer.usage };
  };
  const converseStreamed = async (modelId: string, scan: Scan) => {
    const { stream = [] } = await cloud.runtime.send(new ConverseStreamCommand({ modelId, ...question(scan) }));
    let text = '';
    for await (const event of stream) text += event.contentBlockDelta?.delta?.text ?? '';
    return text;
  };
  const invoke = async (modelId: string, scan: Scan) => {
    const source = { bytes: Buffer.from(scan.bytes).toString('base64') };
    const body = JSON.stringify({
      schemaVersion: 'messages-v1',
      system: [{ text: SYSTEM }],
      messages: [{ role: 'user', content: [{ image: { format: 'png', source } }, { text: TASK }] }],
      inferenceConfig: { maxTokens: 60, temperature: 0 },
    });
    const answer = await cloud.runtime.send(new InvokeModelCommand({ modelId, body }));
    return JSON.parse(answer.body.transformToString()).output.message.content[0].text;
  };

  it('is told that a stand-in answers, not Nova', async () => {
    const { modelSummaries = [] } = await cloud.bedrock.send(
      new ListFoundationModelsCommand({ byCustomizationType: 'FINE_TUNING' }),
    );
    expect(modelSummaries.find(({ modelId }) => modelId === BASE)?.modelName).toMatch(/stand-in/i);
    expect(modelSummaries.filter(({ modelName }) => !/stand-in/i.test(modelName ?? ''))).toEqual([]);
  });

  it('brings scans and a training file to a bucket', async () => {
    await cloud.s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    const scans = await drawScans(ROWS, 0);
    heldOut = await drawScans(HELD_OUT, ROWS / CLASSES.length);
    for (const { key, bytes } of scans) {
      await cloud.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: bytes, ContentType: 'image/png' }));
    }
    const Body = `${scans.map(trainingLine).join('\n')}\n`;
    await cloud.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'data/train.jsonl', Body }));
    const { KeyCount } = await cloud.s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'data/' }));
    expect(KeyCount).toBe(ROWS + 1);
  });

  it('makes a role that Bedrock can assume', async () => {
    const { Role } = await cloud.iam.send(
      new CreateRoleCommand({ RoleName: ROLE, AssumeRolePolicyDocument: TRUST_POLICY }),
    );
    roleArn = Role?.Arn ?? '';
    expect(roleArn).toBe(`arn:aws:iam::${ACCOUNT}:role/${ROLE}`);
    await cloud.iam.send(new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'data', PolicyDocument: DATA_POLICY }));
  });

  it('starts a job', async () => {
    const created = await cloud.bedrock.send(
      new CreateModelCustomizationJobCommand({
        jobName: 'mail-room-1',
        customModelName: 'mail-room',
        roleArn,
        baseModelIdentifier: BASE,
        customizationType: 'FINE_TUNING',
        trainingDataConfig: { s3Uri: `s3://${BUCKET}/data/train.jsonl` },
        outputDataConfig: { s3Uri: `s3://${BUCKET}/results` },
        hyperParameters: { epochCount: String(EPOCHS), learningRate: '0.0001', learningRateWarmupSteps: '0' },
        jobTags: [{ key: 'team', value: 'mail room' }],
        customModelTags: [{ key: 'team', value: 'mail room' }],
      }),
    );
    jobArn = created.jobArn ?? '';
    expect(jobArn).toMatch(
      new RegExp(`^arn:aws:bedrock:us-east-1:${ACCOUNT}:model-customization-job/${BASE}/[a-z0-9]{12}$`),
    );
  });

  it('sees it go through its phases in order', async () => {
    const looks = await watch(getJob, ({ endTime }) => endTime !== undefined);
    const last = looks.at(-1);
    expect(last?.failureMessage).toBeUndefined();
    expect(last).toMatchObject({ status: 'Completed', jobName: 'mail-room-1', outputModelName: 'mail-room' });
    modelArn = last?.outputModelArn ?? '';

    const order = ['NotStarted', 'InProgress', 'Completed'];
    const phases = looks.map(({ statusDetails }) =>
      [statusDetails?.validationDetails, statusDetails?.dataProcessingDetails, statusDetails?.trainingDetails].map(
        (phase) => order.indexOf(phase?.status ?? 'NotStarted'),
      ),
    );
    for (const [index, now] of phases.entries()) {
      const before = phases[index - 1] ?? [0, 0, 0];
      // No phase goes back, and none starts before the one before it is completed.
      expect(now.every((status, phase) => status >= (before[phase] ?? 0))).toBe(true);
      expect(now.every((status, phase) => phase === 0 || status === 0 || now[phase - 1] === 2)).toBe(true);
    }
    for (const phase of [0, 1, 2]) expect(phases.map((now) => now[phase])).toContain(1);
    expect(phases.at(-1)).toEqual([2, 2, 2]);
  });

  it('finds the loss of every step under the output prefix', async () => {
    const jobId = jobArn.split('/').at(-1);
    const { Contents = [] } = await cloud.s3.send(
      new ListObjectsV2Command({ Bucket: BUCKET, Prefix: `results/model-customization-job-${jobId}/` }),
    );
    const Key = Contents.find((object) => object.Key?.endsWith('/step_wise_training_metrics.csv'))?.Key;
    const { Body } = await cloud.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    const [header, ...rows] = ((await Body?.transformToString()) ?? '').trim().split('\n');
    expect(header).toBe('step_number,epoch_number,training_loss');
    const numbers = rows.map((row) => row.split(',').map(Number));
    expect(numbers.map(([step]) => step)).toEqual(numbers.map((_, index) => index + 1));
    expect([...new Set(numbers.map(([, epoch]) => epoch))]).toEqual(
      Array.from({ length: EPOCHS }, (_, epoch) => epoch),
    );
    expect(numbers.at(-1)?.[2]).toBeLessThan(numbers[0]?.[2] ?? 0);
    const { trainingMetrics } = await getJob();
    expect(trainingMetrics?.trainingLoss).toBe(numbers.at(-1)?.[2]);
  });

  it('finds the job and the model by name', async () => {
    const { modelCustomizationJobSummaries: jobs } = await cloud.bedrock.send(
      new ListModelCustomizationJobsCommand({ nameContains: 'mail', statusEquals: 'Completed' }),
    );
    expect(jobs).toMatchObject([{ jobArn, customModelArn: modelArn, customModelName: 'mail-room' }]);
    const model = await cloud.bedrock.send(new GetCustomModelCommand({ modelIdentifier: 'mail-room' }));
    expect(model).toMatchObject({
      modelArn,
      jobArn,
      jobName: 'mail-room-1',
      baseModelArn: `arn:aws:bedrock:us-east-1::foundation-model/${BASE}`,
      hyperParameters: { epochCount: String(EPOCHS) },
    });
  });

  it('deploys the model on demand and for a fixed throughput', async () => {
    const deployed = await cloud.bedrock.send(
      new CreateCustomModelDeploymentCommand({ modelDeploymentName: 'mail-room', modelArn }),
    );
    deployment = deployed.customModelDeploymentArn ?? '';
    const reserved = await cloud.bedrock.send(
      new CreateProvisionedModelThroughputCommand({
        provisionedModelName: 'mail-room',
        modelId: modelArn,
        modelUnits: 1,
      }),
    );
    throughput = reserved.provisionedModelArn ?? '';
    const look = () =>
      cloud.bedrock.send(new GetCustomModelDeploymentCommand({ customModelDeploymentIdentifier: deployment }));
    const looks = await watch(look, ({ status }) => status !== 'Creating');
    expect([looks[0].status, looks.at(-1)?.status]).toEqual(['Creating', 'Active']);
    const lookAtThroughput = () =>
      cloud.bedrock.send(new GetProvisionedModelThroughputCommand({ provisionedModelId: throughput }));
    expect((await watch(lookAtThroughput, ({ status }) => status !== 'Creating')).at(-1)?.status).toBe('InService');
  });

  it('gets answers that the training has changed', async () => {
    for (const scan of heldOut) {
      const base = (await converse(PROFILE, scan)).text;
      const tuned = (await converse(deployment, scan)).text;
      expect(CLASSES.map(answerFor)).toContain(tuned);
      expect(CLASSES.map(answerFor)).not.toContain(base);
      expect(tuned).toBe((await converse(throughput, scan)).text);
    }
  });

  it('gets the same answer in every way of asking', async () => {
    const scan = firstHeldOut();
    for (const modelId of ['amazon.nova-lite-v1:0', PROFILE, deployment, throughput]) {
      const { text, usage } = await converse(modelId, scan);
      expect([modelId, await converseStreamed(modelId, scan)]).toEqual([modelId, text]);
      expect([modelId, await invoke(modelId, scan)]).toEqual([modelId, text]);
      const counted = await cloud.runtime.send(
        new CountTokensCommand({ modelId, input: { converse: question(scan) } }),
      );
      expect([modelId, counted.inputTokens]).toEqual([modelId, usage?.inputTokens]);
    }
  });

  it('cannot delete a model in use', async () => {
    const deletion = () => cloud.bedrock.send(new DeleteCustomModelCommand({ modelIdentifier: modelArn }));
    await expect(deletion()).rejects.toMatchObject({ name: 'ConflictException' });
    await cloud.bedrock.send(new DeleteCustomModelDeploymentCommand({ customModelDeploymentIdentifier: deployment }));
    await expect(deletion()).rejects.toMatchObject({ name: 'ConflictException' });
    await cloud.bedrock.send(new DeleteProvisionedModelThroughputCommand({ provisionedModelId: throughput }));
    await deletion();
    await expect(converse(deployment, firstHeldOut())).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
    const { modelSummaries } = await cloud.bedrock.send(new ListCustomModelsCommand({}));
    const { modelDeploymentSummaries } = await cloud.bedrock.send(new ListCustomModelDeploymentsCommand({}));
    expect([modelSummaries, modelDeploymentSummaries]).toEqual([[], []]);
  });

  it('leaves nothing behind but the record of the job', async () => {
    await expect(cloud.iam.send(new DeleteRoleCommand({ RoleName: ROLE }))).rejects.toMatchObject({
      name: 'DeleteConflictException',
    });
    await cloud.iam.send(new DeleteRolePolicyCommand({ RoleName: ROLE, PolicyName: 'data' }));
    await cloud.iam.send(new DeleteRoleCommand({ RoleName: ROLE }));
    await expect(cloud.s3.send(new DeleteBucketCommand({ Bucket: BUCKET }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
    });
    const { Contents = [] } = await cloud.s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    const Objects = Contents.map(({ Key }) => ({ Key: Key ?? '' }));
    await cloud.s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }));
    await cloud.s3.send(new DeleteBucketCommand({ Bucket: BUCKET }));
    expect((await getJob()).status).toBe('Completed');
  });
});
