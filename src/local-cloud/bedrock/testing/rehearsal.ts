import type {
  CreateModelCustomizationJobRequest,
  CreateModelCustomizationJobResponse,
  GetModelCustomizationJobResponse,
} from '@aws-sdk/client-bedrock';
import { newResourceId, resourceArn } from '../arn.ts';
import { insertCustomModel } from '../custom-models/custom-model-store.ts';
import { resolveHyperparameters } from '../jobs/hyperparameters.ts';
import { insertJob, setJobStatus } from '../jobs/job-store.ts';
import { artifactFileOf } from '../jobs/phases/job-work.ts';
import { ACCOUNT, BUCKET, ROLE_ARN, type TestBedrock } from './test-bedrock.ts';

/** Lets Bedrock assume the role for jobs of the test account. */
export const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'bedrock.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': ACCOUNT },
        ArnEquals: { 'aws:SourceArn': `arn:aws:bedrock:us-east-1:${ACCOUNT}:model-customization-job/*` },
      },
    },
  ],
});

/** An S3 action on all objects under a prefix of the test bucket. */
export interface Grant {
  readonly action: string;
  readonly prefix: string;
}

/** A policy that allows actions on objects under prefixes of the test bucket. */
function s3Policy(statements: readonly Grant[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ action, prefix }) => ({
      Effect: 'Allow',
      Action: `s3:${action}`,
      Resource: `arn:aws:s3:::${BUCKET}/${prefix}*`,
    })),
  });
}

/** Makes the bucket, the role and a sound training and validation set. */
export async function prepareBucketAndRole(bedrock: TestBedrock): Promise<void> {
  bedrock.objects.buckets.create({ name: BUCKET, accountId: ACCOUNT, region: 'us-east-1' });
  await bedrock.iam('CreateRole', { RoleName: 'NovaTune', AssumeRolePolicyDocument: TRUST });
  await allow(bedrock, { action: 'GetObject', prefix: 'data/' }, { action: 'PutObject', prefix: 'out/' });
  await put(bedrock, 'data/train.jsonl', jsonLines(textRecords(16)));
  await put(bedrock, 'data/validation.jsonl', jsonLines(textRecords(4)));
}

/** Replaces the role's policy. */
export async function allow(bedrock: TestBedrock, ...grants: readonly Grant[]): Promise<void> {
  await bedrock.iam('PutRolePolicy', {
    RoleName: 'NovaTune',
    PolicyName: 'data',
    PolicyDocument: s3Policy(grants),
  });
}

export async function put(bedrock: TestBedrock, key: string, body: string | Uint8Array): Promise<void> {
  await bedrock.objects.write(BUCKET, key, body, 'application/octet-stream');
}

export function jsonLines(records: readonly object[]): string {
  return `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;
}

/** Records without images: two classes that their own words give away. */
export function textRecords(count: number): readonly TestRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const [words, answer] =
      index % 2 === 0 ? ['amount due, net 30 days', 'invoice'] : ['dear sir, yours sincerely', 'letter'];
    return record([{ text: `Which class is document ${index}: ${words}?` }], answer);
  });
}

/** A record, loosely typed because many tests break it. */
export interface TestRecord {
  readonly schemaVersion: string;
  readonly system: readonly { readonly text: string }[];
  readonly messages: readonly { readonly role: string; readonly content: readonly object[] }[];
}

export function record(user: readonly object[], answer: string): TestRecord {
  return {
    schemaVersion: 'bedrock-conversation-2024',
    system: [{ text: 'You sort documents into the classes invoice and letter.' }],
    messages: [
      { role: 'user', content: user },
      { role: 'assistant', content: [{ text: answer }] },
    ],
  };
}

export function imageBlock(uri: string, format = 'png', bucketOwner: string | null = ACCOUNT): object {
  return { image: { format, source: { s3Location: { uri, ...(bucketOwner !== null && { bucketOwner }) } } } };
}

/** A sound request; tests change one member each. */
export function jobRequest(
  change: Partial<CreateModelCustomizationJobRequest> = {},
): CreateModelCustomizationJobRequest {
  return {
    jobName: 'job-1',
    customModelName: 'model-1',
    roleArn: ROLE_ARN,
    baseModelIdentifier: 'amazon.nova-lite-v1:0:300k',
    trainingDataConfig: { s3Uri: `s3://${BUCKET}/data/train.jsonl` },
    outputDataConfig: { s3Uri: `s3://${BUCKET}/out/` },
    hyperParameters: { epochCount: '2', learningRate: '0.0001', learningRateWarmupSteps: '0' },
    ...change,
  };
}

export async function createJob(
  bedrock: TestBedrock,
  change: Partial<CreateModelCustomizationJobRequest> = {},
): Promise<string> {
  const { jobArn } = await bedrock.call<CreateModelCustomizationJobResponse>(
    'CreateModelCustomizationJob',
    jobRequest(change),
  );
  return jobArn ?? '';
}

export function getJobView(bedrock: TestBedrock, jobIdentifier: string): Promise<GetModelCustomizationJobResponse> {
  return bedrock.call('GetModelCustomizationJob', { jobIdentifier });
}

/** Waits until the job has ended, however it did. */
export async function endOf(bedrock: TestBedrock, jobArn: string): Promise<GetModelCustomizationJobResponse> {
  await bedrock.until(async () => (await getJobView(bedrock, jobArn)).endTime !== undefined);
  return getJobView(bedrock, jobArn);
}

/** Trains a model and returns its ARN. */
export async function trainedModel(bedrock: TestBedrock, name = 'model-1'): Promise<string> {
  const jobArn = await createJob(bedrock, { jobName: `job-for-${name}`, customModelName: name });
  const job = await endOf(bedrock, jobArn);
  return job.outputModelArn ?? '';
}

/** Stores a completed job and its model without training, for tests of what comes after. */
export function storedModel({ cloud }: TestBedrock, name = 'model-1'): string {
  const scope = { accountId: ACCOUNT, region: 'us-east-1' };
  const baseModelId = 'amazon.nova-lite-v1:0:300k';
  const job = {
    ...scope,
    arn: resourceArn(scope, 'model-customization-job', `${baseModelId}/${newResourceId()}`),
    name: `job-for-${name}`,
    modelName: name,
    modelArn: resourceArn(scope, 'custom-model', `${baseModelId}/${newResourceId()}`),
    baseModelId,
    hyperparameters: resolveHyperparameters(undefined),
    request: {
      customization: { type: 'FINE_TUNING' as const },
      roleArn: ROLE_ARN,
      trainingUri: `s3://${BUCKET}/data/train.jsonl`,
      validationUris: [],
      outputUri: `s3://${BUCKET}/out/`,
      modelTags: [],
    },
  };
  const now = cloud.clock.now();
  insertJob(cloud.database, job, now);
  setJobStatus(cloud.database, job.arn, 'Completed', now, { trainingLoss: 0.5 });
  const artifactFile = artifactFileOf(job.modelArn);
  insertCustomModel(cloud.database, { ...job, arn: job.modelArn, name, jobArn: job.arn }, now, { artifactFile });
  return job.modelArn;
}
