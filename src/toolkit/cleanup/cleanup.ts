import { CloudError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import type { Cloud } from '../ports/cloud.ts';
import { type Resource, splitPrefix } from './find-resources.ts';

export type CleanupEvent =
  | { readonly type: 'resource-deleted'; readonly resource: Resource }
  | { readonly type: 'resource-kept'; readonly resource: Resource; readonly reason: string };

export interface CleanupSummary {
  readonly deleted: readonly Resource[];
  /** What could not be deleted, and why in the service's words. */
  readonly kept: readonly { readonly resource: Resource; readonly reason: string }[];
}

/** Stopping a job or deleting an endpoint takes the service a moment, and until then its model or bucket is in use. Milliseconds. */
const RELEASE_MS = 120_000;
const RETRY_MS = 2_000;

/**
 * Deletes resources in the order given by `findResources`. One that cannot be deleted is reported and the rest goes on.
 */
export async function* cleanup(
  resources: Iterable<Resource>,
  options: Abortable,
  cloud: Cloud,
): AsyncGenerator<CleanupEvent, CleanupSummary> {
  const deleted: Resource[] = [];
  const kept: { resource: Resource; reason: string }[] = [];
  for (const resource of resources) {
    options.signal?.throwIfAborted();
    const reason = await tryDelete(resource, options, cloud);
    if (reason === undefined) {
      deleted.push(resource);
      yield { type: 'resource-deleted', resource };
    } else {
      kept.push({ resource, reason });
      yield { type: 'resource-kept', resource, reason };
    }
  }
  return { deleted, kept };
}

/** @returns why not, or undefined when it is gone. */
async function tryDelete(resource: Resource, { signal }: Abortable, cloud: Cloud): Promise<string | undefined> {
  const deadline = cloud.clock.now() + RELEASE_MS;
  for (;;) {
    try {
      await remove(resource, cloud, signal);
      return undefined;
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      if (error.code !== 'conflict' || cloud.clock.now() + RETRY_MS > deadline) return error.message;
    }
    await cloud.clock.sleep(RETRY_MS, signal);
  }
}

async function remove(resource: Resource, cloud: Cloud, signal: AbortSignal | undefined): Promise<void> {
  switch (resource.kind) {
    case 'job':
      return stopJob(resource.id, cloud, signal);
    case 'throughput':
      return cloud.throughput.delete(resource.id, signal);
    case 'deployment':
      return cloud.deployments.delete(resource.id, signal);
    case 'model':
      return cloud.customizer.deleteModel(resource.id, signal);
    case 'role':
      return cloud.roles.delete(resource.name, signal);
    case 'objects':
      return removeObjects(resource.id, cloud, signal);
    case 'bucket':
      return cloud.objects.deleteBucket(resource.name, signal);
  }
}

/** A job that has ended since it was found is fine. One that is stopping still writes to the bucket, so its end is awaited. */
async function stopJob(jobArn: string, cloud: Cloud, signal: AbortSignal | undefined): Promise<void> {
  const before = await cloud.customizer.describe(jobArn, signal);
  if (before?.status === 'InProgress') await cloud.customizer.stop(jobArn, signal);
  const after = await cloud.customizer.describe(jobArn, signal);
  // As the service says of what is in use; the loop above then looks again.
  if (after?.status === 'Stopping') throw new CloudError('conflict', `The job ${jobArn} is still stopping.`);
}

/** Keys held in memory at once. */
const WINDOW = 1000;

async function removeObjects(uri: string, cloud: Cloud, signal: AbortSignal | undefined): Promise<void> {
  const { bucket, prefix } = splitPrefix(uri);
  let keys: string[] = [];
  for await (const { key } of cloud.objects.list(bucket, prefix, signal)) {
    keys.push(key);
    if (keys.length < WINDOW) continue;
    await cloud.objects.delete(bucket, keys, signal);
    keys = [];
  }
  if (keys.length > 0) await cloud.objects.delete(bucket, keys, signal);
}
