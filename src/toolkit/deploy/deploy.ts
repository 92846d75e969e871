import { createHash } from 'node:crypto';
import { CloudError, InputError, WaitTimeoutError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import { outlast } from '../lib/outlast.ts';
import type { Endpoint } from '../model/artifacts.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { HostRequest, HostState, ModelHost } from '../ports/model-host.ts';

export interface DeployOptions extends Abortable {
  /** `deployment`: on demand, billed per token. `throughput`: billed per hour from creation to deletion. Default `deployment`. */
  readonly kind?: Endpoint['kind'];
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Provisioned throughput only. Default 1. */
  readonly modelUnits?: number;
  /** Milliseconds between looks. Default 15,000. */
  readonly pollIntervalMs?: number;
  /** Longest wait, milliseconds. Default 3,600,000. */
  readonly maxWaitMs?: number;
}

export type DeployEvent =
  | { readonly type: 'endpoint-requested'; readonly endpoint: Endpoint }
  | { readonly type: 'endpoint-observed'; readonly state: HostState };

/** Statuses in which an endpoint answers. */
const READY = new Set(['Active', 'InService']);

/**
 * Custom model → endpoint, waiting until it answers. Running it again finds the endpoint that is there already.
 * @throws {CloudError} `endpoint-failed`; {@link WaitTimeoutError} `endpoint-wait-timeout`.
 */
export async function* deploy(
  modelArn: string,
  options: DeployOptions,
  cloud: Cloud,
): AsyncGenerator<DeployEvent, Endpoint> {
  if (!/^([0-9a-zA-Z][_-]?){1,63}$/.test(options.name)) {
    throw new InputError(
      'name-invalid',
      `Expected the endpoint name to have 1 to 63 letters and digits with single - or _ between them, got ${JSON.stringify(options.name)}.`,
    );
  }
  const { pollIntervalMs = 15_000, maxWaitMs = 3_600_000, signal } = options;
  const host = options.kind === 'throughput' ? cloud.throughput : cloud.deployments;
  const existing = await host.describe(options.name, signal);
  if (existing && existing.modelArn !== modelArn) {
    throw new InputError(
      'endpoint-name-taken',
      `The ${host.kind} ${options.name} serves ${existing.modelArn}, not ${modelArn}.`,
      {
        remedy: `Choose another name, or point it at the new model with: novatune ${host.kind} update`,
      },
    );
  }
  const arn = existing?.arn ?? (await host.create(hostRequest(modelArn, options), signal));
  const deadline = cloud.clock.now() + maxWaitMs;
  for (let looks = 0; ; looks += 1) {
    const state = await outlast(() => host.describe(arn, signal), cloud.clock, { pauseMs: pollIntervalMs, signal });
    if (!state) throw new CloudError('not-found', `The ${host.kind} ${arn} is gone.`);
    yield looks === 0
      ? { type: 'endpoint-requested', endpoint: toEndpoint(host, state) }
      : { type: 'endpoint-observed', state };
    if (READY.has(state.status)) return toEndpoint(host, state);
    if (state.status === 'Failed') {
      throw new CloudError(
        'endpoint-failed',
        `The ${host.kind} ${state.name} failed${state.failureMessage ? `: ${state.failureMessage}` : '.'}`,
        { remedy: `Delete it with: novatune ${host.kind} delete --name ${state.name}` },
      );
    }
    if (cloud.clock.now() + pollIntervalMs > deadline) {
      throw new WaitTimeoutError(
        'endpoint-wait-timeout',
        `The ${host.kind} ${state.name} is still ${state.status} after ${Math.round(maxWaitMs / 1000)} s.`,
        {
          remedy: `Look at it again with: novatune ${host.kind} get --name ${state.name}`,
          retryable: true,
        },
      );
    }
    await cloud.clock.sleep(pollIntervalMs, signal);
  }
}

function hostRequest(modelArn: string, options: DeployOptions): HostRequest {
  const request = {
    name: options.name,
    modelArn,
    tags: options.tags,
    ...(options.kind === 'throughput' && { modelUnits: options.modelUnits ?? 1 }),
  };
  const token = createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 40);
  return { ...request, clientToken: `novatune-${token}` };
}

function toEndpoint(host: ModelHost, state: HostState): Endpoint {
  return {
    kind: host.kind,
    arn: state.arn,
    name: state.name,
    modelArn: state.modelArn,
    status: state.status,
    createdAt: new Date(state.createdAt).toISOString(),
  };
}
