import type { HostState, ModelHost } from '../../ports/model-host.ts';
import type { Candidate, Obstacle } from '../resource.ts';
import { isOurs, runOf, type Search, type Tags, withTags } from './search.ts';

/** An endpoint that is there, whoever made it. */
export interface FoundEndpoint extends HostState {
  readonly kind: ModelHost['kind'];
  readonly tags: Tags;
}

export async function findEndpoints(search: Search): Promise<readonly FoundEndpoint[]> {
  const { throughput, deployments } = search.cloud;
  const found: FoundEndpoint[] = [];
  for (const host of [throughput, deployments]) {
    const states = await withTags(host.list({}, search.signal), ({ arn }) => arn, search);
    found.push(...states.map((state) => ({ ...state, kind: host.kind })));
  }
  return found;
}

/** Those of ours. @param now milliseconds since the epoch */
export function endpointCandidates(endpoints: readonly FoundEndpoint[], search: Search, now: number): Candidate[] {
  return endpoints
    .filter((endpoint) => isOurs(endpoint, search))
    .map((endpoint) => {
      const { kind, name, arn, createdAt, tags, baseModelArn, modelUnits, commitment } = endpoint;
      const blocked = commitmentOf(endpoint, now);
      return {
        resource: {
          kind,
          name,
          id: arn,
          createdAt,
          ...(kind === 'throughput' && { bills: 'per model unit and hour, idle or not', modelUnits: modelUnits ?? 1 }),
          ...(baseModelArn !== undefined && { baseModel: baseModelArn }),
          ...(commitment !== undefined && { commitment }),
          ...(blocked && { blocked }),
          ...runOf(tags),
        },
      };
    });
}

function commitmentOf({ name, commitmentEndsAt }: FoundEndpoint, now: number): Obstacle | undefined {
  if (commitmentEndsAt === undefined || commitmentEndsAt <= now) return undefined;
  const day = new Date(commitmentEndsAt).toISOString().slice(0, 'YYYY-MM-DD'.length);
  return {
    reason: `The throughput ${name} has a commitment until ${day}; it bills and cannot be deleted before. Run cleanup again after that day.`,
    until: commitmentEndsAt,
  };
}
