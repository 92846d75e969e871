import { type Candidate, type Obstacle, RESOURCE_KINDS, type Resource, type ResourceKind } from './resource.ts';

/** Which of the resources found are to go. */
export interface Selection {
  /** Absent: all. */
  readonly kinds?: readonly ResourceKind[];
  /** Kinds that stay. */
  readonly keep?: readonly ResourceKind[];
  /** Milliseconds since the epoch. Only what is older, and nothing whose age is unknown. */
  readonly createdBefore?: number;
}

export function isSelectedKind(kind: ResourceKind, { kinds, keep = [] }: Selection): boolean {
  return (kinds === undefined || kinds.includes(kind)) && !keep.includes(kind);
}

/**
 * In the order of deletion. What is used by something that stays, is blocked and says by what. Pure.
 * @param candidates everything found, also what is not selected
 */
export function selectResources(candidates: readonly Candidate[], selection: Selection): Resource[] {
  const going = new Map<string, Resource>();
  for (const kind of RESOURCE_KINDS) {
    if (!isSelectedKind(kind, selection)) continue;
    for (const candidate of candidates) {
      const { resource } = candidate;
      if (resource.kind === kind && isOldEnough(resource, selection)) {
        going.set(resource.id, settle(candidate, going));
      }
    }
  }
  return [...going.values()];
}

function isOldEnough({ createdAt }: Resource, { createdBefore }: Selection): boolean {
  return createdBefore === undefined || (createdAt !== undefined && createdAt < createdBefore);
}

/** Users come earlier in the order of deletion, so what happens to them is known. */
function settle({ resource, users = [] }: Candidate, going: ReadonlyMap<string, Resource>): Resource {
  if (resource.blocked || users.length === 0) return resource;
  const staying = users.find(({ id }) => going.get(id)?.blocked !== undefined || !going.has(id));
  if (!staying) return { ...resource, after: users.map(({ id }) => id) };
  const until = going.get(staying.id)?.blocked?.until;
  const blocked: Obstacle = {
    reason: `The ${resource.kind} ${resource.name} cannot be deleted because ${staying.label} (${staying.id}) uses it and stays.`,
    ...(until !== undefined && { until }),
  };
  return { ...resource, blocked };
}
