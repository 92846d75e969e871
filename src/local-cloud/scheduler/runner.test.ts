import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT } from '../bedrock/testing/test-bedrock.ts';
import {
  DELETE_DEPLOYMENT,
  GROUP_ARN,
  makeRole,
  makeThroughput,
  openScheduler,
  ROLE,
  type TestScheduler,
  trustFor,
} from './testing/open-scheduler.mts';

const HOUR = 3_600_000;
const ONCE = { ActionAfterCompletion: 'DELETE' };

let folder: string;
let scheduler: TestScheduler;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'novatune-scheduler-'));
  scheduler = await openScheduler(folder);
});
afterEach(async () => {
  await scheduler.close();
  rmSync(folder, { recursive: true, force: true });
});

const throughput = async (): Promise<string[]> => {
  const { provisionedModelSummaries = [] } = await scheduler.bedrock.call<{
    provisionedModelSummaries?: { provisionedModelName: string }[];
  }>('ListProvisionedModelThroughputs');
  return provisionedModelSummaries.map(({ provisionedModelName }) => provisionedModelName);
};
const schedules = async (): Promise<string[]> =>
  (await scheduler.call<{ Schedules: { Name: string }[] }>('ListSchedules')).Schedules.map(({ Name }) => Name);
const logged = (event: string) => scheduler.bedrock.logged.filter((line) => line.startsWith(`scheduler.${event} `));

describe('a one-time schedule', () => {
  it('deletes what it names when its time has come, and then itself', async () => {
    await makeRole(scheduler);
    const arn = await makeThroughput(scheduler, 'bought');
    await makeThroughput(scheduler, 'other');
    await scheduler.schedule('reap', 'at(2026-01-01T02:00:00)', arn, ONCE);
    await scheduler.advance(2 * HOUR - 1);
    expect(await throughput()).toEqual(['other', 'bought']);
    await scheduler.advance(1);
    expect(await throughput()).toEqual(['other']);
    expect(await schedules()).toEqual([]);
    expect(logged('target-called')).toHaveLength(1);
  });

  it('stays when it was not asked to go, and does not run again', async () => {
    await makeRole(scheduler);
    await makeThroughput(scheduler, 'bought');
    await scheduler.schedule('reap', 'at(2026-01-01T02:00:00)', 'bought');
    await scheduler.advance(2 * HOUR);
    await makeThroughput(scheduler, 'bought', { modelUnits: 2 });
    await scheduler.advance(48 * HOUR);
    expect(await schedules()).toEqual(['reap']);
    expect(await throughput()).toEqual(['bought']);
  });

  it('runs in its time zone, within its window', async () => {
    await makeRole(scheduler);
    await makeThroughput(scheduler, 'bought');
    await scheduler.schedule('reap', 'at(2026-01-01T05:00:00)', 'bought', {
      ScheduleExpressionTimezone: 'Europe/Berlin',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 10 },
    });
    await scheduler.advance(4 * HOUR - 1);
    expect(await throughput()).toEqual(['bought']);
    await scheduler.advance(1);
    await scheduler.advance(600_000);
    expect(await throughput()).toEqual([]);
  });

  it('deletes deployments too', async () => {
    await makeRole(scheduler, { Resource: '*' });
    const { modelArn } = await scheduler.bedrock.call<{ modelArn: string }>('GetProvisionedModelThroughput', {
      provisionedModelId: await makeThroughput(scheduler, 'bought'),
    });
    await scheduler.bedrock.call('CreateCustomModelDeployment', { modelDeploymentName: 'forms', modelArn });
    const Input = JSON.stringify({ customModelDeploymentIdentifier: 'forms' });
    await scheduler.schedule('reap', 'at(2026-01-01T01:00:00)', '', {
      Target: { Arn: DELETE_DEPLOYMENT, RoleArn: ROLE, Input },
    });
    await scheduler.advance(HOUR);
    const { modelDeploymentSummaries } = await scheduler.bedrock.call<{ modelDeploymentSummaries: object[] }>(
      'ListCustomModelDeployments',
    );
    expect(modelDeploymentSummaries).toEqual([]);
  });
});

describe('a recurring schedule', () => {
  it('runs again and again, and goes after its end', async () => {
    await makeRole(scheduler);
    const end = new Date(Date.UTC(2026, 0, 1, 2));
    await makeThroughput(scheduler, 'bought');
    await scheduler.advance(1000);
    await scheduler.schedule('reap', 'rate(1 hour)', 'bought', { ...ONCE, EndDate: end });
    await scheduler.settle();
    expect(await throughput()).toEqual([]);
    await makeThroughput(scheduler, 'bought', { modelUnits: 2 });
    await scheduler.advance(HOUR);
    expect(await throughput()).toEqual([]);
    expect(await schedules()).toEqual([]);
  });

  it('does nothing while it is disabled', async () => {
    await makeRole(scheduler);
    await makeThroughput(scheduler, 'bought');
    await scheduler.schedule('reap', 'rate(1 hour)', 'bought', { State: 'DISABLED' });
    await scheduler.advance(5 * HOUR);
    expect(await throughput()).toEqual(['bought']);
  });
});

