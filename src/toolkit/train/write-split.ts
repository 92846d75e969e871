import { createHash } from 'node:crypto';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, InputError } from '../errors.ts';
import { requireS3Uri } from '../lib/require-s3-uri.ts';
import type { Cloud } from '../ports/cloud.ts';
import { type DataSplit, fingerprint } from './split-training-data.ts';
import { openTrainingLines } from './training-lines.ts';

/**
 * Writes the two parts of a split beside their source, which is read and never touched. Parts that are there already are not sent again.
 * Memory: one row; the parts lie in a temporary folder until they are sent.
 * @throws {DataError} `source-changed` when the source is another one by now; {@link InputError} `output-exists`.
 */
export async function writeDataSplit(split: DataSplit, cloud: Cloud, signal?: AbortSignal): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'novatune-split-'));
  try {
    const train = await openPart(join(folder, 'train.jsonl'));
    const validation = await openPart(join(folder, 'validation.jsonl'));
    try {
      const lines = await openTrainingLines(split.sourceUri, cloud, signal);
      for await (const row of lines.rows()) {
        await write(split.validation.has(fingerprint(row)) ? validation : train, row);
      }
      if (lines.sha256() !== split.sourceSha256) {
        throw new DataError('source-changed', `${split.sourceUri} was changed while it was being split.`, {
          remedy: 'Run it again.',
        });
      }
    } finally {
      await train.handle.close();
      await validation.handle.close();
    }
    await send(train, split.trainingDataUri, cloud, signal);
    await send(validation, split.validationDataUri, cloud, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Part {
  readonly file: string;
  readonly handle: FileHandle;
  readonly hash: ReturnType<typeof createHash>;
}

const LINE_END = Buffer.from('\n');

const openPart = async (file: string): Promise<Part> => ({
  file,
  handle: await open(file, 'wx'),
  hash: createHash('sha256'),
});

async function write({ handle, hash }: Part, row: Uint8Array): Promise<void> {
  const line = Buffer.concat([row, LINE_END]);
  hash.update(line);
  await handle.appendFile(line);
}

async function send({ file, hash }: Part, uri: string, cloud: Cloud, signal: AbortSignal | undefined): Promise<void> {
  const { bucket, key } = requireS3Uri(uri);
  const sha256 = hash.digest('hex');
  const present = await cloud.objects.head(bucket, key, signal);
  if (present?.sha256 === sha256) return;
  if (present) {
    throw new InputError('output-exists', `Expected a free key for a part of the split, and ${uri} is there already.`, {
      remedy: 'Move that object away, or use another --split-seed.',
    });
  }
  await cloud.objects.putFile(bucket, key, file, {
    contentType: 'application/jsonl',
    sha256,
    ...(signal && { signal }),
  });
}
