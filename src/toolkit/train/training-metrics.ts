import { parse } from 'csv-parse/sync';
import { DataError } from '../errors.ts';
import { requireS3Uri } from '../lib/require-s3-uri.ts';
import type { Cloud } from '../ports/cloud.ts';

/** One row of a metrics file. Columns vary between models and years, so only the step is sure. */
export interface MetricsRow {
  readonly step: number;
  readonly epoch?: number;
  readonly loss: number;
  readonly perplexity?: number;
}

export interface JobMetrics {
  /** Empty until the service has written the file. */
  readonly training: readonly MetricsRow[];
  readonly validation: readonly MetricsRow[];
  /** `s3://` URIs of the files found. */
  readonly files: readonly string[];
}

/** The service has moved these files before: they are found by name under the job's prefix, never by path. */
const TRAINING_FILE = 'step_wise_training_metrics.csv';
const VALIDATION_FILE = 'validation_metrics.csv';

/** What a training that has diverged writes. */
const NO_NUMBER = /^[+-]?(nan|inf(inity)?)$/i;

/** Bytes; a metrics file has one short row per 8 records and epoch. */
const MAX_FILE = 32 * 1024 * 1024;

/**
 * Reads the metrics a job has written so far.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-analyze.html
 */
export async function readJobMetrics(
  job: { readonly jobArn: string; readonly outputUri: string },
  cloud: Cloud,
  signal?: AbortSignal,
): Promise<JobMetrics> {
  const { bucket, key } = requireS3Uri(job.outputUri);
  const jobId = job.jobArn.slice(job.jobArn.lastIndexOf('/') + 1);
  return readStoredMetrics(
    `s3://${bucket}/${key}${key === '' || key.endsWith('/') ? '' : '/'}model-customization-job-${jobId}/`,
    cloud,
    signal,
  );
}

/** Reads the metrics files below an `s3://` prefix, or the one that the URI names. */
export async function readStoredMetrics(uri: string, cloud: Cloud, signal?: AbortSignal): Promise<JobMetrics> {
  const { bucket, key: prefix } = requireS3Uri(uri);
  const found: { training: MetricsRow[]; validation: MetricsRow[]; files: string[] } = {
    training: [],
    validation: [],
    files: [],
  };
  for await (const object of cloud.objects.list(bucket, prefix, signal)) {
    const named = metricsKind(object.key.slice(object.key.lastIndexOf('/') + 1));
    // A file that the URI names itself may have any name.
    const kind = named ?? (object.key === prefix ? 'training' : undefined);
    if (kind === undefined) continue;
    const text = await readText(bucket, object.key, cloud, signal);
    if (text === undefined) continue;
    const file = `s3://${bucket}/${object.key}`;
    found.files.push(file);
    found[kind].push(...parseMetrics(text, file));
  }
  return found;
}

/** What a file of this name holds, if it is a metrics file. */
export function metricsKind(name: string): 'training' | 'validation' | undefined {
  if (name === TRAINING_FILE) return 'training';
  return name === VALIDATION_FILE ? 'validation' : undefined;
}

/**
 * Parses a metrics CSV by its header: `step_number`, `epoch_number`, `training_loss` or `validation_loss`, maybe `perplexity`.
 * @throws {DataError} `metrics-unreadable` when there is no loss column or a number is none.
 */
export function parseMetrics(text: string, file: string): MetricsRow[] {
  return readRows(text, file).map((row, index) => {
    const number = (column: string): number | undefined => {
      const value = row[column];
      if (value === undefined || value === '') return undefined;
      const parsed = NO_NUMBER.test(value) ? Number.NaN : Number(value);
      if (Number.isNaN(parsed) && !NO_NUMBER.test(value))
        throw unreadable(file, `line ${index + 2}: expected a number in ${column}, got ${JSON.stringify(value)}`);
      return parsed;
    };
    const loss = number('training_loss') ?? number('validation_loss');
    if (loss === undefined)
      throw unreadable(file, `expected a column training_loss or validation_loss, got ${Object.keys(row).join(', ')}`);
    const epoch = number('epoch_number');
    const perplexity = number('perplexity');
    return {
      step: number('step_number') ?? index + 1,
      ...(epoch !== undefined && { epoch }),
      loss,
      ...(perplexity !== undefined && { perplexity }),
    };
  });
}

function readRows(text: string, file: string): Record<string, string>[] {
  try {
    return parse(text, { columns: true, bom: true, skip_empty_lines: true, trim: true });
  } catch (cause) {
    throw unreadable(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

const unreadable = (file: string, problem: string, cause?: unknown): DataError =>
  new DataError('metrics-unreadable', `Could not read the metrics file ${file}: ${problem}.`, { cause });

async function readText(
  bucket: string,
  key: string,
  cloud: Cloud,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const body = await cloud.objects.get(bucket, key, signal);
  if (!body) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > MAX_FILE) throw unreadable(`s3://${bucket}/${key}`, `it is larger than ${MAX_FILE} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
