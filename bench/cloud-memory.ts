/**
 * How much memory does the embedded cloud take, idle and while a large object passes through it?
 *
 *   npx tsx bench/cloud-memory.ts [--mib 2048] [--limit-mb 150]
 *
 * Prints the resident set of its process after start against the limit, and how much its peak grew while an object of
 * `--mib` mebibytes was uploaded in parts (as the toolkit does) and read back, against the object's size.
 * Ends with 1 when idle memory is above the limit.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { builtCloud } from './support/built.ts';
import { printMachine } from './support/figures.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const { values: flags } = parseArgs({
  options: { mib: { type: 'string', default: '2048' }, 'limit-mb': { type: 'string', default: '150' } },
});
const MIB = 2 ** 20;
const SETTLE_MS = 2000;
const LOOK_MS = 50;
const BUCKET = 'bench-bucket';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

function* zeros(bytes: number): Generator<Buffer> {
  const chunk = Buffer.alloc(MIB);
  for (let left = bytes; left > 0; left -= MIB) yield left < MIB ? chunk.subarray(0, left) : chunk;
}

/** The highest resident set seen while `work` goes on. */
async function highest(rss: () => Promise<number>, work: Promise<unknown>): Promise<number> {
  let most = await rss();
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    most = Math.max(most, await rss());
    await Promise.race([over, pause(LOOK_MS)]);
  }
  await over;
  return most;
}

async function passThrough(endpoint: string, bytes: number): Promise<void> {
  const credentials = { accessKeyId: '111122223333', secretAccessKey: 'secret' };
  const s3 = new S3Client({ endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const params = { Bucket: BUCKET, Key: 'large', Body: Readable.from(zeros(bytes), { objectMode: false }) };
  await new Upload({ client: s3, params, partSize: 16 * MIB }).done();
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'large' }));
  let read = 0;
  const count = new Writable({
    write: (chunk: Buffer, _, next) => {
      read += chunk.length;
      next();
    },
  });
  await pipeline(Body as Readable, count);
  if (read !== bytes) throw new Error(`Expected ${bytes} bytes back, got ${read}.`);
}

const { findLocalCloud, spawnLocalCloud, stopLocalCloud } = await builtCloud();
const folder = await mkdtemp(join(tmpdir(), 'novatune-bench-'));
try {
  printMachine();
  const { url } = await spawnLocalCloud({ folder });
  const rss = async () => (await findLocalCloud(folder))?.health.memory.rss ?? 0;
  await pause(SETTLE_MS);
  const idle = await rss();
  const limit = Number(flags['limit-mb']) * 1e6;
  process.stdout.write(`idle ${megabytes(idle)}, ${(idle / limit).toFixed(2)} of the limit of ${megabytes(limit)}\n`);
  process.exitCode = idle <= limit ? 0 : 1;
  const bytes = Number(flags.mib) * MIB;
  const started = performance.now();
  const most = await highest(rss, passThrough(url, bytes));
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(
    `an object of ${megabytes(bytes)} up and down in ${seconds.toFixed(1)} s: peak ${megabytes(most)}, grown by ${megabytes(most - idle)}, ${((most - idle) / bytes).toFixed(3)} of the object\n`,
  );
} finally {
  await stopLocalCloud(folder);
  await rm(folder, { recursive: true, force: true });
}
