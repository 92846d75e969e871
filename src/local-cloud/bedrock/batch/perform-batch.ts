import { createReadStream } from 'node:fs';
import { ServiceError } from '../../service/service-error.ts';
import type { Cloud, ServiceSession, StoredObject } from '../../state/ports.ts';
import { idOf } from '../arn.ts';
import { resolveEndpoint } from '../endpoint/resolve-endpoint.ts';
import { JobFailure, UNEXPECTED_FAILURE } from '../jobs/job-failure.ts';
import { failWhenSwitched, stallWhileSwitched } from '../jobs/job-faults.ts';
import { keyUnder, objectArn, parseS3Uri } from '../jobs/s3-uri.ts';
import { assumeJobRole } from '../jobs/service-role.ts';
import { answerRecords } from './answer-records.ts';
import { moveBatchJob } from './batch-events.ts';
import { inputFiles, validateInput } from './batch-input.ts';
import { type BatchStatus, batchJobByArn, setBatchCounts } from './batch-store.ts';
import type { BatchTools, BatchWork } from './batch-work.ts';
import { noRecords, openRecordLog, type RecordSums, removeBatchFolder } from './record-log.ts';

/** The job's time is up. */
class JobExpired extends Error {}

/** Whatever happens becomes the job's status, except when the cloud closes, which leaves it to be resumed. */
export async function performBatch(tools: BatchTools, jobArn: string, stop: AbortSignal): Promise<void> {
  const { cloud } = tools;
  const job = batchJobByArn(cloud.database, jobArn);
  const work: BatchWork = { ...tools, job, signal: AbortSignal.any([stop, cloud.signal]) };
  try {
    // A process that was killed while it stopped a job: what it had answered is still to be handed over.
    if (job.status === 'Stopping') await endEarly(work, 'Stopped');
    else await performPhases(work);
  } catch (error) {
    if (cloud.signal.aborted) return;
    if (stop.aborted) await endEarly(work, 'Stopped');
    else if (error instanceof JobExpired) await endEarly(work, 'Expired');
    else endBroken(cloud, jobArn, error);
  }
  await removeBatchFolder(cloud, jobArn);
}

async function performPhases(work: BatchWork): Promise<void> {
  const { cloud, job, signal } = work;
  const { arn } = job;
  const session = batchSession(work);
  if (job.total === null) {
    await pause(work);
    moveBatchJob(cloud, arn, 'Validating');
    const total = await validateInput(cloud, job, session, signal);
    setBatchCounts(cloud.database, arn, { total, processed: 0, success: 0, error: 0 }, cloud.clock.now());
    await pause(work);
    moveBatchJob(cloud, arn, 'Scheduled');
  }
  await pause(work);
  await stallWhileSwitched(cloud, { name: job.name, phase: 'batchInference' }, signal);
  checkTime(work);
  // One that an earlier process left in progress goes on.
  if (job.status !== 'InProgress') moveBatchJob(cloud, arn, 'InProgress');
  failWhenSwitched(cloud, { name: job.name, phase: 'batchInference' });
  const sums = await processFiles(work, session);
  await handOver(work, sums);
  signal.throwIfAborted();
  moveBatchJob(cloud, arn, 'Completed', {});
}

/** The shortest time a job spends in a status. */
async function pause(work: BatchWork): Promise<void> {
  await work.cloud.clock.sleep(work.cloud.settings.batchPhaseMs, work.signal);
  checkTime(work);
}

/** @throws JobExpired once the job's time is up. */
function checkTime({ cloud, job }: BatchWork): void {
  if (cloud.clock.now() >= job.expiresAt) throw new JobExpired(`The job ${job.arn} has timed out.`);
}

async function processFiles(work: BatchWork, session: ServiceSession): Promise<RecordSums> {
  const { cloud, job } = work;
  const endpoint = resolveEndpoint(cloud, { ...job });
  const total = batchJobByArn(cloud.database, job.arn).total ?? 0;
  const sums = noRecords();
  for (const [index, file] of inputFiles(cloud.objects, job.request.inputUri).entries()) {
    for await (const record of answerRecords(work, { session, endpoint, file, index })) {
      add(sums, record);
      const { success, error } = sums;
      setBatchCounts(cloud.database, job.arn, { total, processed: success + error, success, error }, cloud.clock.now());
      checkTime(work);
    }
  }
  return sums;
}

