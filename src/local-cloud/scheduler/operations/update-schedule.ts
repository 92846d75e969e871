import type { UpdateScheduleInput, UpdateScheduleOutput } from '@aws-sdk/client-scheduler';
import { scopeOf } from '../scope.ts';
import { DEFAULT_GROUP } from '../state/groups.ts';
import { once } from '../state/request-tokens.ts';
import { getSchedule, putSchedule } from '../state/schedules.ts';
import { readDefinition } from './definition.ts';
import type { SchedulerOperation, Scheduling } from './scheduling.ts';

/** Replaces everything: what the request leaves out gets its default. A run that failed before is not tried again. */
export function updateSchedule({
  cloud,
  runner,
}: Scheduling): SchedulerOperation<UpdateScheduleInput, UpdateScheduleOutput> {
  return (input, context) => {
    const { database, clock } = cloud;
    const scope = scopeOf(context);
    const request = { operation: 'UpdateSchedule', token: input.ClientToken, input };
    const answer = database.transaction(() => ({
      ScheduleArn: once(database, scope, request, () => {
        const schedule = getSchedule(database, scope, input.GroupName ?? DEFAULT_GROUP, input.Name);
        const wanted = readDefinition(cloud, scope, schedule.groupName, input);
        database.prepare('DELETE FROM scheduler_run WHERE scheduleArn = ?').run(schedule.arn);
        putSchedule(database, { ...schedule, ...wanted, modifiedAt: clock.now() });
        return schedule.arn;
      }),
    }));
    runner.wake();
    return answer;
  };
}
