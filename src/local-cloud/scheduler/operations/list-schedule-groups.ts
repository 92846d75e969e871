import type { ListScheduleGroupsInput, ListScheduleGroupsOutput } from '@aws-sdk/client-scheduler';
import { scopeOf } from '../scope.ts';
import { ensureDefaultGroup, type Group } from '../state/groups.ts';
import { listPage } from '../state/page.ts';
import { groupView } from './get-schedule-group.ts';
import type { SchedulerOperation, Scheduling } from './scheduling.ts';

export function listScheduleGroups({
  cloud,
}: Scheduling): SchedulerOperation<ListScheduleGroupsInput, ListScheduleGroupsOutput> {
  return (input, context) => {
    const { database, clock } = cloud;
    const scope = scopeOf(context);
    ensureDefaultGroup(database, scope, clock.now());
    const conditions = [{ sql: 'instr(name, ?) = 1', value: input.NamePrefix }];
    const { rows, NextToken } = listPage<Group>(database, 'scheduler_group', scope, conditions, input);
    return { ScheduleGroups: rows.map(groupView), ...(NextToken !== undefined && { NextToken }) };
  };
}
