import { isTagged } from '../../model/tags.ts';
import { TTL_GROUP } from '../../model/time-to-live.ts';
import type { ScheduleState } from '../../ports/schedules.ts';
import type { Candidate, ResourceUser } from '../resource.ts';
import type { FoundEndpoint } from './endpoints.ts';
import { isOurs, runOf, type Search, type Tags, withEach } from './search.ts';

/** Schedules that end endpoints, and what hangs on them. */
export interface FoundSchedules {
  readonly candidates: readonly Candidate[];
  /** By the role's ARN. */
  readonly roleUsers: ReadonlyMap<string, readonly ResourceUser[]>;
}

type FoundSchedule = Partial<ScheduleState> & { readonly name: string; readonly tags: Tags };

/**
 * Schedules carry no tags: the group's say that they are ours, and their role's whose run they are of. One whose endpoint is there stays
 * until that is gone, for it keeps the endpoint from billing for ever.
 */
export async function findSchedules(search: Search, endpoints: readonly FoundEndpoint[]): Promise<FoundSchedules> {
  const { cloud, run, signal } = search;
  const groupTags = await cloud.schedules.groupTags(TTL_GROUP, signal);
  if (groupTags === undefined || !isTagged(groupTags)) return { candidates: [], roleUsers: new Map() };
  const all: FoundSchedule[] = await withEach(
    cloud.schedules.list(TTL_GROUP, signal),
    async ({ name }) => {
      const state = await cloud.schedules.get({ group: TTL_GROUP, name }, signal);
      // The role's name is the schedule's.
      return { ...state, tags: (await cloud.roles.get(name, signal))?.tags ?? {} };
    },
    search,
  );
  const users = all.map(({ name }) => ({ id: scheduleId(name), label: `schedule ${name}` }));
  const group: Candidate = {
    resource: { kind: 'schedule-group', name: TTL_GROUP, id: TTL_GROUP },
    users,
  };
  return {
    candidates: [
      ...all.flatMap((schedule) => scheduleCandidate(schedule, search, endpoints)),
      ...(run === undefined ? [group] : []),
    ],
    roleUsers: new Map(
      all.flatMap(({ name, roleArn }) =>
        roleArn === undefined ? [] : [[roleArn, [{ id: scheduleId(name), label: `schedule ${name}` }]] as const],
      ),
    ),
  };
}

const scheduleId = (name: string): string => `${TTL_GROUP}/${name}`;

function scheduleCandidate(
  { name, identifier, tags }: FoundSchedule,
  search: Search,
  endpoints: readonly FoundEndpoint[],
): Candidate[] {
  const ended = endpoints.filter(({ arn, name: own }) => identifier === arn || identifier === own);
  const [endpoint] = ended;
  const isOfRun =
    search.run === undefined || isOurs({ tags }, search) || (endpoint !== undefined && isOurs(endpoint, search));
  if (!isOfRun) return [];
  return [
    {
      resource: {
        kind: 'schedule',
        name,
        id: scheduleId(name),
        ...(endpoint && { createdAt: endpoint.createdAt }),
        ...runOf(isTagged(tags) ? tags : (endpoint?.tags ?? {})),
      },
      users: ended.map(({ arn, kind, name: own }) => ({ id: arn, label: `${kind} ${own}` })),
    },
  ];
}
