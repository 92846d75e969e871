import { CloudError, WaitTimeoutError } from '../errors.ts';
import { outlast } from '../lib/outlast.ts';
import type { Clock } from '../ports/clock.ts';
import type { HostState, ModelHost } from '../ports/model-host.ts';

export interface EndpointWaitOptions {
  /** Milliseconds between looks. Default 15,000. */
  readonly pollIntervalMs?: number;
  /** Longest wait, milliseconds. Default 3,600,000. */
  readonly maxWaitMs?: number;
  /** Called with each look. */
  readonly onUpdate?: (state: HostState) => void;
  readonly signal?: AbortSignal;
}

/**
 * Looks at an endpoint until it has come up, or has failed to.
 * @returns the state, `Active`, `InService` or `Failed`.
 * @throws {CloudError} `not-found`; {@link WaitTimeoutError} `endpoint-wait-timeout`.
 */
export async function waitForEndpoint(
  host: ModelHost,
  identifier: string,
  clock: Clock,
  options: EndpointWaitOptions = {},
): Promise<HostState> {
  const { pollIntervalMs = 15_000, maxWaitMs = 3_600_000, onUpdate, signal } = options;
  const deadline = clock.now() + maxWaitMs;
  for (;;) {
    const look = () => host.describe(identifier, signal);
    const state = await outlast(look, clock, { pauseMs: pollIntervalMs, signal });
    if (!state) throw new CloudError('not-found', `There is no ${host.kind} ${identifier}.`);
    onUpdate?.(state);
    if (state.status !== 'Creating' && state.status !== 'Updating') return state;
    if (clock.now() + pollIntervalMs > deadline) {
      throw new WaitTimeoutError(
        'endpoint-wait-timeout',
        `The ${host.kind} ${state.name} is still ${state.status} after ${Math.round(maxWaitMs / 1000)} s.`,
        { remedy: `Look at it again with: novatune ${host.kind} get --name ${state.name}`, retryable: true },
      );
    }
    await clock.sleep(pollIntervalMs, signal);
  }
}
