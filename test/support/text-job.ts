import { type Cloud, serviceRoleDocument } from '../../src/toolkit/index.ts';
import { REGION } from './rehearsal.ts';

/** Of supervised fine-tuning. */
export type JobRequest = Extract<Parameters<Cloud['customizer']['submit']>[0], { method: 'sft' | 'canvas' }>;

const SYSTEM = 'You sort documents into the classes invoice and letter.';

/** Records without images: two classes that their own words give away. */
export function textRecords(count = 16): string {
  const records = Array.from({ length: count }, (_, index) => {
    const [words, answer] =
      index % 2 === 0 ? ['amount due, net 30 days', 'invoice'] : ['dear sir, yours sincerely', 'letter'];
    return {
      schemaVersion: 'bedrock-conversation-2024',
      system: [{ text: SYSTEM }],
      messages: [
        { role: 'user', content: [{ text: `Which class is document ${index}: ${words}?` }] },
        { role: 'assistant', content: [{ text: answer }] },
      ],
    };
  });
  return `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;
}

/**
 * Makes bucket, training file and role, and returns a job over them, without images.
 * @param unique makes names that nothing else uses.
 * @param onBucket called when the bucket has been made.
 */
export async function sampleJob(
  { objects, roles, identity }: Cloud,
  unique: (name: string) => string,
  name: string,
  onBucket: (bucket: string) => Promise<void> = async () => undefined,
): Promise<JobRequest> {
  const bucket = unique('jobs');
  await objects.createBucket(bucket, REGION, {});
  await onBucket(bucket);
  const trainingDataUri = `s3://${bucket}/data/train.jsonl`;
  const outputUri = `s3://${bucket}/out/`;
  await objects.put(bucket, 'data/train.jsonl', textRecords(), { contentType: 'application/jsonl' });
  const { accountId } = await identity();
  const { arn: roleArn } = await roles.put(
    serviceRoleDocument({
      name: unique('role'),
      accountId,
      region: REGION,
      reads: [`s3://${bucket}/data/`],
      outputUri,
      tags: {},
    }),
  );
  return {
    jobName: name,
    modelName: name,
    roleArn,
    baseModel: 'amazon.nova-lite-v1:0:300k',
    trainingDataUri,
    outputUri,
    method: 'sft',
    hyperparameters: { epochCount: '2', learningRate: '0.0001', learningRateWarmupSteps: '0' },
    tags: { 'novatune:created-by': 'novatune', team: 'mail room' },
    clientToken: `token-${name}`,
  };
}
