import { CloudError, InputError, WaitTimeoutError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import { outlast } from '../lib/outlast.ts';
import type { Endpoint } from '../model/artifacts.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { HostRequest, HostState, ModelHost } from '../ports/model-host.ts';
import { type Created, createEndpoint, ensureTimeToLive } from './create-endpoint.ts';
import { checkTtl, committedMs } from './time-to-live/plan.ts';
import { hostOf, type RoleNotReadyEvent } from './time-to-live/time-to-live.ts';

export interface DeployOptions extends Abortable {
  /** `deployment`: on demand, billed per token. `throughput`: billed per hour from creation to deletion. Default `deployment`. */
  readonly kind?: Endpoint['kind'];
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Provisioned throughput only. Default 1. */
  readonly modelUnits?: number;
  /** Provisioned throughput only. Default none: it can be deleted at any time. */
  readonly commitment?: HostRequest['commitment'];
  /** Deployments only. */
  readonly description?: string;
  /** The cloud deletes the endpoint by itself after this, whether or not anybody is connected then. Milliseconds. Default: never. */
  readonly ttlMs?: number;
  /** Default: one that follows from the request, so that asking again finds the first endpoint. */
  readonly clientToken?: string;
  /** Milliseconds between looks. Default 15,000. */
  readonly pollIntervalMs?: number;
  /** Longest wait, milliseconds. Default 3,600,000. */
  readonly maxWaitMs?: number;
}

export type DeployEvent =
  | RoleNotReadyEvent
  /** `deadline`: milliseconds since the epoch. `kept`: it was set before and stays as it was. */
  | { readonly type: 'deadline-set'; readonly deadline: number; readonly kept: boolean }
  | { readonly type: 'endpoint-requested'; readonly endpoint: Endpoint }
  | { readonly type: 'endpoint-observed'; readonly state: HostState };

/** Statuses in which an endpoint answers. */
const READY = new Set(['Active', 'InService']);

/**
 * Custom model → endpoint, waiting until it answers. Running it again finds the endpoint that is there already, and repairs its time to live.
 * @throws {InputError} `name-invalid`, `ttl-invalid`, `endpoint-name-taken`; {CloudError} `endpoint-failed`; {@link WaitTimeoutError} `endpoint-wait-timeout`.
 */
export async function* deploy(
  modelArn: string,
  options: DeployOptions,
  cloud: Cloud,
): AsyncGenerator<DeployEvent, Endpoint> {
  const { arn, deadline } = yield* requestEndpoint(modelArn, options, cloud);
  return yield* followEndpoint(arn, { ...options, ...(deadline !== undefined && { deadline }) }, cloud);
}

/** {@link deploy} without waiting: the endpoint may still be coming up. */
export async function* requestEndpoint(
  modelArn: string,
  options: DeployOptions,
  cloud: Cloud,
): AsyncGenerator<DeployEvent, Created> {
  if (!/^([0-9a-zA-Z][_-]?){1,63}$/.test(options.name)) {
    throw new InputError(
      'name-invalid',
      `Expected the endpoint name to have 1 to 63 letters and digits with single - or _ between them, got ${JSON.stringify(options.name)}.`,
    );
  }
  if (options.ttlMs !== undefined) checkTtl(options.ttlMs, committedMs(options.commitment));
  const host = hostOf(options.kind ?? 'deployment', cloud);
  const existing = await host.describe(options.name, options.signal);
  if (!existing) return yield* createEndpoint(modelArn, options, cloud);
  if (existing.modelArn !== modelArn) {
    throw new InputError(
      'endpoint-name-taken',
      `The ${host.kind} ${options.name} serves ${existing.modelArn}, not ${modelArn}.`,
      {
        remedy: `Choose another name, or point it at the new model with: novatune ${host.kind} update`,
      },
    );
  }
  return options.ttlMs === undefined ? { arn: existing.arn } : yield* ensureTimeToLive(existing, options, cloud);
}

export interface FollowEndpointOptions extends Abortable {
  /** Default `deployment`. */
  readonly kind?: Endpoint['kind'];
  /** Milliseconds between looks. Default 15,000. */
  readonly pollIntervalMs?: number;
  /** Longest wait, milliseconds. Default 3,600,000. */
  readonly maxWaitMs?: number;
  /** When it will be deleted, to be told in the result. Milliseconds since the epoch. */
  readonly deadline?: number;
}

/** Waits until an endpoint answers, and has come to its end with a change of its model if there is one. */
export async function* followEndpoint(
  identifier: string,
  options: FollowEndpointOptions,
  cloud: Cloud,
): AsyncGenerator<DeployEvent, Endpoint> {
  const { pollIntervalMs = 15_000, maxWaitMs = 3_600_000, signal } = options;
  const host = hostOf(options.kind ?? 'deployment', cloud);
  const patience = cloud.clock.now() + maxWaitMs;
  for (let looks = 0; ; looks += 1) {
    const look = () => host.describe(identifier, signal);
    const state = await outlast(look, cloud.clock, { pauseMs: pollIntervalMs, signal });
    if (!state) throw new CloudError('not-found', `The ${host.kind} ${identifier} is gone.`);
    yield looks === 0
      ? { type: 'endpoint-requested', endpoint: toEndpoint(host, state, options.deadline) }
      : { type: 'endpoint-observed', state };
    if (READY.has(state.status)) return toEndpoint(host, state, options.deadline);
    if (state.status === 'Failed') throw failed(host, state);
    if (cloud.clock.now() + pollIntervalMs > patience) throw timedOut(host, state, maxWaitMs);
    await cloud.clock.sleep(pollIntervalMs, signal);
  }
}

const failed = (host: ModelHost, { name, failureMessage }: HostState): CloudError =>
  new CloudError('endpoint-failed', `The ${host.kind} ${name} failed${failureMessage ? `: ${failureMessage}` : '.'}`, {
    remedy: `Delete it with: novatune ${host.kind} delete --name ${name}`,
  });

const timedOut = (host: ModelHost, { name, status }: HostState, maxWaitMs: number): WaitTimeoutError =>
  new WaitTimeoutError(
    'endpoint-wait-timeout',
    `The ${host.kind} ${name} is still ${status} after ${Math.round(maxWaitMs / 1000)} s.`,
    { remedy: `Look at it again with: novatune ${host.kind} get --name ${name}`, retryable: true },
  );

function toEndpoint(host: ModelHost, state: HostState, deadline: number | undefined): Endpoint {
  return {
    kind: host.kind,
    arn: state.arn,
    name: state.name,
    modelArn: state.modelArn,
    status: state.status,
    createdAt: new Date(state.createdAt).toISOString(),
    ...(deadline !== undefined && { deadline: new Date(deadline).toISOString() }),
  };
}
