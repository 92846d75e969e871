import { CloudError, WaitTimeoutError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import { TTL_TAG } from '../model/time-to-live.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { HostState, ModelHost } from '../ports/model-host.ts';
import { ttlName } from './time-to-live/plan.ts';
import { hostOf, removeSchedule } from './time-to-live/time-to-live.ts';

export interface RemoveOptions extends Abortable {
  readonly kind: ModelHost['kind'];
  /** Milliseconds between tries. Default 15,000. */
  readonly pollIntervalMs?: number;
  /** An endpoint cannot be deleted while it is being created or changed: how long to wait for that, milliseconds. Default 3,600,000; 0: not at all. */
  readonly maxWaitMs?: number;
}

/** The endpoint cannot be deleted yet. */
export interface EndpointBusyEvent {
  readonly type: 'endpoint-busy';
  readonly state: HostState;
}

/**
 * Deletes an endpoint, then the schedule that would have deleted it, then the schedule's role. Of an endpoint that is gone, such as one
 * whose time was over, it removes what is left.
 * @returns whether the endpoint was there.
 * @throws {WaitTimeoutError} `endpoint-wait-timeout`
 */
export async function* removeEndpoint(
  identifier: string,
  options: RemoveOptions,
  cloud: Cloud,
): AsyncGenerator<EndpointBusyEvent, boolean> {
  const { kind, signal } = options;
  const state = await hostOf(kind, cloud).describe(identifier, signal);
  const schedule = state
    ? (await cloud.customizer.tags(state.arn, signal))[TTL_TAG]
    : await leftSchedule(kind, identifier, cloud, signal);
  if (state) yield* deleteWhenIdle(state, options, cloud);
  if (schedule !== undefined) await removeSchedule(schedule, cloud, signal);
  return state !== undefined;
}

/** Name of the schedule that an endpoint which is gone had; its ARN does not tell. */
async function leftSchedule(
  kind: ModelHost['kind'],
  identifier: string,
  cloud: Cloud,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  if (identifier.startsWith('arn:')) return undefined;
  return ttlName(kind, (await cloud.identity(signal)).region, identifier);
}

async function* deleteWhenIdle(
  { arn }: HostState,
  options: RemoveOptions,
  cloud: Cloud,
): AsyncGenerator<EndpointBusyEvent, void> {
  const { kind, pollIntervalMs = 15_000, maxWaitMs = 3_600_000, signal } = options;
  const host = hostOf(kind, cloud);
  const patience = cloud.clock.now() + maxWaitMs;
  for (let idleBefore = false; ; ) {
    const conflict = await host.delete(arn, signal).then(() => undefined, conflictOf);
    if (!conflict) return;
    const state = await host.describe(arn, signal);
    if (!state) return;
    if (state.status !== 'Creating' && state.status !== 'Updating') {
      // It may have settled between the two calls. Whatever else is in the way, such as a commitment, does not pass by waiting.
      if (idleBefore) throw conflict;
      idleBefore = true;
      continue;
    }
    if (cloud.clock.now() + pollIntervalMs > patience) {
      throw new WaitTimeoutError('endpoint-wait-timeout', `The ${kind} ${state.name} is still ${state.status}.`, {
        remedy: `It cannot be deleted before that ends. Try again with: novatune ${kind} delete --name ${state.name}`,
        retryable: true,
        cause: conflict,
      });
    }
    yield { type: 'endpoint-busy', state };
    await cloud.clock.sleep(pollIntervalMs, signal);
  }
}

function conflictOf(error: unknown): CloudError {
  if (error instanceof CloudError && error.code === 'conflict') return error;
  throw error;
}
