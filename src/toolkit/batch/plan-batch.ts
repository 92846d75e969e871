import { DataError, InputError } from '../errors.ts';
import { sha256Hex } from '../lib/hash.ts';
import { requireS3Uri } from '../lib/require-s3-uri.ts';
import { formatS3Uri, isMediaKey } from '../lib/s3-uri.ts';
import type { BatchRequest } from '../ports/batch-jobs.ts';
import { BATCH_LIMITS, USUAL_FILE_BYTES } from './batch-limits.ts';
import { type BatchQuestion, type BatchRecord, lineBytes } from './batch-record.ts';
import { requireBatchModel } from './require-batch-model.ts';

/** Where images travel: inside the records, or beside them in S3. */
export type BatchMedia = 'inline' | 's3';

export interface BatchOptions extends BatchQuestion {
  /** Base model or inference profile. */
  readonly modelId: string;
  /** `s3://bucket/prefix/` for the answers; the records go to `records/` below it. */
  readonly outputUri: string;
  /** Default: `inline`, or `s3` when an image or the whole is too large for that. */
  readonly media?: BatchMedia;
  /** Default: from the content. */
  readonly jobName?: string;
  /** 24 to 168. Default: the service's. */
  readonly timeoutHours?: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Fewest records that the account's quota lets a job have. Default 100. */
  readonly minRecords?: number;
  /** Largest file of records, bytes. Default 256 MiB; the service takes 1 GiB. */
  readonly fileBytes?: number;
}

/** A file of records. */
export interface BatchFilePlan {
  readonly key: string;
  readonly records: readonly BatchRecord[];
  /** Bytes. */
  readonly bytes: number;
}

/** What a job consists of and where it goes. */
export interface BatchPlan {
  readonly request: Omit<BatchRequest, 'roleArn' | 'clientToken'>;
  readonly question: BatchQuestion;
  readonly bucket: string;
  /** Ends with a slash; everything of the input lies below it. */
  readonly inputPrefix: string;
  readonly media: BatchMedia;
  readonly files: readonly BatchFilePlan[];
  readonly records: number;
  /** Of all files of records. */
  readonly bytes: number;
}

/**
 * Checks what can be checked without a cloud, and lays the records out in files. Pure.
 * @throws {InputError} `batch-model-unsupported`, `s3-uri-invalid`, `name-invalid`, `option-invalid`
 * @throws {DataError} `batch-too-small`, `batch-too-large`
 */
export function planBatch(records: readonly BatchRecord[], options: BatchOptions): BatchPlan {
  const modelId = requireBatchModel(options.modelId);
  const { prompts, parameters, shape, timeoutHours } = options;
  const question = { prompts, parameters, shape };
  requireEnough(records, modelId, options.minRecords ?? BATCH_LIMITS.minRecords);
  const output = requireOutput(options.outputUri);
  const media = chooseMedia(records, question, options.media);
  const content = { modelId, question, media, ids: records.map(({ recordId }) => recordId).sort() };
  const hash = sha256Hex(JSON.stringify(content));
  const inputPrefix = `${output.key}records/${hash.slice(0, 16)}/`;
  const place = { bucket: output.bucket, inputPrefix };
  const files = layOut(records, { question, media, place, fileBytes: options.fileBytes ?? USUAL_FILE_BYTES });
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes > BATCH_LIMITS.maxJobBytes) throw tooLarge(bytes);
  return {
    request: {
      jobName: checkJobName(options.jobName ?? `novatune-batch-${hash.slice(0, 12)}`),
      modelId,
      inputUri: formatS3Uri({ bucket: output.bucket, key: inputPrefix }),
      outputUri: formatS3Uri(output),
      shape,
      ...(timeoutHours !== undefined && { timeoutHours: checkTimeout(timeoutHours) }),
      tags: options.tags,
    },
    question,
    ...place,
    media,
    files,
    records: records.length,
    bytes,
  };
}

/** Where a record's image lies when it travels beside the records. */
export const imageKey = (inputPrefix: string, { sha256, format }: Pick<BatchRecord, 'sha256' | 'format'>): string =>
  `${inputPrefix}images/${sha256.slice(0, 32)}.${format}`;

/** Text of a job that is too small: whoever runs it gets his answers faster and without a job. */
function requireEnough(records: readonly BatchRecord[], modelId: string, minimum: number): void {
  if (records.length >= minimum) return;
  throw new DataError(
    'batch-too-small',
    `Expected at least ${minimum} records for a batch inference job, but there are ${records.length} (documents with the same image are one).`,
    { remedy: `Ask live, which takes minutes: novatune infer --model-id ${modelId}` },
  );
}

function requireOutput(uri: string) {
  const { bucket, key } = requireS3Uri(uri);
  const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
  if (prefix === '' || isMediaKey(prefix)) return { bucket, key: prefix };
  throw new InputError(
    's3-uri-invalid',
    `Expected an output prefix of letters, digits, . _ - and /, got ${JSON.stringify(key)}.`,
  );
}

function chooseMedia(
  records: readonly BatchRecord[],
  question: BatchQuestion,
  asked: BatchMedia | undefined,
): BatchMedia {
  if (asked !== undefined) return asked;
  const { maxInlineImageBytes, maxJobBytes } = BATCH_LIMITS;
  if (records.some(({ bytes }) => bytes > maxInlineImageBytes)) return 's3';
  const whole = records.reduce((sum, record) => sum + lineBytes(record, 'inline', question), 0);
  return whole > maxJobBytes ? 's3' : 'inline';
}

interface Layout {
  readonly question: BatchQuestion;
  readonly media: BatchMedia;
  readonly place: { readonly bucket: string; readonly inputPrefix: string };
  readonly fileBytes: number;
}

/** Records in their order, a new file whenever one is full. */
function layOut(records: readonly BatchRecord[], { question, media, place, fileBytes }: Layout): BatchFilePlan[] {
  const limit = Math.min(fileBytes, BATCH_LIMITS.maxFileBytes);
  const files: { key: string; records: BatchRecord[]; bytes: number }[] = [];
  for (const record of records) {
    const source =
      media === 'inline'
        ? media
        : { uri: formatS3Uri({ bucket: place.bucket, key: imageKey(place.inputPrefix, record) }) };
    const bytes = lineBytes(record, source, question);
    let file = files.at(-1);
    if (file === undefined || file.bytes + bytes > limit) {
      file = {
        key: `${place.inputPrefix}records-${String(files.length + 1).padStart(4, '0')}.jsonl`,
        records: [],
        bytes: 0,
      };
      files.push(file);
    }
    file.records.push(record);
    file.bytes += bytes;
  }
  return files;
}

function tooLarge(bytes: number): DataError {
  return new DataError(
    'batch-too-large',
    `Expected at most ${BATCH_LIMITS.maxJobBytes} bytes of records in one job, but there are ${bytes}.`,
    { remedy: 'Keep the images in S3 (--media s3), or make several jobs with --limit.' },
  );
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_CreateModelInvocationJob.html */
function checkJobName(name: string): string {
  if (name.length <= 63 && /^[a-zA-Z0-9]{1,63}(-*[a-zA-Z0-9+\-.]){0,63}$/.test(name)) return name;
  throw new InputError(
    'name-invalid',
    `Expected a job name of 1 to 63 letters, digits, + - and . that begins with a letter or digit, got ${JSON.stringify(name)}.`,
  );
}

function checkTimeout(hours: number): number {
  if (Number.isInteger(hours) && hours >= 24 && hours <= 168) return hours;
  throw new InputError('option-invalid', `Expected a timeout of 24 to 168 whole hours, got ${hours}.`);
}
