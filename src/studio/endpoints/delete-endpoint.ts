import { type Cloud, CloudError, InputError, removeEndpoint } from '../../toolkit/index.ts';
import type { EndpointDeletion } from '../api.ts';

/**
 * Deletes one endpoint, when the name typed is its name; its time to live goes with it, the custom model stays.
 * @throws {CloudError} `not-found`
 * @throws {InputError} `not-confirmed`
 * @throws {WaitTimeoutError} `endpoint-wait-timeout`
 */
export async function deleteEndpoint(
  { kind, arn, confirm }: EndpointDeletion,
  cloud: Cloud,
  signal: AbortSignal,
): Promise<void> {
  const host = kind === 'throughput' ? cloud.throughput : cloud.deployments;
  const state = await host.describe(arn, signal);
  if (!state) throw new CloudError('not-found', `There is no ${kind} ${arn}.`);
  if (state.name !== confirm) {
    throw new InputError('not-confirmed', `Expected the name ${state.name} as confirmation, got another.`, {
      remedy: 'Nothing was deleted. Type the name as it stands.',
    });
  }
  // One that is being created cannot be deleted yet: the page says so at once, and its reader tries again.
  const work = removeEndpoint(arn, { kind, maxWaitMs: 0, signal }, cloud);
  while (!(await work.next()).done);
}
