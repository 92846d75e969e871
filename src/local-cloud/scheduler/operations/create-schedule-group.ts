import type { CreateScheduleGroupInput, CreateScheduleGroupOutput } from '@aws-sdk/client-scheduler';
import { refusals } from '../refusals.ts';
import { scopeOf } from '../scope.ts';
import { DEFAULT_GROUP, findGroup, insertGroup, putTags } from '../state/groups.ts';
import { once } from '../state/request-tokens.ts';
import type { SchedulerOperation, Scheduling } from './scheduling.ts';

export function createScheduleGroup({
  cloud,
}: Scheduling): SchedulerOperation<CreateScheduleGroupInput, CreateScheduleGroupOutput> {
  return (input, context) => {
    const { database, clock } = cloud;
    const scope = scopeOf(context);
    const request = { operation: 'CreateScheduleGroup', token: input.ClientToken, input };
    return database.transaction(() => ({
      ScheduleGroupArn: once(database, scope, request, () => {
        if (input.Name === DEFAULT_GROUP || findGroup(database, scope, input.Name)) {
          throw refusals.conflict(`Schedule group ${input.Name} already exists.`);
        }
        const arn = insertGroup(database, scope, input.Name, clock.now());
        putTags(database, arn, input.Tags ?? []);
        return arn;
      }),
    }));
  };
}
