import { CloudError, InputError } from '../../errors.ts';
import type { Abortable } from '../../lib/abort.ts';
import { isTagged, TOOL_TAG } from '../../model/tags.ts';
import { TTL_GROUP, TTL_TAG } from '../../model/time-to-live.ts';
import type { Cloud } from '../../ports/cloud.ts';
import type { HostState, ModelHost } from '../../ports/model-host.ts';
import type { DeletionSchedule } from '../../ports/schedules.ts';
import { checkTtl, type Mortal, ttlName, ttlRole, ttlSchedule } from './plan.ts';

/** When the cloud deletes an endpoint by itself. */
export interface TimeToLive {
  /** Name of the schedule, in novatune's group, and of its role. */
  readonly schedule: string;
  /** Milliseconds since the epoch; absent when somebody else has changed the schedule so that it has none. */
  readonly deadline?: number;
  /** Whether the schedule names the endpoint by its ARN, which outlives a change of the endpoint's name. */
  readonly bound: boolean;
}

/** A new role cannot be assumed at once. */
export interface RoleNotReadyEvent {
  readonly type: 'ttl-role-not-ready';
  /** Milliseconds until the next attempt. */
  readonly delay: number;
}

/** A role takes this long at most to become assumable everywhere. Milliseconds. */
const PROPAGATION_MS = 120_000;
const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 15_000;

/** @returns undefined when the cloud will not delete it by itself. */
export async function readTimeToLive(
  endpoint: Pick<HostState, 'arn'>,
  cloud: Cloud,
  signal?: AbortSignal,
): Promise<TimeToLive | undefined> {
  const name = (await cloud.customizer.tags(endpoint.arn, signal))[TTL_TAG];
  const found = name === undefined ? undefined : await cloud.schedules.get({ group: TTL_GROUP, name }, signal);
  if (!found?.enabled || found.identifier === undefined) return undefined;
  return {
    schedule: found.name,
    bound: found.identifier === endpoint.arn,
    ...(found.at !== undefined && { deadline: found.at }),
  };
}

/**
 * Has the cloud delete an endpoint that is there after `ttlMs`, whatever was scheduled before.
 * @returns the deadline, milliseconds since the epoch.
 * @throws {InputError} `ttl-invalid`
 */
export async function* extendTimeToLive(
  kind: ModelHost['kind'],
  endpoint: Pick<HostState, 'arn' | 'name'>,
  options: Abortable & { readonly ttlMs: number },
  cloud: Cloud,
): AsyncGenerator<RoleNotReadyEvent, number> {
  checkTtl(options.ttlMs);
  const { signal } = options;
  const mortal = await mortalThere(kind, endpoint, cloud, signal);
  return yield* scheduleDeletion(mortal, cloud.clock.now() + options.ttlMs, cloud, signal);
}

/** A schedule that is changed must lie ahead: whether one of the past runs is not documented. Milliseconds. */
const AHEAD_MS = 60_000;

/**
 * Points a schedule that was made before its endpoint at the endpoint's ARN, then narrows its role to it. The deadline stays, and at no
 * moment does the schedule lack a role that may do what it is to do.
 */
export async function bindTimeToLive(
  kind: ModelHost['kind'],
  endpoint: Pick<HostState, 'arn' | 'name'>,
  deadline: number,
  cloud: Cloud,
  signal?: AbortSignal,
): Promise<void> {
  const mortal = await mortalThere(kind, endpoint, cloud, signal);
  const at = Math.max(deadline, cloud.clock.now() + AHEAD_MS);
  const work = scheduleDeletion(mortal, at, cloud, signal);
  while (!(await work.next()).done);
}

/** The endpoint then lives until somebody deletes it. Cancelling what is not scheduled is no error. */
export async function cancelTimeToLive(
  endpoint: Pick<HostState, 'arn'>,
  cloud: Cloud,
  signal?: AbortSignal,
): Promise<void> {
  const name = (await cloud.customizer.tags(endpoint.arn, signal))[TTL_TAG];
  if (name !== undefined) await removeSchedule(name, cloud, signal);
}

