import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Finding,
  finishJob,
  imageFolder,
  planJob,
  prepare,
  readDataset,
  serviceRoleDocument,
  submitJob,
  type UploadedDataset,
  upload,
  validateFile,
} from '../../src/toolkit/index.ts';
import { ACCOUNT, drain, openRehearsal, REGION, type Rehearsal } from '../support/rehearsal.ts';
import { sampleRun } from '../support/sample-run.ts';

const BUCKET = 'sample-bucket';

let rehearsal: Rehearsal;
let uploaded: UploadedDataset;
let lines: readonly string[];
let roleArn: string;
beforeAll(async () => {
  rehearsal = await openRehearsal();
  const { source, task } = await sampleRun(rehearsal.folder);
  if (source.kind !== 'image-folder') throw new Error('expected a folder of images');
  const folder = join(rehearsal.folder, 'dataset');
  const s3 = { bucket: BUCKET, prefix: 'data', bucketOwner: ACCOUNT };
  const split = { validation: { count: 0 }, test: { count: 3 } };
  await drain(prepare(imageFolder(source.folder), { folder, name: 'pages', task, s3, split }));
  const { cloud } = rehearsal;
  uploaded = (await drain(upload(await readDataset(folder), { createBucket: true }, cloud))).result;
  lines = (await readFile(join(folder, 'train.jsonl'), 'utf8')).trimEnd().split('\n');
  const reads = [`s3://${BUCKET}/data/`];
  const role = { name: 'training', accountId: ACCOUNT, region: REGION, reads, outputUri: uploaded.outputUri, tags: {} };
  roleArn = (await cloud.roles.put(serviceRoleDocument(role))).arn;
});
afterAll(() => rehearsal[Symbol.asyncDispose]());

/** Beyond the records that Create looks at, so that the job itself must find it. */
const LINE = 12;

interface Fault {
  readonly what: string;
  /** Breaks one line of the training file. */
  readonly break: (line: string) => string;
  /** What `validate` finds on that line. */
  readonly finding: string;
  /** What the service says. */
  readonly failure: RegExp;
}

const withImage = (line: string, change: (image: Record<string, unknown>) => object): string => {
  const record = JSON.parse(line);
  const [block] = record.messages[0].content;
  block.image = change(block.image);
  return JSON.stringify(record);
};

const FAULTS: readonly Fault[] = [
  {
    what: 'a line that is cut off',
    break: (line) => line.slice(0, 40),
    finding: 'json-syntax',
    failure: /Unable to parse Amazon S3 file: train\.jsonl\. .* Line 12: is not valid JSON/,
  },
  {
    what: 'an image in another bucket',
    break: (line) => line.replaceAll(`s3://${BUCKET}/`, 's3://another-bucket/'),
    finding: 'media-bucket',
    failure: /train\.jsonl, line 12: .*another-bucket.* must be in the same bucket/,
  },
  {
    what: 'an image format that Nova does not know',
    break: (line) => withImage(line, (image) => ({ ...image, format: 'tiff' })),
    finding: 'image-format',
    failure: /Line 12.*format must be one of png, jpeg, gif, webp/,
  },
  {
    what: 'a reserved string',
    break: (line) => line.replace('Which type', 'User: which type'),
    finding: 'reserved-string',
    failure: /Line 12.*reserved string User:/,
  },
  {
    what: 'no answer',
    break: (line) => {
      const record = JSON.parse(line);
      return JSON.stringify({ ...record, messages: record.messages.slice(0, 1) });
    },
    finding: 'last-message',
    failure: /Line 12/,
  },
];

