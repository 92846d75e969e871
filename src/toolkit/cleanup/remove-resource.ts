import { CloudError } from '../errors.ts';
import { parseS3Uri } from '../lib/s3-uri.ts';
import { TTL_GROUP } from '../model/time-to-live.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { Resource } from './resource.ts';

/**
 * Deletes one resource. What is gone is no error.
 * @throws {CloudError} `conflict` while it is in use or changing
 */
export async function removeResource(resource: Resource, cloud: Cloud, signal?: AbortSignal): Promise<void> {
  const { id, name } = resource;
  switch (resource.kind) {
    case 'job':
      return stopJob(id, cloud, signal);
    case 'batch-job':
      return stopBatchJob(id, cloud, signal);
    case 'throughput':
      return cloud.throughput.delete(id, signal);
    case 'deployment':
      return cloud.deployments.delete(id, signal);
    case 'alarm':
      return cloud.monitoring.deleteAlarms([name], signal);
    case 'event-rule':
      return cloud.eventRules.delete(name, signal);
    case 'schedule':
      return cloud.schedules.delete({ group: TTL_GROUP, name }, signal);
    case 'model':
      return cloud.customizer.deleteModel(id, signal);
    case 'role':
      return cloud.roles.delete(name, signal);
    case 'schedule-group':
      return removeGroup(name, cloud, signal);
    case 'uploads':
      return abortUploads(name, cloud, signal);
    case 'objects':
      return removeObjects(id, cloud, signal);
    case 'bucket':
      return cloud.objects.deleteBucket(name, signal);
  }
}

/** Whether the service is at work on it, which takes minutes, and refuses until it is done. */
export async function isChanging({ kind, id }: Resource, cloud: Cloud, signal?: AbortSignal): Promise<boolean> {
  if (kind === 'job' || kind === 'batch-job') return true;
  if (kind !== 'throughput' && kind !== 'deployment') return false;
  const host = kind === 'throughput' ? cloud.throughput : cloud.deployments;
  const status = (await host.describe(id, signal))?.status;
  return status === 'Creating' || status === 'Updating';
}

/** As the service says of what is in use; whoever waits for that then looks again. */
const stillStopping = (what: string): CloudError => new CloudError('conflict', `The ${what} is still stopping.`);

/** A job that has ended since it was found is fine. One that is stopping still writes to the bucket, so its end is awaited. */
async function stopJob(jobArn: string, cloud: Cloud, signal: AbortSignal | undefined): Promise<void> {
  const before = await cloud.customizer.describe(jobArn, signal);
  if (before?.status === 'InProgress') await cloud.customizer.stop(jobArn, signal);
  const after = await cloud.customizer.describe(jobArn, signal);
  if (after?.status === 'Stopping') throw stillStopping(`job ${jobArn}`);
}

const STOPPABLE_BATCH = new Set(['Submitted', 'Validating', 'Scheduled', 'InProgress']);

async function stopBatchJob(jobArn: string, cloud: Cloud, signal: AbortSignal | undefined): Promise<void> {
  const before = await cloud.batches.describe(jobArn, signal);
  if (before && STOPPABLE_BATCH.has(before.status)) await cloud.batches.stop(jobArn, signal);
  const after = await cloud.batches.describe(jobArn, signal);
  if (after?.status === 'Stopping') throw stillStopping(`batch job ${jobArn}`);
}

/** Schedules would go with their group, and leave their endpoints to bill: only an empty one is deleted. */
async function removeGroup(name: string, cloud: Cloud, signal: AbortSignal | undefined): Promise<void> {
  for await (const schedule of cloud.schedules.list(name, signal)) {
    throw new CloudError('not-empty', `The schedule group ${name} still holds ${schedule.name}.`);
  }
  await cloud.schedules.deleteGroup(name, signal);
}

async function abortUploads(uri: string, cloud: Cloud, signal: AbortSignal | undefined): Promise<void> {
  const { bucket, key } = requireFolder(uri);
  for await (const upload of cloud.buckets.unfinishedUploads(bucket, key, signal)) {
    await cloud.buckets.abortUpload(bucket, upload, signal);
  }
}

/** Keys held in memory at once. */
const WINDOW = 1000;

async function removeObjects(uri: string, cloud: Cloud, signal: AbortSignal | undefined): Promise<void> {
  const { bucket, key: prefix } = requireFolder(uri);
  let keys: string[] = [];
  for await (const { key } of cloud.objects.list(bucket, prefix, signal)) {
    keys.push(key);
    if (keys.length < WINDOW) continue;
    await cloud.objects.delete(bucket, keys, signal);
    keys = [];
  }
  if (keys.length > 0) await cloud.objects.delete(bucket, keys, signal);
}

function requireFolder(uri: string): { readonly bucket: string; readonly key: string } {
  const address = parseS3Uri(uri);
  if (address && address.key !== '') return address;
  throw new TypeError(`Expected a folder of a bucket, got ${uri}.`);
}
