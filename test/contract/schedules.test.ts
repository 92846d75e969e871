import { beforeAll, expect, it } from 'vitest';
import type { Cloud } from '../../src/toolkit/index.ts';
import { collect } from '../support/rehearsal.ts';
import { describeTargets, type Target } from './targets.ts';

type Schedule = Parameters<Cloud['schedules']['put']>[0];

const AT = Date.UTC(2099, 0, 1, 12, 0, 0);

function schedules(target: Target): void {
  const port = () => target.cloud().schedules;
  const group = target.unique('group');
  const name = target.unique('schedule');
  let schedule: Schedule;
  beforeAll(async () => {
    const { accountId } = await target.cloud().identity();
    const { arn: roleArn } = await target.cloud().roles.put({
      name: target.unique('reaper'),
      description: 'for tests',
      tags: {},
      policies: {},
      trust: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'scheduler.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
          },
        ],
      },
    });
    const identifier = `arn:aws:bedrock:us-east-1:${accountId}:provisioned-model/abcdefghijkl`;
    schedule = { group, name, at: AT, description: 'ends it', kind: 'throughput', identifier, roleArn };
  });

  it('are nothing where there is no group', async () => {
    expect(await collect(port().list(group))).toEqual([]);
    expect(await port().get({ group, name })).toBeUndefined();
    await expect(port().put(schedule)).rejects.toMatchObject({ name: 'CloudError' });
  });

  it('are made in a group, which is made once', async () => {
    await port().ensureGroup(group, { 'novatune:created-by': 'novatune' });
    await port().ensureGroup(group, { 'novatune:created-by': 'novatune' });
    await port().put(schedule);
    const { identifier, roleArn } = schedule;
    expect(await port().get({ group, name })).toEqual({ group, name, at: AT, enabled: true, identifier, roleArn });
    expect(await collect(port().list(group))).toEqual([{ group, name }]);
  });

  it('are moved by being put again, never to an earlier moment', async () => {
    await port().put({ ...schedule, at: AT + 1, kind: 'deployment', identifier: 'forms' });
    expect(await port().get({ group, name })).toMatchObject({ at: AT + 1000, identifier: 'forms' });
  });

  it('need a role that the service may assume', async (context) => {
    target.skipWithout(context, 'schedule roles');
    const roleArn = `${schedule.roleArn}-none`;
    await expect(port().put({ ...schedule, roleArn })).rejects.toMatchObject({
      code: 'role-not-assumable',
      retryable: true,
    });
  });

  it('are deleted, also twice', async () => {
    await port().delete({ group, name });
    await port().delete({ group, name });
    expect(await collect(port().list(group))).toEqual([]);
  });

  it('can be looked at as the API gets them', async () => {
    expect(port().preview(schedule)).toEqual({
      Name: name,
      GroupName: group,
      Description: 'ends it',
      ScheduleExpression: 'at(2099-01-01T12:00:00)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: {
        Arn: 'arn:aws:scheduler:::aws-sdk:bedrock:deleteProvisionedModelThroughput',
        RoleArn: schedule.roleArn,
        Input: JSON.stringify({ ProvisionedModelId: schedule.identifier }),
      },
    });
  });
}

describeTargets('Schedules', schedules);