/** Deletes a schedule and then its role, which must be novatune's own. */
export async function removeSchedule(name: string, cloud: Cloud, signal?: AbortSignal): Promise<void> {
  await cloud.schedules.delete({ group: TTL_GROUP, name }, signal);
  const role = await cloud.roles.get(name, signal);
  if (role && isTagged(role.tags)) await cloud.roles.delete(name, signal);
}

/** Everything about the endpoint that its schedule and role are made of. @param tags the endpoint's own */
export async function mortalOf(
  kind: ModelHost['kind'],
  name: string,
  tags: Readonly<Record<string, string>>,
  cloud: Cloud,
  signal?: AbortSignal,
): Promise<Mortal> {
  const { accountId, region } = await cloud.identity(signal);
  const { [TTL_TAG]: schedule = ttlName(kind, region, name), ...others } = tags;
  return { kind, schedule, name, accountId, region, tags: { ...others, [TOOL_TAG]: 'novatune' } };
}

/** Of an endpoint that is there; tags it with the name of its schedule when it does not have that tag yet. */
async function mortalThere(
  kind: ModelHost['kind'],
  { arn, name }: Pick<HostState, 'arn' | 'name'>,
  cloud: Cloud,
  signal: AbortSignal | undefined,
): Promise<Mortal> {
  const tags = await cloud.customizer.tags(arn, signal);
  const mortal = await mortalOf(kind, name, tags, cloud, signal);
  if (tags[TTL_TAG] !== mortal.schedule) await hostOf(kind, cloud).tag(arn, { [TTL_TAG]: mortal.schedule }, signal);
  return { ...mortal, arn };
}

/**
 * Makes the group, the role and the schedule, or brings them up to date. Repeating it is safe at any point.
 * @returns the deadline.
 */
export async function* scheduleDeletion(
  mortal: Mortal,
  deadline: number,
  cloud: Cloud,
  signal?: AbortSignal,
): AsyncGenerator<RoleNotReadyEvent, number> {
  await cloud.schedules.ensureGroup(TTL_GROUP, { [TOOL_TAG]: 'novatune' }, signal);
  const role = await cloud.roles.get(mortal.schedule, signal);
  if (role && !isTagged(role.tags)) {
    throw new InputError('role-not-ours', `The role ${mortal.schedule} exists and was not made by novatune.`, {
      remedy: 'Delete it, or give the endpoint another name.',
    });
  }
  // A role that is there can be assumed at once as long as it is left alone, so it is brought up to date afterwards.
  const isScheduled = role !== undefined && (await tryPut(ttlSchedule(mortal, deadline, role.arn), cloud, signal));
  const { arn } = await cloud.roles.put(ttlRole(mortal), signal);
  if (!isScheduled) yield* putWhenAssumable(ttlSchedule(mortal, deadline, arn), cloud, signal);
  return deadline;
}

/** @returns false when the role cannot be assumed. */
async function tryPut(schedule: DeletionSchedule, cloud: Cloud, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await cloud.schedules.put(schedule, signal);
    return true;
  } catch (error) {
    if (error instanceof CloudError && error.code === 'role-not-assumable') return false;
    throw error;
  }
}

async function* putWhenAssumable(
  schedule: DeletionSchedule,
  cloud: Cloud,
  signal: AbortSignal | undefined,
): AsyncGenerator<RoleNotReadyEvent, void> {
  const patience = cloud.clock.now() + PROPAGATION_MS;
  let delay = FIRST_DELAY_MS;
  while (!(await tryPut(schedule, cloud, signal))) {
    if (cloud.clock.now() + delay > patience) {
      throw new CloudError('role-not-assumable', `EventBridge Scheduler may still not assume ${schedule.roleArn}.`, {
        retryable: true,
        remedy: 'Try again; it takes up what is there. Else look at the trust policy of the role.',
      });
    }
    yield { type: 'ttl-role-not-ready', delay };
    await cloud.clock.sleep(delay, signal);
    delay = Math.min(delay * 2, LONGEST_DELAY_MS);
  }
}

export const hostOf = (kind: ModelHost['kind'], cloud: Pick<Cloud, 'deployments' | 'throughput'>): ModelHost =>
  kind === 'throughput' ? cloud.throughput : cloud.deployments;
