import { CreateMultipartUploadCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { LOCAL_CREDENTIALS } from '../../src/local-cloud/index.ts';
import { batchRoleDocument, deploy } from '../../src/toolkit/index.ts';
import { collect, drain, openRehearsal, REGION, type Rehearsal } from '../support/rehearsal.ts';
import { sampleJob } from '../support/text-job.ts';

type Tags = Readonly<Record<string, string>>;

/** A local account that can be filled with one thing of each kind. */
export interface Account extends AsyncDisposable {
  readonly rehearsal: Rehearsal;
  /** Makes one of each with these tags, but for what has to run on: see `start`. */
  plant(label: string, tags: Tags, options?: { readonly ttl?: boolean }): Promise<Plant>;
  /** Everything that there is and can be deleted, running jobs included. Sorted. */
  inventory(): Promise<string[]>;
}

/** What was planted. */
export interface Plant {
  /** What cleanup should list, were the tags ours. Ids at the end of names are left out. */
  readonly truth: readonly string[];
  /** Starts a training and a batch job that go on for an hour. Few jobs work at once, so this comes after all planting. */
  start(): Promise<void>;
}

const LONG_MS = 3_600_000;

export async function openAccount(): Promise<Account> {
  const rehearsal = await openRehearsal({
    settings: {
      jobPhaseMs: 0,
      deploymentDelayMs: 0,
      throughputDelayMs: 0,
      noCommitmentModelUnits: 9,
      jobsInProgress: 9,
    },
  });
  const clients = { endpoint: rehearsal.local.url, region: REGION, credentials: LOCAL_CREDENTIALS };
  const s3 = new S3Client({ ...clients, forcePathStyle: true });
  const sns = new SNSClient(clients);
  const { TopicArn: topicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'own-topic' }));
  return {
    rehearsal,
    plant: (label, tags, { ttl = false } = {}) => plant({ label, tags, ttl, topicArn }, rehearsal, s3),
    inventory: () => inventory(rehearsal),
    [Symbol.asyncDispose]: async () => {
      s3.destroy();
      sns.destroy();
      await rehearsal[Symbol.asyncDispose]();
    },
  };
}

interface Planting {
  readonly label: string;
  readonly tags: Tags;
  readonly ttl: boolean;
  readonly topicArn: string;
}

async function plant(planting: Planting, rehearsal: Rehearsal, s3: S3Client): Promise<Plant> {
  const { label, tags } = planting;
  const { cloud, local } = rehearsal;
  const unique = (part: string) => `${label}-${part}`;
  const bucket = unique('bucket');
  await cloud.objects.createBucket(bucket, REGION, tags);
  await cloud.objects.put(bucket, `runs/${label}/data/train.jsonl`, '{}\n', { contentType: 'application/jsonl' });
  await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: `runs/${label}/data/large.png` }));

  const job = { ...(await sampleJob(cloud, unique, unique('trained'))), tags };
  const trained = await cloud.customizer.submit(job);
  const modelArn = await modelOf(trained, rehearsal);
  const endpoint = { tags, name: label, pollIntervalMs: 10 };
  await drain(deploy(modelArn, endpoint, cloud));
  const ttlMs = planting.ttl ? { ttlMs: LONG_MS } : {};
  await drain(deploy(modelArn, { ...endpoint, ...ttlMs, kind: 'throughput' }, cloud));

  await watch(planting, rehearsal);
  const ttl = `novatune-ttl-${label}-`;
  const truth = [
    `job ${unique('running')}`,
    `batch-job ${unique('batch')}`,
    `throughput ${label}`,
    `deployment ${label}`,
    `alarm novatune-${label}-p95`,
    `event-rule novatune-${label}-jobs`,
    ...(planting.ttl ? [`schedule ${ttl}`, `role ${ttl}`] : []),
    `model ${unique('trained')}`,
    `role novatune-${unique('batch')}`,
    `uploads s3://${bucket}/runs/${label}/`,
    `objects s3://${bucket}/runs/${label}/`,
    `objects s3://${unique('jobs')}/out/model-customization-job-${trained.slice(trained.lastIndexOf('/') + 1)}/`,
    `bucket ${bucket}`,
  ];
  const start = async () => {
    local.changeSettings({ jobPhaseMs: LONG_MS, batchPhaseMs: LONG_MS });
    const names = { jobName: unique('running'), modelName: unique('later'), clientToken: unique('running') };
    await cloud.customizer.submit({ ...job, ...names });
    await startBatch(planting, bucket, rehearsal);
  };
  return { truth, start };
}

