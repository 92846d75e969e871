import type { CreateModelInvocationJobRequest } from '@aws-sdk/client-bedrock';
import { TRUST } from './rehearsal.ts';
import { ACCOUNT, BUCKET, type TestBedrock } from './test-bedrock.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/Batch`;
const LITE = 'us.amazon.nova-lite-v1:0';

/** Makes the bucket, and a role that may read `in/` and write `out/`. */
export async function prepareBatchBucketAndRole(bedrock: TestBedrock): Promise<void> {
  bedrock.objects.buckets.create({ name: BUCKET, accountId: ACCOUNT, region: 'us-east-1' });
  await bedrock.iam('CreateRole', {
    RoleName: 'Batch',
    AssumeRolePolicyDocument: TRUST.replace('model-customization-job', 'model-invocation-job'),
  });
  await allowBatch(bedrock, ['s3:GetObject', 'in/*'], ['s3:ListBucket', ''], ['s3:PutObject', 'out/*']);
}

/** Replaces the role's policy. An empty path is the bucket itself. */
export const allowBatch = (bedrock: TestBedrock, ...grants: readonly (readonly [action: string, path: string])[]) =>
  bedrock.iam('PutRolePolicy', {
    RoleName: 'Batch',
    PolicyName: 'data',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: grants.map(([Action, path]) => ({
        Effect: 'Allow',
        Action,
        Resource: `arn:aws:s3:::${BUCKET}${path === '' ? '' : `/${path}`}`,
      })),
    }),
  });

export const ask = (text: string, more: object = {}) => ({
  messages: [{ role: 'user', content: [{ text }] }],
  ...more,
});
export const lines = (...records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');
export const records = (count: number, start = 0) =>
  lines(
    ...Array.from({ length: count }, (_, index) => ({
      recordId: `doc-${start + index}`,
      modelInput: ask('Who are you?'),
    })),
  );

/** A sound request; tests change one member each. */
export const batchRequest = (
  change: Partial<CreateModelInvocationJobRequest> = {},
): CreateModelInvocationJobRequest => ({
  jobName: 'batch-1',
  roleArn: ROLE,
  modelId: LITE,
  inputDataConfig: { s3InputDataConfig: { s3Uri: `s3://${BUCKET}/in/a.jsonl` } },
  outputDataConfig: { s3OutputDataConfig: { s3Uri: `s3://${BUCKET}/out/` } },
  ...change,
});
