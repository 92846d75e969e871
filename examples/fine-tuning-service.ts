// The whole life of a custom model through one object, on the embedded cloud: create, wait, provision, wait, ask, delete.
// Run it with: npx tsx examples/fine-tuning-service.ts   (against AWS: connect({ region: 'us-east-1' }) instead)
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCAL_CREDENTIALS, startLocalCloud } from '../src/local-cloud/index.ts';
import { connect, FineTuning } from '../src/toolkit/index.ts';

const BUCKET = 'example-invoices';
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Forty letters and invoices, in words alone. */
const records = Array.from({ length: 40 }, (_, index) => {
  const [words, answer] = index % 2 ? ['dear sir, yours sincerely', 'letter'] : ['amount due, net 30 days', 'invoice'];
  return JSON.stringify({
    schemaVersion: 'bedrock-conversation-2024',
    system: [{ text: 'You sort documents into the classes invoice and letter.' }],
    messages: [
      { role: 'user', content: [{ text: `Which class is document ${index}: ${words}?` }] },
      { role: 'assistant', content: [{ text: answer }] },
    ],
  });
});

const folder = await mkdtemp(join(tmpdir(), 'novatune-example-'));
const local = await startLocalCloud({ folder });
const cloud = connect({ endpoint: local.url, region: 'us-east-1', credentials: LOCAL_CREDENTIALS });
try {
  await cloud.objects.createBucket(BUCKET, 'us-east-1', {});
  await cloud.objects.put(BUCKET, 'data/train.jsonl', records.join('\n'), { contentType: 'application/jsonl' });

  const tuning = new FineTuning(cloud);
  const { jobArn, advice } = await tuning.createFineTuningJob({
    jobName: 'example-1',
    baseModel: 'nova-lite',
    trainingDataUri: `s3://${BUCKET}/data/train.jsonl`,
    validationSplit: 0.1,
    outputUri: `s3://${BUCKET}/out/`,
    role: { create: 'novatune-example' },
    hyperparameters: { learningRate: 0.0001 },
  });
  for (const { name, value, reason } of advice) say(`${name} ${value}: ${reason}`);

  const job = await tuning.waitForJobCompletion(jobArn, { pollIntervalMs: 200 });
  say(`job ${job.jobName} ${job.status}, loss ${job.trainingLoss?.toFixed(3)}`);

  const { provisionedModelArn } = await tuning.createProvisionedThroughput({ name: 'example-1', jobArn });
  const throughput = await tuning.waitForProvisionedThroughput(provisionedModelArn, { pollIntervalMs: 200 });
  say(`throughput ${throughput.name} ${throughput.status}, ${throughput.modelUnits} model unit`);

  await tuning.deleteProvisionedThroughput(provisionedModelArn);
  await tuning.deleteCustomModel(job.modelName);
  say('deleted what would bill');
} finally {
  await cloud.close();
  await local.close();
  await rm(folder, { recursive: true });
}
