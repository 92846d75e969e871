import type { Candidate } from '../resource.ts';
import { isOurs, runOf, type Search, withEach } from './search.ts';

/** What the names of our alarms and rules begin with. */
const PREFIX = 'novatune-';

export async function findAlarms(search: Search): Promise<readonly Candidate[]> {
  const { monitoring } = search.cloud;
  const alarms = await withEach(
    monitoring.listAlarms(PREFIX, search.signal),
    async ({ arn }) => ({ tags: await monitoring.tags(arn, search.signal) }),
    search,
  );
  return alarms
    .filter((alarm) => isOurs(alarm, search))
    .map(({ name, arn, tags }) => ({
      resource: { kind: 'alarm', name, id: arn, bills: 'per alarm and month', ...runOf(tags) },
    }));
}

/** Their targets go with them. */
export async function findEventRules(search: Search): Promise<readonly Candidate[]> {
  const { eventRules } = search.cloud;
  const rules = await withEach(
    eventRules.list(PREFIX, search.signal),
    async ({ arn }) => ({ tags: await eventRules.tags(arn, search.signal) }),
    search,
  );
  return rules
    .filter((rule) => isOurs(rule, search))
    .map(({ name, arn, tags }) => ({ resource: { kind: 'event-rule', name, id: arn, ...runOf(tags) } }));
}
