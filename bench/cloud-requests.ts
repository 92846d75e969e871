/**
 * How many requests per second does the embedded cloud answer, against another emulator on the same machine?
 * Same client code, same signed requests, in turn, the cloud in a process of its own.
 *
 *   npx tsx bench/cloud-requests.ts [--peer-url http://127.0.0.1:5000 --peer-pid 123] [--seconds 2] [--rounds 3] [--at-once 1,8]
 *
 * The peer: `pip install 'moto[server]' && moto_server -p 5000`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  BedrockClient,
  CreateModelCustomizationJobCommand,
  GetModelCustomizationJobCommand,
} from '@aws-sdk/client-bedrock';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { builtCloud } from './support/built.ts';
import { median, printMachine, processorMs, spread } from './support/figures.ts';
import { createRecorder, requestsPerSecond, type SignedRequest } from './support/replay.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const { values: flags } = parseArgs({
  options: {
    'peer-url': { type: 'string' },
    'peer-pid': { type: 'string' },
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    'at-once': { type: 'string', default: '1,8' },
  },
});

const BUCKET = 'bench-bucket';
const SIZE = 100_000;
const JOB = 'bench';
const credentials = { accessKeyId: '111122223333', secretAccessKey: 'secret' };

/** Connections at once for which requests are recorded. */
const MOST_AT_ONCE = 32;

/**
 * The requests that are measured, by name, one for each connection; makes the bucket, the object and the job they are
 * about. Each connection writes an object of its own: some emulators fail when one is written twice at once.
 */
async function prepareRequests(endpoint: string): Promise<Map<string, readonly SignedRequest[]>> {
  const settings = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const bedrock = new BedrockClient(settings);
  const body = Buffer.alloc(SIZE, 'novatune ');
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'object', Body: body }));
  await createJob(settings, s3, bedrock);

  const recorder = createRecorder();
  const recording = { ...settings, requestHandler: recorder.handler };
  const recordingS3 = new S3Client({ ...recording, forcePathStyle: true });
  const recordingBedrock = new BedrockClient(recording);
  const record = async (send: (connection: number) => Promise<unknown>) => {
    const recorded: SignedRequest[] = [];
    for (let connection = 0; connection < MOST_AT_ONCE; connection++) {
      await send(connection).catch(() => {});
      recorded.push(recorder.last());
    }
    return recorded;
  };
  const getJob = () => recordingBedrock.send(new GetModelCustomizationJobCommand({ jobIdentifier: JOB }));
  const put = (connection: number) =>
    recordingS3.send(new PutObjectCommand({ Bucket: BUCKET, Key: `written-${connection}`, Body: body }));
  const get = () => recordingS3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'object' }));
  return new Map([
    ['GetModelCustomizationJob', await record(getJob)],
    ['PutObject 100 KB', await record(put)],
    ['GetObject 100 KB', await record(get)],
  ]);
}

/** A text-only job, and its end awaited: training must not take processor time from what is measured. */
async function createJob(settings: object, s3: S3Client, bedrock: BedrockClient): Promise<void> {
  const record = (index: number) => ({
    schemaVersion: 'bedrock-conversation-2024',
    messages: [
      { role: 'user', content: [{ text: `What is ${index} plus one?` }] },
      { role: 'assistant', content: [{ text: String(index + 1) }] },
    ],
  });
  const rows = Array.from({ length: 16 }, (_, index) => JSON.stringify(record(index))).join('\n');
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'train.jsonl', Body: rows }));
  const iam = new IAMClient(settings);
  const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const trust = { Effect: 'Allow', Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: 'bench', AssumeRolePolicyDocument: policy(trust) }),
  );
  const access = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
  await iam.send(new PutRolePolicyCommand({ RoleName: 'bench', PolicyName: 'data', PolicyDocument: policy(access) }));
  const create = new CreateModelCustomizationJobCommand({
    jobName: JOB,
    customModelName: 'bench',
    roleArn: Role?.Arn,
    baseModelIdentifier: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0:128k',
    customizationType: 'FINE_TUNING',
    trainingDataConfig: { s3Uri: `s3://${BUCKET}/train.jsonl` },
    outputDataConfig: { s3Uri: `s3://${BUCKET}/output/` },
    hyperParameters: { epochCount: '1' },
  });
  await pause(3000);
  await bedrock.send(create);
  for (let look = 0; look < 20; look++) {
    // Some emulators never finish a job, or answer what no SDK can read: then it is measured as it is.
    const state = await bedrock
      .send(new GetModelCustomizationJobCommand({ jobIdentifier: JOB }))
      .catch(() => undefined);
    if (state?.status !== 'InProgress') break;
    await pause(500);
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Server {
  readonly requests: Map<string, readonly SignedRequest[]>;
  /** For its processor time, Linux only. */
  readonly pid: number | undefined;
}

interface Measured {
  readonly rates: number[];
  /** Milliseconds of the server's processor time for one request. */
  readonly costs: number[];
}

async function measureOnce(name: string, atOnce: number, server: Server, into: Measured): Promise<void> {
  const requests = (server.requests.get(name) ?? []).slice(0, atOnce);
  const before = processorMs(server.pid);
  const started = performance.now();
  const rate = await requestsPerSecond(requests, Number(flags.seconds));
  const answered = rate * ((performance.now() - started) / 1000);
  into.rates.push(rate);
  into.costs.push((processorMs(server.pid) - before) / answered);
}

async function measure(ours: Server, peer: Server | undefined): Promise<void> {
  for (const atOnce of flags['at-once'].split(',').map(Number)) {
    for (const name of ours.requests.keys()) {
      const own: Measured = { rates: [], costs: [] };
      const other: Measured = { rates: [], costs: [] };
      for (let round = 0; round < Number(flags.rounds); round++) {
        await measureOnce(name, atOnce, ours, own);
        if (peer) await measureOnce(name, atOnce, peer, other);
      }
      process.stdout.write(`${name}, ${atOnce} at once\n  cloud ${describe(own)}\n`);
      if (!peer) continue;
      const ratio = median(own.rates) / median(other.rates);
      const costs = median(other.costs) / median(own.costs);
      process.stdout.write(`  peer  ${describe(other)}\n`);
      process.stdout.write(
        `  ratio ${ratio.toFixed(1)} in requests per second, ${costs.toFixed(1)} in processor time\n`,
      );
    }
  }
}

const describe = ({ rates, costs }: Measured): string =>
  `${spread(rates, 0)} requests/s, ${spread(costs)} ms of processor time each`;

const { spawnLocalCloud, stopLocalCloud } = await builtCloud();
const folder = await mkdtemp(join(tmpdir(), 'novatune-bench-'));
try {
  printMachine();
  const { url, pid } = await spawnLocalCloud({ folder });
  const peerUrl = flags['peer-url'];
  const peerPid = flags['peer-pid'] === undefined ? undefined : Number(flags['peer-pid']);
  await measure(
    { requests: await prepareRequests(url), pid },
    peerUrl === undefined ? undefined : { requests: await prepareRequests(peerUrl), pid: peerPid },
  );
} finally {
  await stopLocalCloud(folder);
  await rm(folder, { recursive: true, force: true });
}
