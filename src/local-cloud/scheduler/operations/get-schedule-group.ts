import type { GetScheduleGroupInput, GetScheduleGroupOutput } from '@aws-sdk/client-scheduler';
import { scopeOf } from '../scope.ts';
import { ensureDefaultGroup, type Group, getGroup } from '../state/groups.ts';
import type { SchedulerOperation, Scheduling } from './scheduling.ts';

export function getScheduleGroup({
  cloud,
}: Scheduling): SchedulerOperation<GetScheduleGroupInput, GetScheduleGroupOutput> {
  return (input, context) => {
    const scope = scopeOf(context);
    ensureDefaultGroup(cloud.database, scope, cloud.clock.now());
    return groupView(getGroup(cloud.database, scope, input.Name));
  };
}

/** Groups are deleted at once here, so their state is always the same. */
export const groupView = ({ arn, name, createdAt, modifiedAt }: Group) => ({
  Arn: arn,
  Name: name,
  State: 'ACTIVE' as const,
  CreationDate: new Date(createdAt),
  LastModificationDate: new Date(modifiedAt),
});
