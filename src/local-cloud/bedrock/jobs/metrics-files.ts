import { ServiceError } from '../../service/service-error.ts';
import type { Cloud } from '../../state/ports.ts';
import { idOf } from '../arn.ts';
import { JobFailure } from './job-failure.ts';
import type { Job } from './job-store.ts';
import type { JobWork } from './phases/job-work.ts';
import { jobSession } from './phases/job-work.ts';
import { keyUnder, objectArn, parseS3Uri } from './s3-uri.ts';

/** One row of either metrics file. */
export interface MetricsRow {
  /** From 1. */
  readonly step: number;
  /** From 0. */
  readonly epoch: number;
  readonly loss: number;
}

const TRAINING_FILE = 'training_artifacts/step_wise_training_metrics.csv';
const VALIDATION_FILE = 'validation_artifacts/post_fine_tuning_validation/validation/validation_metrics.csv';

/** Headers as in a real Nova job's output: without the perplexity column that the guide shows. */
function metricsCsv(kind: 'training' | 'validation', rows: readonly MetricsRow[]): string {
  const lines = rows.map((row) => `${row.step},${row.epoch},${row.loss}`);
  return `${[`step_number,epoch_number,${kind}_loss`, ...lines].join('\n')}\n`;
}

/** Key of a metrics file in the job's output bucket. */
function metricsKey(job: Job, kind: 'training' | 'validation'): string {
  const folder = `model-customization-job-${idOf(job.arn)}`;
  return keyUnder(
    parseS3Uri(job.request.outputUri),
    `${folder}/${kind === 'training' ? TRAINING_FILE : VALIDATION_FILE}`,
  );
}

/**
 * Writes one metrics file to the user's bucket with the job's role.
 * @throws JobFailure when the role may no longer write there or the bucket is gone.
 */
export async function writeMetrics(
  work: JobWork,
  kind: 'training' | 'validation',
  rows: readonly MetricsRow[],
): Promise<void> {
  const { bucket } = parseS3Uri(work.job.request.outputUri);
  const key = metricsKey(work.job, kind);
  if (!jobSession(work).isAllowed('s3:PutObject', objectArn(bucket, key))) throw writeFailure(bucket, key);
  await put(work.cloud, bucket, key, metricsCsv(kind, rows));
}

async function put(cloud: Cloud, bucket: string, key: string, text: string): Promise<void> {
  try {
    await cloud.objects.write(bucket, key, text, 'text/csv');
  } catch (error) {
    if (error instanceof ServiceError) throw writeFailure(bucket, key, error);
    throw error;
  }
}

function writeFailure(bucket: string, key: string, cause?: unknown): JobFailure {
  return new JobFailure(
    `Amazon S3 perms missing (PutObject): Could not validate PutObject permissions to access S3 bucket: ${bucket} at key ${key}`,
    { cause },
  );
}