describe('a run that fails', () => {
  it('is tried again until the throughput has come up', async () => {
    await makeRole(scheduler);
    await makeThroughput(scheduler, 'bought');
    await scheduler.schedule('reap', 'at(2026-01-01T00:00:00)', 'bought', ONCE);
    await scheduler.settle();
    expect(logged('target-failed')).toEqual([expect.stringContaining('while its status is Creating')]);
    expect(await schedules()).toEqual(['reap']);
    await scheduler.advance(1000);
    expect(await throughput()).toEqual([]);
    expect(await schedules()).toEqual([]);
  });

  it.each([
    [
      'the role may not',
      { Resource: `arn:aws:bedrock:us-east-1:${ACCOUNT}:provisioned-model/another` },
      'is not authorized to perform: bedrock:DeleteProvisionedModelThroughput',
    ],
    [
      'the tags do not fit',
      { Resource: '*', Condition: { StringEquals: { 'aws:ResourceTag/keep': 'no' } } },
      'is not authorized',
    ],
    ['an explicit denial', { Resource: '*', Effect: 'Deny' }, 'is not authorized'],
  ])('is dropped when its retries are used up: %s', async (_, statement, reason) => {
    await makeRole(scheduler, statement);
    const target = await makeThroughput(scheduler, 'bought', { tags: [{ key: 'keep', value: 'yes' }] });
    await scheduler.advance(1000);
    const Target = {
      Arn: 'arn:aws:scheduler:::aws-sdk:bedrock:deleteProvisionedModelThroughput',
      RoleArn: ROLE,
      Input: JSON.stringify({ ProvisionedModelId: target }),
      RetryPolicy: { MaximumRetryAttempts: 2 },
    };
    await scheduler.schedule('reap', 'at(2026-01-01T01:00:00)', '', { ...ONCE, Target });
    await scheduler.advance(HOUR);
    await scheduler.advance(1000);
    expect(await schedules()).toEqual(['reap']);
    await scheduler.advance(2000);
    expect(await schedules()).toEqual([]);
    expect(await throughput()).toEqual(['bought']);
    expect(logged('target-failed')).toHaveLength(2);
    expect(logged('run-dropped')).toEqual([expect.stringContaining(reason)]);
  });

  it('calls with tags that the policy asks for', async () => {
    await makeRole(scheduler, { Resource: '*', Condition: { StringEquals: { 'aws:ResourceTag/keep': 'no' } } });
    await makeThroughput(scheduler, 'bought', { tags: [{ key: 'keep', value: 'no' }] });
    await scheduler.schedule('reap', 'at(2026-01-01T01:00:00)', 'bought');
    await scheduler.advance(HOUR);
    expect(await throughput()).toEqual([]);
  });

  it('is dropped when it is too old', async () => {
    await makeRole(scheduler);
    const Target = {
      Arn: 'arn:aws:scheduler:::aws-sdk:bedrock:deleteProvisionedModelThroughput',
      RoleArn: ROLE,
      Input: JSON.stringify({ ProvisionedModelId: 'nothing' }),
      RetryPolicy: { MaximumEventAgeInSeconds: 60 },
    };
    await scheduler.schedule('reap', 'at(2026-01-01T01:00:00)', '', { ...ONCE, Target });
    await scheduler.advance(HOUR);
    for (let second = 0; second < 60; second += 1) await scheduler.advance(1000);
    expect(await schedules()).toEqual([]);
    expect(logged('run-dropped')).toEqual([expect.stringContaining('Could not find')]);
  });

  it('fails when the role has gone meanwhile', async () => {
    await makeRole(scheduler);
    await makeThroughput(scheduler, 'bought');
    await scheduler.schedule('reap', 'at(2026-01-01T01:00:00)', 'bought');
    await scheduler.bedrock.iam('UpdateAssumeRolePolicy', {
      RoleName: 'Reaper',
      PolicyDocument: trustFor({ StringEquals: { 'aws:SourceAccount': '999999999999' } }),
    });
    await scheduler.advance(HOUR);
    expect(await throughput()).toEqual(['bought']);
    expect(logged('target-failed')).toEqual([expect.stringContaining('must allow AWS EventBridge Scheduler')]);
  });
});

describe('a cloud that was down', () => {
  it('runs what came due meanwhile when it starts, once', async () => {
    await makeRole(scheduler);
    await makeThroughput(scheduler, 'bought');
    await scheduler.schedule('reap', 'at(2026-01-01T01:00:00)', 'bought', ONCE);
    await scheduler.schedule('often', 'rate(1 minute)', 'nothing', { StartDate: new Date(Date.UTC(2026, 0, 1, 1)) });
    await scheduler.close();
    scheduler = await openScheduler(folder);
    await scheduler.settle();
    expect(await throughput()).toEqual(['bought']);
    await scheduler.close();
    // The clock of the next process begins anew; what it shows at start is what counts.
    scheduler = await openScheduler(folder);
    await scheduler.advance(5 * HOUR);
    expect(await throughput()).toEqual([]);
    expect(await schedules()).toEqual(['often']);
    expect(logged('target-failed')).toHaveLength(1);
  });
});

it('asks the role as its group, not as itself', async () => {
  const own = GROUP_ARN.replace('schedule-group/default', 'schedule/default/reap');
  await makeRole(scheduler, undefined, trustFor({ ArnEquals: { 'aws:SourceArn': own } }));
  await expect(scheduler.schedule('reap', 'rate(1 hour)', 'bought')).rejects.toMatchObject({
    code: 'ValidationException',
    message: 'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
  });
});
