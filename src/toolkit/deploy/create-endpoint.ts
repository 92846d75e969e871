import { createHash } from 'node:crypto';
import { CloudError } from '../errors.ts';
import { TTL_TAG } from '../model/time-to-live.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { HostRequest, HostState, ModelHost } from '../ports/model-host.ts';
import type { RoleDocument } from '../ports/role-manager.ts';
import type { DeletionSchedule } from '../ports/schedules.ts';
import type { DeployEvent, DeployOptions } from './deploy.ts';
import { checkTtl, committedMs, ttlRole, ttlSchedule } from './time-to-live/plan.ts';
import {
  bindTimeToLive,
  extendTimeToLive,
  hostOf,
  mortalOf,
  readTimeToLive,
  removeSchedule,
  scheduleDeletion,
} from './time-to-live/time-to-live.ts';

/** An endpoint that is coming up. */
export interface Created {
  readonly arn: string;
  /** Milliseconds since the epoch. */
  readonly deadline?: number;
}

/**
 * Creates an endpoint. One with a time to live gets its schedule first, which names it by name: so there is no moment, not even after
 * `kill -9`, in which it bills without an end. Then the schedule and its role are narrowed to its ARN.
 */
export async function* createEndpoint(
  modelArn: string,
  options: DeployOptions,
  cloud: Cloud,
): AsyncGenerator<DeployEvent, Created> {
  const { kind = 'deployment', name, ttlMs, signal } = options;
  const host = hostOf(kind, cloud);
  if (ttlMs === undefined) return { arn: await host.create(hostRequest(modelArn, options), signal) };
  const mortal = await mortalOf(kind, name, options.tags, cloud, signal);
  const tags = { ...options.tags, [TTL_TAG]: mortal.schedule };
  const deadline = yield* scheduleDeletion(mortal, cloud.clock.now() + ttlMs, cloud, signal);
  yield { type: 'deadline-set', deadline, kept: false };
  const arn = await createOrDisarm(host, hostRequest(modelArn, { ...options, tags }), mortal.schedule, cloud, signal);
  await bindTimeToLive(kind, { arn, name }, deadline, cloud, signal);
  return { arn, deadline };
}

/** What {@link createEndpoint} makes first for an endpoint with a time to live, and the tags that the endpoint then gets. Changes nothing. */
export async function planTimeToLive(
  options: DeployOptions,
  cloud: Cloud,
): Promise<{
  readonly role: RoleDocument;
  readonly schedule: DeletionSchedule;
  readonly tags: Readonly<Record<string, string>>;
}> {
  const { kind = 'deployment', name, ttlMs = 0, commitment, signal } = options;
  checkTtl(ttlMs, committedMs(commitment));
  const mortal = await mortalOf(kind, name, options.tags, cloud, signal);
  const roleArn = `arn:aws:iam::${mortal.accountId}:role/${mortal.schedule}`;
  return {
    role: ttlRole(mortal),
    schedule: ttlSchedule(mortal, cloud.clock.now() + ttlMs, roleArn),
    tags: { ...options.tags, [TTL_TAG]: mortal.schedule },
  };
}

/** Gives an endpoint that is there the time to live that was asked for, unless it has one; repairs what a killed process has left. */
export async function* ensureTimeToLive(
  endpoint: HostState,
  options: DeployOptions,
  cloud: Cloud,
): AsyncGenerator<DeployEvent, Created> {
  const { kind = 'deployment', ttlMs, signal } = options;
  const { arn } = endpoint;
  const known = await readTimeToLive(endpoint, cloud, signal);
  if (known?.deadline !== undefined) {
    if (!known.bound) await bindTimeToLive(kind, endpoint, known.deadline, cloud, signal);
    yield { type: 'deadline-set', deadline: known.deadline, kept: true };
    return { arn, deadline: known.deadline };
  }
  if (ttlMs === undefined) return { arn };
  const deadline = yield* extendTimeToLive(kind, endpoint, { ttlMs, ...(signal && { signal }) }, cloud);
  yield { type: 'deadline-set', deadline, kept: false };
  return { arn, deadline };
}

/**
 * A refusal leaves nothing to delete, unless another process has just created the endpoint under the same schedule; after any other failure
 * it may be there. Then the schedule stays, and removes itself in the end.
 */
async function createOrDisarm(
  host: ModelHost,
  request: HostRequest,
  schedule: string,
  cloud: Cloud,
  signal: AbortSignal | undefined,
): Promise<string> {
  try {
    return await host.create(request, signal);
  } catch (error) {
    if (error instanceof CloudError && !error.retryable && error.status !== undefined && error.status < 500) {
      const disarm = async () => {
        if (!(await host.describe(request.name, signal))) await removeSchedule(schedule, cloud, signal);
      };
      // Why it was refused counts, not what clearing up may run into.
      await disarm().catch(() => undefined);
    }
    throw error;
  }
}

/** What is sent to create an endpoint; the token follows from the rest unless one is given, so a repetition finds the first one. */
export function hostRequest(modelArn: string, options: DeployOptions): HostRequest {
  const { kind, commitment, description } = options;
  const request = {
    name: options.name,
    modelArn,
    tags: options.tags,
    ...(kind === 'throughput' && { modelUnits: options.modelUnits ?? 1 }),
    ...(kind === 'throughput' && commitment && { commitment }),
    ...(kind !== 'throughput' && description && { description }),
  };
  const token = createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 40);
  return { ...request, clientToken: options.clientToken ?? `novatune-${token}` };
}
