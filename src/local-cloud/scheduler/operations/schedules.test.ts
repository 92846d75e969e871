import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  DELETE_THROUGHPUT,
  GROUP_ARN,
  makeRole,
  openScheduler,
  ROLE,
  type TestScheduler,
} from '../testing/open-scheduler.mts';

let scheduler: TestScheduler;
beforeEach(async () => {
  scheduler = await openScheduler();
  await makeRole(scheduler);
});
afterEach(async () => {
  await scheduler.close();
  rmSync(scheduler.bedrock.cloud.folder, { recursive: true, force: true });
});

const AT = 'at(2027-01-01T00:00:00)';
const Target = { Arn: DELETE_THROUGHPUT, RoleArn: ROLE, Input: '{"ProvisionedModelId":"bought"}' };
const FlexibleTimeWindow = { Mode: 'OFF' };
const whole = { Name: 'reap', ScheduleExpression: AT, FlexibleTimeWindow, Target };

describe('schedules', () => {
  it('are kept as they were asked for, with the published defaults', async () => {
    expect(await scheduler.call('CreateSchedule', { ...whole, Description: 'ends it' })).toEqual({
      ScheduleArn: GROUP_ARN.replace('schedule-group/default', 'schedule/default/reap'),
    });
    expect(await scheduler.call('GetSchedule', { Name: 'reap' })).toMatchObject({
      ...whole,
      Description: 'ends it',
      GroupName: 'default',
      State: 'ENABLED',
      ScheduleExpressionTimezone: 'UTC',
      ActionAfterCompletion: 'NONE',
      CreationDate: new Date(Date.UTC(2026, 0, 1)),
      Target: { ...Target, RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } },
    });
  });

  it('are made once per token, and once per name', async () => {
    const first = await scheduler.call('CreateSchedule', { ...whole, ClientToken: 'a' });
    expect(await scheduler.call('CreateSchedule', { ...whole, ClientToken: 'a' })).toEqual(first);
    const other = { ...whole, ClientToken: 'a', Description: 'other' };
    await expect(scheduler.call('CreateSchedule', other)).rejects.toMatchObject({ code: 'ConflictException' });
    await expect(scheduler.call('CreateSchedule', { ...whole, ClientToken: 'b' })).rejects.toMatchObject({
      code: 'ConflictException',
      message: 'Schedule reap already exists.',
    });
    await scheduler.call('DeleteSchedule', { Name: 'reap', ClientToken: 'c' });
    expect(await scheduler.call('DeleteSchedule', { Name: 'reap', ClientToken: 'c' })).toEqual({});
    await expect(scheduler.call('GetSchedule', { Name: 'reap' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
    expect(await scheduler.call('CreateSchedule', { ...whole, ClientToken: 'a' })).toEqual(first);
  });

  it('are replaced as a whole', async () => {
    await scheduler.call('CreateSchedule', { ...whole, Description: 'ends it' });
    await scheduler.call('UpdateSchedule', { ...whole, ScheduleExpression: 'rate(1 day)', State: 'DISABLED' });
    const found = await scheduler.call<Record<string, unknown>>('GetSchedule', { Name: 'reap' });
    expect(found).toMatchObject({ ScheduleExpression: 'rate(1 day)', State: 'DISABLED' });
    expect(found).not.toHaveProperty('Description');
    await expect(scheduler.call('UpdateSchedule', { ...whole, Name: 'none' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });

  it('are listed in pages, by group, prefix and state', async () => {
    await scheduler.call('CreateScheduleGroup', { Name: 'mine' });
    for (const Name of ['a1', 'a2', 'b1']) await scheduler.call('CreateSchedule', { ...whole, Name });
    await scheduler.call('UpdateSchedule', { ...whole, Name: 'a2', State: 'DISABLED' });
    const list = async (input: object = {}) => {
      const page = await scheduler.call<{ Schedules: { Name: string }[]; NextToken?: string }>('ListSchedules', input);
      return { names: page.Schedules.map(({ Name }) => Name), token: page.NextToken };
    };
    const first = await list({ MaxResults: 2 });
    expect(first.names).toEqual(['a1', 'a2']);
    expect(await list({ MaxResults: 2, NextToken: first.token })).toEqual({ names: ['b1'], token: undefined });
    expect((await list({ NamePrefix: 'a' })).names).toEqual(['a1', 'a2']);
    expect((await list({ State: 'DISABLED' })).names).toEqual(['a2']);
    expect((await list({ GroupName: 'mine' })).names).toEqual([]);
    await expect(list({ GroupName: 'none' })).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    await expect(list({ NextToken: 'nonsense' })).rejects.toMatchObject({ code: 'ValidationException' });
  });

  it.each([
    [
      'another target',
      { Target: { ...Target, Arn: 'arn:aws:scheduler:::aws-sdk:bedrock:deleteCustomModel' } },
      'bedrock:deleteProvisionedModelThroughput and',
    ],
    [
      'a function',
      { Target: { ...Target, Arn: 'arn:aws:lambda:us-east-1:111122223333:function:f' } },
      'does not emulate the schedule target',
    ],
    [
      'a dead-letter queue',
      { Target: { ...Target, DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:111122223333:q' } } },
      'DeadLetterConfig',
    ],
    ['a templated target', { Target: { ...Target, SqsParameters: { MessageGroupId: 'a' } } }, 'SqsParameters'],
    [
      'no input',
      { Target: { ...Target, Input: undefined } },
      'expected a JSON object with the string ProvisionedModelId',
    ],
    ['input that is no JSON', { Target: { ...Target, Input: '{' } }, 'got {'],
    ['other members', { Target: { ...Target, Input: '{"ProvisionedModelId":"a","Force":true}' } }, 'Invalid Input'],
    [
      'a role that is not there',
      { Target: { ...Target, RoleArn: `${ROLE}2` } },
      'must allow AWS EventBridge Scheduler',
    ],
    ['a window without length', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, 'must be set'],
    ['a length without window', { FlexibleTimeWindow: { Mode: 'OFF', MaximumWindowInMinutes: 5 } }, 'only be set'],
    ['a start long ago', { ScheduleExpression: 'rate(1 day)', StartDate: new Date(0) }, 'earlier than 5 minutes ago'],
    ['an end that has passed', { ScheduleExpression: 'rate(1 day)', EndDate: new Date(0) }, 'in the future'],
    ['a group that is not there', { GroupName: 'none' }, 'Schedule group none does not exist.'],
  ])('are refused with %s', async (_, change, message) => {
    await expect(scheduler.call('CreateSchedule', { ...whole, ...change })).rejects.toThrow(message);
    expect(await scheduler.call('ListSchedules')).toEqual({ Schedules: [] });
  });
});

describe('groups', () => {
  it('hold tags, which schedules cannot, and take their schedules with them', async () => {
    const Tags = [{ Key: 'a', Value: '1' }];
    const { ScheduleGroupArn: ResourceArn } = await scheduler.call<{ ScheduleGroupArn: string }>(
      'CreateScheduleGroup',
      { Name: 'mine', Tags, ClientToken: 'a' },
    );
    expect(await scheduler.call('CreateScheduleGroup', { Name: 'mine', Tags, ClientToken: 'a' })).toEqual({
      ScheduleGroupArn: ResourceArn,
    });
    await scheduler.call('TagResource', { ResourceArn, Tags: [{ Key: 'b', Value: '2' }] });
    await scheduler.call('UntagResource', { ResourceArn, TagKeys: ['a'] });
    expect(await scheduler.call('ListTagsForResource', { ResourceArn })).toEqual({ Tags: [{ Key: 'b', Value: '2' }] });
    await scheduler.call('DeleteScheduleGroup', { Name: 'mine' });
    await expect(scheduler.call('GetScheduleGroup', { Name: 'mine' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
    await expect(scheduler.call('ListTagsForResource', { ResourceArn })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });

  it('always have a default one', async () => {
    expect(await scheduler.call('GetScheduleGroup', { Name: 'default' })).toMatchObject({
      Arn: GROUP_ARN,
      State: 'ACTIVE',
    });
    const { ScheduleGroups } = await scheduler.call<{ ScheduleGroups: object[] }>('ListScheduleGroups');
    expect(ScheduleGroups).toHaveLength(1);
    await expect(scheduler.call('DeleteScheduleGroup', { Name: 'default' })).rejects.toThrow('cannot be deleted');
    await expect(scheduler.call('CreateScheduleGroup', { Name: 'default' })).rejects.toThrow('already exists');
  });
});
