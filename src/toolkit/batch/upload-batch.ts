import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import { sha256File, sha256Hex } from '../lib/hash.ts';
import { mapUnordered } from '../lib/map-unordered.ts';
import { formatS3Uri } from '../lib/s3-uri.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { PutOptions } from '../ports/object-store.ts';
import { type BatchRecord, recordLine } from './batch-record.ts';
import { type BatchFilePlan, type BatchPlan, imageKey } from './plan-batch.ts';

export interface UploadBatchOptions extends Abortable {
  /** Where files of records are written before they are sent; each is removed at once. */
  readonly workFolder: string;
}

export interface UploadBatchEvent {
  readonly type: 'batch-object-done';
  readonly key: string;
  /** False when the same content was there already. */
  readonly sent: boolean;
  readonly done: number;
  readonly objects: number;
}

const IMAGES_AT_ONCE = 8;

/**
 * Brings records, and images beside them, to where the job reads them. What is there with the same content is left alone, so it can be
 * repeated after a kill. Memory: one image at a time for records, `8` images beside them. Disk: one file of records.
 *
 * @throws DataError `dataset-changed` when an image is not the one that was planned
 * @throws CloudError
 */
export async function* uploadBatch(
  plan: BatchPlan,
  { workFolder, signal }: UploadBatchOptions,
  { objects }: Pick<Cloud, 'objects'>,
): AsyncGenerator<UploadBatchEvent, void> {
  const images = plan.media === 's3' ? [...new Map(allRecords(plan).map((one) => [one.sha256, one])).values()] : [];
  const total = images.length + plan.files.length;
  const withSignal = signal === undefined ? {} : { signal };
  let done = 0;
  const isThere = async (key: string, size: number, sha256: string): Promise<boolean> => {
    const found = await objects.head(plan.bucket, key, signal);
    return found?.size === size && found.sha256 === sha256;
  };
  const sendImage = async (record: BatchRecord) => {
    const key = imageKey(plan.inputPrefix, record);
    if (await isThere(key, record.bytes, record.sha256)) return { key, sent: false };
    const options: PutOptions = { contentType: `image/${record.format}`, sha256: record.sha256, ...withSignal };
    await objects.put(plan.bucket, key, await plannedImage(record), options);
    return { key, sent: true };
  };
  for await (const { key, sent } of mapUnordered(images, sendImage, { concurrency: IMAGES_AT_ONCE, ...withSignal })) {
    done += 1;
    yield { type: 'batch-object-done', key, sent, done, objects: total };
  }
  // The files go last, so that no record ever names an image that is missing.
  for (const file of plan.files) {
    signal?.throwIfAborted();
    const folder = await mkdtemp(join(workFolder, '.novatune-batch-'));
    try {
      const path = join(folder, 'records.jsonl');
      await pipeline(Readable.from(linesOf(plan, file)), createWriteStream(path), withSignal);
      const sha256 = await sha256File(path, signal);
      const sent = !(await isThere(file.key, (await stat(path)).size, sha256));
      const options: PutOptions = { contentType: 'application/jsonl', sha256, ...withSignal };
      if (sent) await objects.putFile(plan.bucket, file.key, path, options);
      done += 1;
      yield { type: 'batch-object-done', key: file.key, sent, done, objects: total };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

const allRecords = ({ files }: BatchPlan): BatchRecord[] => files.flatMap(({ records }) => records);

async function* linesOf({ question, media, bucket, inputPrefix }: BatchPlan, { records }: BatchFilePlan) {
  for (const record of records) {
    const source =
      media === 's3'
        ? { uri: formatS3Uri({ bucket, key: imageKey(inputPrefix, record) }) }
        : { bytes: await plannedImage(record) };
    yield `${recordLine(record, source, question)}\n`;
  }
}

/** The record's id stands for these very bytes. */
async function plannedImage({ image, sha256 }: BatchRecord): Promise<Uint8Array> {
  const bytes = await readFile(image).catch((cause: unknown) => {
    throw changed(image, cause);
  });
  if (sha256Hex(bytes) !== sha256) throw changed(image);
  return bytes;
}

function changed(path: string, cause?: unknown): DataError {
  return new DataError('dataset-changed', `Expected ${path} as it was when the job was planned, but it has changed.`, {
    remedy: 'Run the command again.',
    cause,
  });
}
