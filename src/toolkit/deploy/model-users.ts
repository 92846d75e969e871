import type { Cloud } from '../ports/cloud.ts';
import type { ModelHost } from '../ports/model-host.ts';

/** An endpoint that serves a custom model, or is about to. */
export interface ModelUser {
  readonly kind: ModelHost['kind'];
  readonly name: string;
  readonly arn: string;
  readonly status: string;
}

/** Everything that serves a model. While a throughput changes its model, it uses both. @param modelArn ARN, not a name */
export async function findModelUsers(modelArn: string, cloud: Cloud, signal?: AbortSignal): Promise<ModelUser[]> {
  const users: ModelUser[] = [];
  for await (const { name, arn, status } of cloud.deployments.list({ modelArn }, signal)) {
    users.push({ kind: 'deployment', name, arn, status });
  }
  // Without the filter, which knows only the model that is served now.
  for await (const { name, arn, status, ...state } of cloud.throughput.list({}, signal)) {
    const uses = state.modelArn === modelArn || state.desiredModelArn === modelArn;
    if (uses) users.push({ kind: 'throughput', name, arn, status });
  }
  return users;
}