async function modelOf(jobArn: string, { cloud }: Rehearsal): Promise<string> {
  for (;;) {
    const { status, modelArn, failureMessage } = (await cloud.customizer.describe(jobArn)) ?? {};
    if (modelArn) return modelArn;
    if (status !== 'InProgress') throw new Error(`The job is ${status}: ${failureMessage}`);
    await cloud.clock.sleep(20);
  }
}

async function startBatch({ label, tags }: Planting, bucket: string, { cloud }: Rehearsal): Promise<void> {
  const modelInput = { messages: [{ role: 'user', content: [{ text: 'Who are you?' }] }] };
  const lines = Array.from({ length: 100 }, (_, index) => JSON.stringify({ recordId: `R${index}`, modelInput }));
  const inputPrefix = `runs/${label}/batch/records/`;
  await cloud.objects.put(bucket, `${inputPrefix}a.jsonl`, lines.join('\n'), { contentType: 'application/jsonl' });
  const request = {
    jobName: `${label}-batch`,
    modelId: 'amazon.nova-lite-v1:0',
    inputUri: `s3://${bucket}/${inputPrefix}`,
    outputUri: `s3://${bucket}/runs/${label}/batch/`,
    shape: 'Converse' as const,
    tags,
  };
  const { arn } = await cloud.roles.put(batchRoleDocument({ bucket, inputPrefix, request }, await cloud.identity()));
  await cloud.batches.submit({ ...request, roleArn: arn, clientToken: `${label}-batch` });
}

async function watch({ label, tags, topicArn }: Planting, { cloud }: Rehearsal): Promise<void> {
  const metric = { namespace: 'AWS/Bedrock', name: 'InvocationLatency', dimensions: { ModelId: label } };
  await cloud.monitoring.putAlarm({
    name: `novatune-${label}-p95`,
    description: 'slow',
    watched: { kind: 'figure', metric, statistic: 'p95' },
    threshold: 1000,
    periodSeconds: 300,
    breachingPeriods: 2,
    periods: 3,
    topicArn,
    tags,
  });
  const pattern = { source: ['aws.bedrock'] };
  await cloud.eventRules.put({ name: `novatune-${label}-jobs`, description: 'jobs', pattern, topicArn, tags });
}

async function inventory({ cloud }: Rehearsal): Promise<string[]> {
  const { customizer, batches, throughput, deployments, monitoring, eventRules, roles, objects, buckets } = cloud;
  const lines: string[] = [];
  const add = (kind: string, names: Iterable<string>) =>
    void lines.push(...[...names].map((name) => `${kind} ${name}`));
  const isRunning = ({ status }: { readonly status: string }) =>
    /^(Submitted|Validating|Scheduled|InProgress|Stopping)$/.test(status);
  const nameOf = ({ name }: { readonly name: string }) => name;
  add(
    'job',
    (await collect(customizer.listJobs({}))).filter(isRunning).map(({ jobName }) => jobName),
  );
  add(
    'batch-job',
    (await collect(batches.list({}))).filter(isRunning).map(({ jobName }) => jobName),
  );
  add(
    'model',
    (await collect(customizer.listModels({}))).map(({ modelName }) => modelName),
  );
  add('throughput', (await collect(throughput.list({}))).map(nameOf));
  add('deployment', (await collect(deployments.list({}))).map(nameOf));
  add('alarm', (await collect(monitoring.listAlarms(''))).map(nameOf));
  add('event-rule', (await collect(eventRules.list(''))).map(nameOf));
  add('role', (await collect(roles.list())).map(nameOf));
  for (const group of ['novatune', 'own']) {
    if (await cloud.schedules.groupTags(group)) add('group', [group]);
    add('schedule', (await collect(cloud.schedules.list(group))).map(nameOf));
  }
  for (const { name } of await collect(buckets.list(REGION))) {
    add('bucket', [name]);
    add(
      'object',
      (await collect(objects.list(name, ''))).map(({ key }) => `${name}/${key}`),
    );
    add(
      'upload',
      (await collect(buckets.unfinishedUploads(name, ''))).map(({ key }) => `${name}/${key}`),
    );
  }
  return lines.sort();
}
