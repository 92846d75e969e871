import { CloudError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import { mapOrdered } from '../lib/concurrency.ts';
import { withRetries } from '../lib/retry.ts';
import type { Cloud } from '../ports/cloud.ts';
import { isChanging, removeResource } from './remove-resource.ts';
import { RESOURCE_KINDS, type Resource } from './resource.ts';

export type CleanupEvent =
  | { readonly type: 'resource-deleted'; readonly resource: Resource }
  | { readonly type: 'resource-kept'; readonly resource: Resource; readonly reason: string }
  /** It cannot be deleted yet, and is waited for. */
  | { readonly type: 'resource-busy'; readonly resource: Resource; readonly reason: string };

export interface CleanupSummary {
  readonly deleted: readonly Resource[];
  /** What could not be deleted, and why in the service's words. */
  readonly kept: readonly { readonly resource: Resource; readonly reason: string }[];
}

export interface CleanupOptions extends Abortable {
  /** How long to wait for a job to stop, and for an endpoint that is being created or changed; milliseconds. Default 1,800,000. */
  readonly maxWaitMs?: number;
}

/** Deleting an endpoint takes the service a moment, and until then its model is in use. Milliseconds. */
const RELEASE_MS = 120_000;
const RETRY_MS = 2_000;
/** IAM and Bedrock's control plane take a few calls a second. */
const CONCURRENCY = 4;

/**
 * Deletes resources as `findResources` gives them, one kind after the other. One that cannot be deleted is reported, what it uses stays
 * too, and the rest goes on. Doing it again takes up what is left.
 */
export async function* cleanup(
  resources: Iterable<Resource>,
  options: CleanupOptions,
  cloud: Cloud,
): AsyncGenerator<CleanupEvent, CleanupSummary> {
  const deleted: Resource[] = [];
  const kept: { resource: Resource; reason: string }[] = [];
  const all = [...resources];
  for (const kind of RESOURCE_KINDS) {
    const staying = new Map(kept.map(({ resource }) => [resource.id, resource]));
    const due: Resource[] = [];
    for (const resource of all.filter((one) => one.kind === kind)) {
      const reason = reasonToKeep(resource, staying);
      if (reason === undefined) due.push(resource);
      else {
        kept.push({ resource, reason });
        yield { type: 'resource-kept', resource, reason };
      }
    }
    for await (const event of deleteTogether(due, options, cloud)) {
      if (event.type === 'resource-deleted') deleted.push(event.resource);
      if (event.type === 'resource-kept') kept.push({ resource: event.resource, reason: event.reason });
      yield event;
    }
  }
  return { deleted, kept };
}

function reasonToKeep(
  { kind, name, blocked, after = [] }: Resource,
  staying: ReadonlyMap<string, Resource>,
): string | undefined {
  if (blocked) return blocked.reason;
  const user = after.map((id) => staying.get(id)).find((one) => one !== undefined);
  return user && `The ${kind} ${name} stays because the ${user.kind} ${user.name} could not be deleted.`;
}

/** Resources of one kind: what is busy is tried again until its patience is over. */
async function* deleteTogether(
  resources: readonly Resource[],
  options: CleanupOptions,
  cloud: Cloud,
): AsyncGenerator<CleanupEvent, void> {
  const { signal, maxWaitMs = 1_800_000 } = options;
  const begun = cloud.clock.now();
  const announced = new Set<string>();
  const work = (resource: Resource) => tryDelete(resource, cloud, signal);
  const window = { concurrency: CONCURRENCY, ...(signal && { signal }) };
  let due = resources;
  while (due.length > 0) {
    const busy: Resource[] = [];
    for await (const attempt of mapOrdered(due, work, window)) {
      const event = eventOf(attempt, cloud.clock.now() + RETRY_MS - begun, maxWaitMs);
      if (event.type === 'resource-busy') busy.push(event.resource);
      if (event.type !== 'resource-busy' || !announced.has(event.resource.id)) yield event;
      announced.add(event.resource.id);
    }
    due = busy;
    if (due.length > 0) await cloud.clock.sleep(RETRY_MS, signal);
  }
}

type DeletionEvent = Extract<CleanupEvent, { readonly type: 'resource-deleted' | 'resource-busy' | 'resource-kept' }>;

/** @param waitedMs by the time of the next try */
function eventOf({ resource, refusal }: Attempt, waitedMs: number, maxWaitMs: number): DeletionEvent {
  if (!refusal) return { type: 'resource-deleted', resource };
  const patience = refusal.isChanging ? maxWaitMs : RELEASE_MS;
  const type = refusal.mayPass && waitedMs <= patience ? 'resource-busy' : 'resource-kept';
  return { type, resource, reason: refusal.reason };
}

interface Attempt {
  readonly resource: Resource;
  readonly refusal?: { readonly reason: string; readonly mayPass: boolean; readonly isChanging: boolean };
}

async function tryDelete(resource: Resource, cloud: Cloud, signal: AbortSignal | undefined): Promise<Attempt> {
  const work = () => removeResource(resource, cloud, signal);
  const outcome = await withRetries(work, cloud.clock, {
    attempts: 4,
    // Conflicts are waited out together.
    retryIf: ({ retryable, code }) => retryable && code !== 'conflict',
    ...(signal && { signal }),
  });
  if (!('error' in outcome)) return { resource };
  const { code, message } = outcome.error;
  if (code !== 'conflict') return { resource, refusal: { reason: message, mayPass: false, isChanging: false } };
  if (resource.kind === 'bucket' && (await isFilled(resource.name, cloud, signal))) {
    return { resource, refusal: { reason: message, mayPass: false, isChanging: false } };
  }
  const changing = await changesOf(resource, cloud, signal);
  return { resource, refusal: { reason: message, mayPass: true, isChanging: changing } };
}

/** Somebody has put something in; waiting does not help. */
async function isFilled(bucket: string, cloud: Cloud, signal: AbortSignal | undefined): Promise<boolean> {
  for await (const _object of cloud.objects.list(bucket, '', signal)) return true;
  return false;
}

async function changesOf(resource: Resource, cloud: Cloud, signal: AbortSignal | undefined): Promise<boolean> {
  return isChanging(resource, cloud, signal).catch((error: unknown) => {
    if (error instanceof CloudError) return false;
    throw error;
  });
}
