import { ServiceError } from '../../service/service-error.ts';
import type { Cloud, ObjectStore, ServiceSession, StoredObject } from '../../state/ports.ts';
import type { Scope } from '../control-plane.ts';
import { type DatasetLine, datasetLines } from '../jobs/dataset-lines.ts';
import { JobFailure } from '../jobs/job-failure.ts';
import { objectArn, parseS3Uri, type S3Place } from '../jobs/s3-uri.ts';
import { refusals } from '../refusals.ts';
import type { BatchJob } from './batch-store.ts';

/** Bytes of one line: a request of 25 MB whose images are written as base64. Bounds memory. */
const MAXIMUM_LINE_BYTES = 36 * 1024 * 1024;

/** The input of a job: one `.jsonl` object, or those directly under a prefix, by key. */
export function inputFiles(objects: ObjectStore, uri: string): readonly StoredObject[] {
  const { bucket, key } = parseS3Uri(uri);
  const single = key === '' ? undefined : objects.head(bucket, key);
  if (single !== undefined) return [single];
  const folder = folderOf(objects, uri);
  return [...objects.list(bucket, folder)].filter(
    (object) => object.key.endsWith('.jsonl') && !object.key.slice(folder.length).includes('/'),
  );
}

/** Prefix under which the input and everything it refers to must lie; ends with a slash unless it is the whole bucket. */
export function folderOf(objects: ObjectStore, uri: string): string {
  const { bucket, key } = parseS3Uri(uri);
  if (key === '') return '';
  if (objects.head(bucket, key) !== undefined) return key.slice(0, key.lastIndexOf('/') + 1);
  return key.endsWith('/') ? key : `${key}/`;
}

/** @throws ServiceError ValidationException unless the role may list the prefix and there is something under it. */
export function checkListable(cloud: Cloud, scope: Scope, session: ServiceSession, { bucket, key }: S3Place): void {
  const known = cloud.objects.bucket(bucket);
  const conditions = { 's3:prefix': key };
  if (known?.region !== scope.region || !session.isAllowed('s3:ListBucket', `arn:aws:s3:::${bucket}`, conditions)) {
    throw refusals.validation(`Could not validate ListBucket permissions to access Amazon S3 bucket: ${bucket}`);
  }
  if (inputFiles(cloud.objects, `s3://${bucket}/${key}`).length > 0) return;
  throw refusals.validation(
    `Provided S3 location is invalid: s3://${bucket}/${key}. Input data must be in .jsonl format`,
  );
}

/**
 * Looks at every line once.
 * @returns number of records.
 * @throws JobFailure for a size or count outside the quotas and for a line that is not a JSON object.
 */
export async function validateInput(
  { objects, settings }: Cloud,
  job: BatchJob,
  session: ServiceSession,
  signal: AbortSignal,
): Promise<number> {
  const files = inputFiles(objects, job.request.inputUri);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const large = files.find(({ size }) => size > settings.batchFileBytes);
  if (large) {
    throw new JobFailure(
      `The file ${large.key} has ${large.size} bytes; the maximum size of an input file is ${settings.batchFileBytes} bytes.`,
    );
  }
  if (bytes > settings.batchJobBytes) {
    throw new JobFailure(`The input has ${bytes} bytes; the maximum size of a job is ${settings.batchJobBytes} bytes.`);
  }
  let records = 0;
  for (const file of files) {
    for await (const line of inputLines(objects, session, file)) {
      signal.throwIfAborted();
      parseLine(line, file.key);
      records += 1;
    }
  }
  if (records >= settings.batchMinimumRecords) return records;
  throw new JobFailure(
    `Batch job ${job.arn} contains less records (${records}) than the required minimum of: ${settings.batchMinimumRecords}`,
  );
}

/**
 * Lines of one file, one in memory at a time.
 * @throws JobFailure when it cannot be read.
 */
export async function* inputLines(
  objects: ObjectStore,
  session: ServiceSession,
  { bucket, key }: StoredObject,
): AsyncGenerator<DatasetLine> {
  const refuse = (cause?: unknown): never => {
    throw new JobFailure(
      `Could not validate GetObject permissions to access Amazon S3 bucket: ${bucket} at key ${key}`,
      { cause },
    );
  };
  if (!session.isAllowed('s3:GetObject', objectArn(bucket, key))) refuse();
  const stream = readOrRefuse(objects, { bucket, key }, refuse);
  try {
    yield* datasetLines(stream, key, MAXIMUM_LINE_BYTES);
  } finally {
    stream.destroy();
  }
}

function readOrRefuse(objects: ObjectStore, { bucket, key }: S3Place, refuse: (cause: unknown) => never) {
  try {
    return objects.read(bucket, key);
  } catch (error) {
    if (error instanceof ServiceError) return refuse(error);
    throw error;
  }
}

/** A record as it stands in the input. */
export interface InputRecord {
  readonly recordId?: unknown;
  readonly modelInput?: unknown;
}

/** @throws JobFailure for a line that is not a JSON object. */
export function parseLine({ text, number }: DatasetLine, key: string): InputRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new JobFailure(
    `Unable to parse Amazon S3 file: ${key.slice(key.lastIndexOf('/') + 1)}. Data files must conform to JSONL format. Line ${number} is not a JSON object.`,
  );
}
