import type { DeleteScheduleInput, DeleteScheduleOutput } from '@aws-sdk/client-scheduler';
import { scopeOf } from '../scope.ts';
import { DEFAULT_GROUP } from '../state/groups.ts';
import { once } from '../state/request-tokens.ts';
import { getSchedule, removeSchedule } from '../state/schedules.ts';
import type { SchedulerOperation, Scheduling } from './scheduling.ts';

export function deleteSchedule({ cloud }: Scheduling): SchedulerOperation<DeleteScheduleInput, DeleteScheduleOutput> {
  return (input, context) => {
    const { database } = cloud;
    const scope = scopeOf(context);
    database.transaction(() =>
      once(database, scope, { operation: 'DeleteSchedule', token: input.ClientToken, input }, () => {
        const { arn } = getSchedule(database, scope, input.GroupName ?? DEFAULT_GROUP, input.Name);
        removeSchedule(database, arn);
        return arn;
      }),
    );
    return {};
  };
}
