import type { CreateScheduleInput, CreateScheduleOutput } from '@aws-sdk/client-scheduler';
import { refusals } from '../refusals.ts';
import { scheduleArn, scopeOf } from '../scope.ts';
import { DEFAULT_GROUP, ensureDefaultGroup, getGroup } from '../state/groups.ts';
import { once } from '../state/request-tokens.ts';
import { findSchedule, putSchedule } from '../state/schedules.ts';
import { readDefinition } from './definition.ts';
import type { SchedulerOperation, Scheduling } from './scheduling.ts';

export function createSchedule({
  cloud,
  runner,
}: Scheduling): SchedulerOperation<CreateScheduleInput, CreateScheduleOutput> {
  return (input, context) => {
    const { database, clock } = cloud;
    const scope = scopeOf(context);
    const request = { operation: 'CreateSchedule', token: input.ClientToken, input };
    const answer = database.transaction(() => ({
      ScheduleArn: once(database, scope, request, () => {
        const now = clock.now();
        const groupName = input.GroupName ?? DEFAULT_GROUP;
        ensureDefaultGroup(database, scope, now);
        getGroup(database, scope, groupName);
        const arn = scheduleArn(scope, groupName, input.Name);
        if (findSchedule(database, arn)) throw refusals.conflict(`Schedule ${input.Name} already exists.`);
        const wanted = readDefinition(cloud, scope, groupName, input);
        putSchedule(database, {
          ...scope,
          ...wanted,
          arn,
          groupName,
          name: input.Name,
          createdAt: now,
          modifiedAt: now,
        });
        return arn;
      }),
    }));
    runner.wake();
    return answer;
  };
}
