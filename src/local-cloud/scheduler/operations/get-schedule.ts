import type { GetScheduleInput, GetScheduleOutput } from '@aws-sdk/client-scheduler';
import { scopeOf } from '../scope.ts';
import { DEFAULT_GROUP } from '../state/groups.ts';
import { getSchedule as findOrRefuse } from '../state/schedules.ts';
import { scheduleView } from './definition.ts';
import type { SchedulerOperation, Scheduling } from './scheduling.ts';

export function getSchedule({ cloud }: Scheduling): SchedulerOperation<GetScheduleInput, GetScheduleOutput> {
  return (input, context) =>
    scheduleView(findOrRefuse(cloud.database, scopeOf(context), input.GroupName ?? DEFAULT_GROUP, input.Name));
}
