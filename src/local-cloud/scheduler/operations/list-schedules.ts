import type { ListSchedulesInput, ListSchedulesOutput } from '@aws-sdk/client-scheduler';
import { scopeOf } from '../scope.ts';
import { ensureDefaultGroup, getGroup } from '../state/groups.ts';
import { listPage } from '../state/page.ts';
import { readRow, type ScheduleRow } from '../state/schedules.ts';
import type { SchedulerOperation, Scheduling } from './scheduling.ts';

export function listSchedules({ cloud }: Scheduling): SchedulerOperation<ListSchedulesInput, ListSchedulesOutput> {
  return (input, context) => {
    const { database, clock } = cloud;
    const scope = scopeOf(context);
    ensureDefaultGroup(database, scope, clock.now());
    if (input.GroupName !== undefined) getGroup(database, scope, input.GroupName);
    const conditions = [
      { sql: 'groupName = ?', value: input.GroupName },
      { sql: 'instr(name, ?) = 1', value: input.NamePrefix },
      { sql: 'state = ?', value: input.State },
    ];
    const { rows, NextToken } = listPage<ScheduleRow>(database, 'scheduler_schedule', scope, conditions, input);
    return {
      Schedules: rows.map(readRow).map((schedule) => ({
        Arn: schedule.arn,
        Name: schedule.name,
        GroupName: schedule.groupName,
        State: schedule.state,
        CreationDate: new Date(schedule.createdAt),
        LastModificationDate: new Date(schedule.modifiedAt),
        Target: { Arn: schedule.definition.target.arn },
      })),
      ...(NextToken !== undefined && { NextToken }),
    };
  };
}
