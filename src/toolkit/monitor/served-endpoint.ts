import { InputError } from '../errors.ts';
import type { Cloud } from '../ports/cloud.ts';

/** An endpoint that a monitor can watch. */
export interface ServedEndpoint {
  /** ARN of a deployment or of throughput; the id as given of a base model or profile. */
  readonly id: string;
  /** What a monitor is called after when nobody names it. */
  readonly name: string;
}

/** `amazon.nova-lite-v1:0`, `us.amazon.nova-lite-v1:0`. */
const MODEL_ID = /^([a-z]{2,6}\.)?[a-z0-9]+\.[a-z0-9-]+/;

/**
 * Finds the deployment or throughput by ARN or name. Ids of base models and profiles are taken as they are.
 * @throws InputError `endpoint-not-found`, also for a custom model, which answers through an endpoint only.
 */
export async function findServedEndpoint(given: string, cloud: Cloud, signal?: AbortSignal): Promise<ServedEndpoint> {
  const kind = /^arn:[^:]+:bedrock:[^:]*:\d*:([a-z-]+)\//.exec(given)?.[1];
  if (kind === 'foundation-model' || kind === 'inference-profile')
    return plain(given.slice(given.lastIndexOf('/') + 1));
  if (kind === undefined && MODEL_ID.test(given)) return plain(given);
  const hosts =
    kind === undefined
      ? [cloud.deployments, cloud.throughput]
      : [cloud.deployments, cloud.throughput].filter(
          ({ kind: one }) => kind === (one === 'deployment' ? 'custom-model-deployment' : 'provisioned-model'),
        );
  for (const host of hosts) {
    const state = await host.describe(given, signal);
    if (state) return { id: state.arn, name: state.name };
  }
  throw new InputError('endpoint-not-found', `There is no deployment or provisioned throughput ${given}.`, {
    remedy: 'Name one by name or ARN; a custom model itself has no metrics, only what serves it.',
  });
}

const plain = (id: string): ServedEndpoint => ({ id, name: id.replace(/[^A-Za-z0-9_.-]/g, '-').slice(0, 50) });