async function failureOf(name: string, trainingLines: readonly string[]): Promise<string> {
  const { cloud } = rehearsal;
  const key = `data/${name}/train.jsonl`;
  await cloud.objects.put(BUCKET, key, `${trainingLines.join('\n')}\n`, { contentType: 'application/jsonl' });
  const data = { ...uploaded, trainingDataUri: `s3://${BUCKET}/${key}` };
  const job = planJob(data, { jobName: name, modelName: name, baseModel: 'nova-lite', hyperparameters: {}, tags: {} });
  const submit = submitJob({ ...job, roleArn, clientToken: name }, { roleIsNew: false }, cloud);
  const { result: jobArn } = await drain(submit);
  const ended = drain(finishJob(jobArn, { follow: { pollIntervalMs: 20 } }, cloud));
  const error: unknown = await ended.then(() => undefined).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'CloudError', code: 'job-failed' });
  return error instanceof Error ? error.message : '';
}

const replaceLine = (change: (line: string) => string): string[] =>
  lines.map((line, index) => (index === LINE - 1 ? change(line) : line));

describe('what the service fails a job for, the validator finds before', () => {
  it.each(FAULTS.map((fault, index) => [fault.what, index, fault] as const))('%s', async (_what, index, fault) => {
    const broken = replaceLine(fault.break);
    const file = join(rehearsal.folder, 'train.jsonl');
    await writeFile(file, `${broken.join('\n')}\n`);
    const { events } = await drain(validateFile(file, { model: 'nova-lite', bucket: BUCKET }));
    const errors = events.filter(({ severity }: Finding) => severity === 'error');
    expect(errors.map(({ code, line }) => ({ code, line }))).toContainEqual({ code: fault.finding, line: LINE });
    expect(errors.filter(({ line = LINE }) => line !== LINE)).toEqual([]);
    expect(await failureOf(`fault-${index}`, broken)).toMatch(fault.failure);
  });

  it.each<[string, (bytes: Buffer) => Uint8Array, RegExp]>([
    ['an image that is cut off', (bytes) => bytes.subarray(0, bytes.length / 2), /damaged or truncated/],
    [
      'an image with other bytes than its name says',
      () => Buffer.from('GIF89a, says the file'),
      /declared as png but its bytes are gif/,
    ],
    [
      'an image beyond 10 MB',
      (bytes) => Buffer.concat([bytes, Buffer.alloc(10 * 1024 * 1024)]),
      /the maximum is 10485760/,
    ],
    ['no image', () => Buffer.alloc(0), /declared as png but its bytes are no image/],
  ])('%s', async (what, change, failure) => {
    const { objects } = rehearsal.cloud;
    const name = what.replaceAll(/[^a-z]+/g, '');
    const uri = /s3:\/\/[^"]+/.exec(lines[LINE - 1] ?? '')?.[0] ?? '';
    const key = uri.slice(`s3://${BUCKET}/`.length);
    const original = Buffer.concat((await (await objects.get(BUCKET, key))?.toArray()) ?? []);
    const broken = `data/images/${name}.png`;
    await objects.put(BUCKET, broken, change(original), { contentType: 'image/png' });
    const message = await failureOf(
      name,
      replaceLine((line) => line.replace(key, broken)),
    );
    expect(message).toMatch(failure);
    expect(message).toContain(`line ${LINE}: /messages/0/content/0/image: s3://${BUCKET}/${broken}`);
  });

  it('refuses a broken first line at once', async () => {
    const { cloud } = rehearsal;
    await cloud.objects.put(BUCKET, 'data/first/train.jsonl', `{\n${lines.join('\n')}\n`, { contentType: 'a/b' });
    const data = { ...uploaded, trainingDataUri: `s3://${BUCKET}/data/first/train.jsonl` };
    const job = planJob(data, {
      jobName: 'first',
      modelName: 'first',
      baseModel: 'nova-lite',
      hyperparameters: {},
      tags: {},
    });
    const submit = submitJob({ ...job, roleArn, clientToken: 'first' }, { roleIsNew: true }, cloud);
    await expect(drain(submit)).rejects.toMatchObject({
      code: 'service-validation',
      message: expect.stringMatching(/Unable to parse S3 file due to invalid data schema\/format/),
    });
  });
});