function add(sums: RecordSums, more: RecordSums): void {
  sums.success += more.success;
  sums.error += more.error;
  sums.inputTokens += more.inputTokens;
  sums.outputTokens += more.outputTokens;
}

/** Writes what has been answered so far, if the role still lets it. A job whose time was up with records left undone is `PartiallyCompleted`. */
async function endEarly(work: BatchWork, status: 'Stopped' | 'Expired'): Promise<void> {
  const { cloud, job } = work;
  const { processed } = batchJobByArn(cloud.database, job.arn);
  let message: string | undefined;
  if (processed > 0) {
    try {
      const sums = noRecords();
      for (const index of inputFiles(cloud.objects, job.request.inputUri).keys()) {
        const log = await openRecordLog(cloud, job.arn, index);
        await log.close();
        add(sums, log.answered);
      }
      await handOver(work, sums);
    } catch (error) {
      if (cloud.signal.aborted) return;
      message = error instanceof JobFailure ? error.message : UNEXPECTED_FAILURE;
    }
  }
  const partial: BatchStatus = status === 'Expired' && processed > 0 ? 'PartiallyCompleted' : status;
  const timedOut = status === 'Expired' ? `The job timed out after ${job.request.timeoutHours} hours.` : undefined;
  moveBatchJob(cloud, job.arn, partial, { message: message ?? timedOut });
}

/** Writes the answers of each file and the manifest to the output location. */
async function handOver(work: BatchWork, sums: RecordSums): Promise<void> {
  const { cloud, job } = work;
  const session = batchSession(work);
  const place = parseS3Uri(job.request.outputUri);
  const write = async (name: string, body: AsyncIterable<Uint8Array> | string) => {
    const key = keyUnder(place, `${idOf(job.arn)}/${name}`);
    if (!session.isAllowed('s3:PutObject', objectArn(place.bucket, key))) throw notWritable(place.bucket, key);
    try {
      await cloud.objects.write(place.bucket, key, body, 'application/octet-stream');
    } catch (error) {
      throw error instanceof ServiceError ? notWritable(place.bucket, key, error) : error;
    }
  };
  const names = outputNames(inputFiles(cloud.objects, job.request.inputUri));
  for (const [index, name] of names.entries()) {
    const log = await openRecordLog(cloud, job.arn, index);
    await log.close();
    if (log.answered.success + log.answered.error > 0) await write(name, createReadStream(log.file));
  }
  const manifest = {
    totalRecordCount: batchJobByArn(cloud.database, job.arn).total ?? 0,
    processedRecordCount: sums.success + sums.error,
    successRecordCount: sums.success,
    errorRecordCount: sums.error,
    inputTokenCount: sums.inputTokens,
    outputTokenCount: sums.outputTokens,
  };
  await write('manifest.json.out', JSON.stringify(manifest));
}

function outputNames(files: readonly StoredObject[]): readonly string[] {
  return files.map(({ key }) => `${key.slice(key.lastIndexOf('/') + 1)}.out`);
}

function notWritable(bucket: string, key: string, cause?: unknown): JobFailure {
  return new JobFailure(
    `Amazon S3 perms missing (PutObject): Could not validate PutObject permissions to access S3 bucket: ${bucket} at key ${key}`,
    { cause },
  );
}

/**
 * The job's role, assumed anew: it may have lost its rights since the job was created.
 * @throws JobFailure with the service's text.
 */
function batchSession({ cloud, job }: BatchWork): ServiceSession {
  try {
    return assumeJobRole(cloud, job, { roleArn: job.request.roleArn, jobArn: job.arn });
  } catch (error) {
    if (error instanceof ServiceError) throw new JobFailure(error.message, { cause: error });
    throw error;
  }
}

function endBroken(cloud: Cloud, jobArn: string, error: unknown): void {
  if (!(error instanceof JobFailure)) {
    cloud.log('bedrock.batch-broken', { job: jobArn, error: error instanceof Error ? error.message : String(error) });
  }
  const message = error instanceof JobFailure ? error.message : UNEXPECTED_FAILURE;
  moveBatchJob(cloud, jobArn, 'Failed', { message });
}
