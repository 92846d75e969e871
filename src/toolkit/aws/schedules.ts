import { CloudError } from '../errors.ts';
import type { DeletionSchedule, Schedules } from '../ports/schedules.ts';
import { call, callOrMissing, pages, sending } from './call.ts';
import type { AwsClients } from './clients.ts';

/**
 * The Bedrock operation that a schedule calls, and its one member. Universal targets take members with a capital first letter, also of
 * services whose API writes them small. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
const TARGETS = {
  throughput: {
    arn: 'arn:aws:scheduler:::aws-sdk:bedrock:deleteProvisionedModelThroughput',
    member: 'ProvisionedModelId',
  },
  deployment: {
    arn: 'arn:aws:scheduler:::aws-sdk:bedrock:deleteCustomModelDeployment',
    member: 'CustomModelDeploymentIdentifier',
  },
} as const;

/** The service's own words for a role that is missing, untrusting or just too new. */
const NOT_ASSUMABLE = /must allow AWS EventBridge Scheduler to assume the role/;

/** One-time schedules of EventBridge Scheduler that call Bedrock themselves. */
export function createSchedules(clients: AwsClients): Schedules {
  const load = async () => ({ client: await clients.scheduler(), sdk: await import('@aws-sdk/client-scheduler') });

  const replaceOrCreate = async (schedule: DeletionSchedule, signal: AbortSignal | undefined): Promise<void> => {
    const { client, sdk } = await load();
    const request = requestFor(schedule);
    try {
      await client.send(new sdk.UpdateScheduleCommand(request), sending(signal));
    } catch (error) {
      if (!(error instanceof sdk.ResourceNotFoundException)) throw error;
      await client.send(new sdk.CreateScheduleCommand(request), sending(signal));
    }
  };

  return {
    ensureGroup: (name, tags, signal) =>
      call(`create schedule group ${name}`, signal, async () => {
        const { client, sdk } = await load();
        const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
        try {
          await client.send(new sdk.GetScheduleGroupCommand({ Name: name }), sending(signal));
        } catch (error) {
          if (!(error instanceof sdk.ResourceNotFoundException)) throw error;
          await client
            .send(new sdk.CreateScheduleGroupCommand({ Name: name, Tags }), sending(signal))
            .catch((problem) => {
              // Somebody else was quicker.
              if (!(problem instanceof sdk.ConflictException)) throw problem;
            });
        }
      }),

    put: async (schedule, signal) => {
      try {
        await call(`schedule the deletion of ${schedule.identifier}`, signal, () => replaceOrCreate(schedule, signal));
      } catch (error) {
        throw error instanceof CloudError && NOT_ASSUMABLE.test(error.message) ? notAssumable(error) : error;
      }
    },

    get: ({ group, name }, signal) =>
      callOrMissing(`get schedule ${name}`, signal, async () => {
        const { client, sdk } = await load();
        const found = await client.send(new sdk.GetScheduleCommand({ GroupName: group, Name: name }), sending(signal));
        const at = momentOf(found.ScheduleExpression, found.ScheduleExpressionTimezone);
        const identifier = identifierOf(found.Target?.Input);
        return {
          group,
          name,
          enabled: found.State !== 'DISABLED',
          roleArn: found.Target?.RoleArn ?? '',
          ...(at !== undefined && { at }),
          ...(identifier !== undefined && { identifier }),
        };
      }),

    async *list(group, signal) {
      const { client, sdk } = await load();
      const fetchPage = (NextToken: string | undefined) =>
        callOrMissing(`list schedules of ${group}`, signal, () =>
          client.send(new sdk.ListSchedulesCommand({ GroupName: group, NextToken }), sending(signal)),
        );
      for await (const page of pages(fetchPage, (page) => page?.NextToken)) {
        for (const { Name } of page?.Schedules ?? []) if (Name !== undefined) yield { group, name: Name };
      }
    },

    delete: async ({ group, name }, signal) => {
      await callOrMissing(`delete schedule ${name}`, signal, async () => {
        const { client, sdk } = await load();
        await client.send(new sdk.DeleteScheduleCommand({ GroupName: group, Name: name }), sending(signal));
      });
    },

    groupTags: (name, signal) =>
      callOrMissing(`read tags of schedule group ${name}`, signal, async () => {
        const { client, sdk } = await load();
        const { Arn } = await client.send(new sdk.GetScheduleGroupCommand({ Name: name }), sending(signal));
        const { Tags } = await client.send(new sdk.ListTagsForResourceCommand({ ResourceArn: Arn }), sending(signal));
        return Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
      }),

    deleteGroup: async (name, signal) => {
      await callOrMissing(`delete schedule group ${name}`, signal, async () => {
        const { client, sdk } = await load();
        await client.send(new sdk.DeleteScheduleGroupCommand({ Name: name }), sending(signal));
      });
    },

    preview: requestFor,
  };
}

function requestFor(schedule: DeletionSchedule) {
  const { arn, member } = TARGETS[schedule.kind];
  return {
    Name: schedule.name,
    GroupName: schedule.group,
    Description: schedule.description,
    ScheduleExpression: `at(${expressionTime(schedule.at)})`,
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' as const },
    ActionAfterCompletion: 'DELETE' as const,
    Target: { Arn: arn, RoleArn: schedule.roleArn, Input: JSON.stringify({ [member]: schedule.identifier }) },
  };
}

/** `2026-01-02T03:04:05`; never early. */
const expressionTime = (at: number): string => new Date(Math.ceil(at / 1000) * 1000).toISOString().slice(0, 19);

function momentOf(expression = '', zone = 'UTC'): number | undefined {
  const [, time] = /^at\((.+)\)$/.exec(expression) ?? [];
  return time === undefined || zone !== 'UTC' ? undefined : Date.parse(`${time}Z`);
}

function identifierOf(input = ''): string | undefined {
  try {
    const members = JSON.parse(input) as Readonly<Record<string, unknown>> | null;
    const found = Object.values(TARGETS).map(({ member }) => members?.[member]);
    return found.find((value) => typeof value === 'string');
  } catch {
    return undefined; // Somebody else's input.
  }
}

const notAssumable = (cause: CloudError): CloudError =>
  new CloudError('role-not-assumable', cause.message, {
    retryable: true,
    remedy: 'A new role takes a moment: try again. Else let scheduler.amazonaws.com assume it.',
    serviceCode: cause.serviceCode,
    requestId: cause.requestId,
    status: cause.status,
    cause,
  });
