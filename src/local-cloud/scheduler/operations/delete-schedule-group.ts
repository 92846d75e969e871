import type { DeleteScheduleGroupInput, DeleteScheduleGroupOutput } from '@aws-sdk/client-scheduler';
import { refusals } from '../refusals.ts';
import { scopeOf } from '../scope.ts';
import { DEFAULT_GROUP, getGroup } from '../state/groups.ts';
import { forgetRequests, once } from '../state/request-tokens.ts';
import { removeSchedule } from '../state/schedules.ts';
import type { SchedulerOperation, Scheduling } from './scheduling.ts';

/** Takes the group's schedules with it. */
export function deleteScheduleGroup({
  cloud,
}: Scheduling): SchedulerOperation<DeleteScheduleGroupInput, DeleteScheduleGroupOutput> {
  return (input, context) => {
    const { database } = cloud;
    const scope = scopeOf(context);
    if (input.Name === DEFAULT_GROUP) throw refusals.validation('The default schedule group cannot be deleted.');
    database.transaction(() =>
      once(database, scope, { operation: 'DeleteScheduleGroup', token: input.ClientToken, input }, () => {
        const { arn, name } = getGroup(database, scope, input.Name);
        const members = database
          .prepare<{ arn: string }>(
            'SELECT arn FROM scheduler_schedule WHERE accountId = ? AND region = ? AND groupName = ?',
          )
          .all(scope.accountId, scope.region, name);
        for (const member of members) removeSchedule(database, member.arn);
        database.prepare('DELETE FROM scheduler_tag WHERE arn = ?').run(arn);
        database.prepare('DELETE FROM scheduler_group WHERE arn = ?').run(arn);
        forgetRequests(database, arn);
        return arn;
      }),
    );
    return {};
  };
}
