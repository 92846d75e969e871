import type { ServiceDefinition } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import { createSchedule } from './operations/create-schedule.ts';
import { createScheduleGroup } from './operations/create-schedule-group.ts';
import { deleteSchedule } from './operations/delete-schedule.ts';
import { deleteScheduleGroup } from './operations/delete-schedule-group.ts';
import { getSchedule } from './operations/get-schedule.ts';
import { getScheduleGroup } from './operations/get-schedule-group.ts';
import { listScheduleGroups } from './operations/list-schedule-groups.ts';
import { listSchedules } from './operations/list-schedules.ts';
import type { Scheduling } from './operations/scheduling.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';
import { updateSchedule } from './operations/update-schedule.ts';
import { createScheduleRunner } from './runner.ts';
import { createTables } from './state/tables.ts';
import type { TargetOperations } from './target/universal-targets.ts';

/** Amazon EventBridge Scheduler, and the schedules that run in the background. */
export interface SchedulerService extends ServiceDefinition {
  /** Takes up what is due and what came due while the cloud was down. Call once, after the cloud is complete. */
  resume(): void;
  /** Resolves when no target is being called any more. Abort the cloud's signal first, and close the database after it. */
  close(): Promise<void>;
}

/** @param bedrock operations of Bedrock's control plane, which schedules call. */
export function createSchedulerService(cloud: Cloud, bedrock: TargetOperations): SchedulerService {
  createTables(cloud.database);
  const runner = createScheduleRunner(cloud, bedrock);
  const scheduling: Scheduling = { cloud, runner };
  return {
    name: 'scheduler',
    signingName: 'scheduler',
    protocol: 'restJson1',
    loadSchemas: () => import('@aws-sdk/client-scheduler'),
    operations: {
      CreateSchedule: createSchedule(scheduling),
      GetSchedule: getSchedule(scheduling),
      UpdateSchedule: updateSchedule(scheduling),
      DeleteSchedule: deleteSchedule(scheduling),
      ListSchedules: listSchedules(scheduling),
      CreateScheduleGroup: createScheduleGroup(scheduling),
      GetScheduleGroup: getScheduleGroup(scheduling),
      DeleteScheduleGroup: deleteScheduleGroup(scheduling),
      ListScheduleGroups: listScheduleGroups(scheduling),
      TagResource: tagResource(scheduling),
      UntagResource: untagResource(scheduling),
      ListTagsForResource: listTagsForResource(scheduling),
    },
    resume: runner.wake,
    close: runner.settled,
  };
}
