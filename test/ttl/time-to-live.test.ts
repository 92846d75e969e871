import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  CloudError,
  cancelTimeToLive,
  type DeployOptions,
  deploy,
  extendTimeToLive,
  type HostState,
  planTimeToLive,
  readTimeToLive,
  removeEndpoint,
  runTags,
} from '../../src/toolkit/index.ts';
import { drain } from '../support/rehearsal.ts';
import { HOUR, type MortalCloud, openMortalCloud } from './mortal-cloud.ts';

let mortal: MortalCloud;
beforeAll(async () => {
  mortal = await openMortalCloud();
}, 60_000);
afterAll(() => mortal[Symbol.asyncDispose]());
beforeEach(() => mortal.clear());

const options = (change: Partial<DeployOptions> = {}): DeployOptions => ({
  kind: 'throughput',
  name: 'forms',
  tags: runTags('forms'),
  ttlMs: 2 * HOUR,
  pollIntervalMs: 10,
  ...change,
});
const create = (change: Partial<DeployOptions> = {}, cloud = mortal.cloud) =>
  drain(deploy(mortal.models[0], options(change), cloud));
const found = async (name = 'forms'): Promise<HostState> => {
  const state = await mortal.cloud.throughput.describe(name);
  if (!state) throw new Error(`There is no ${name}.`);
  return state;
};
const remaining = async (state: HostState) =>
  ((await readTimeToLive(state, mortal.cloud))?.deadline ?? Number.NaN) - mortal.cloud.clock.now();

describe('an endpoint with a time to live', () => {
  it('is deleted by the cloud alone, to the second', async () => {
    const { result, events } = await create();
    expect(events.map(({ type }) => type)).toEqual(['deadline-set', 'endpoint-requested']);
    const left = Date.parse(result.deadline ?? '') - mortal.cloud.clock.now();
    expect(left).toBe(2 * HOUR);
    await mortal.step(left - 1);
    expect(await mortal.throughput()).toEqual(['forms']);
    await mortal.step(1000);
    expect(await mortal.throughput()).toEqual([]);
    expect(await mortal.schedules()).toEqual([]);
  });

  it('has a role that may delete it and nothing else, for novatune’s schedules of this account alone', async () => {
    const { arn } = (await create()).result;
    const { role, schedule } = await planTimeToLive(options(), mortal.cloud);
    const state = await mortal.cloud.roles.get(role.name);
    expect(state).toMatchObject({ tags: { ...runTags('forms') }, inlinePolicies: ['novatune-ttl'] });
    expect(state?.trust).toEqual(role.trust);
    expect(JSON.stringify(role.trust)).toContain(
      '{"aws:SourceAccount":"111122223333","aws:SourceArn":"arn:aws:scheduler:us-east-1:111122223333:schedule-group/novatune"}',
    );
    expect(await mortal.cloud.schedules.get(schedule)).toMatchObject({ identifier: arn });
    // Another throughput with the same tags is not deleted through this role.
    const { result: other } = await create({ name: 'other', ttlMs: HOUR });
    await mortal.cloud.schedules.put({ ...schedule, at: mortal.cloud.clock.now(), identifier: other.arn });
    await mortal.step(5 * 60_000);
    expect(await mortal.throughput()).toEqual(['forms', 'other']);
  });

  it('before it exists, has a schedule by name and a role by tag', async () => {
    const { role, schedule, tags } = await planTimeToLive(options(), mortal.cloud);
    expect(schedule.identifier).toBe('forms');
    expect(role.name).toBe(schedule.name);
    expect(tags).toEqual({ ...runTags('forms'), 'novatune:ttl': schedule.name });
    expect(role.policies['novatune-ttl']?.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'bedrock:DeleteProvisionedModelThroughput',
        Resource: 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/*',
        Condition: { StringEquals: { 'aws:ResourceTag/novatune:ttl': schedule.name } },
      },
    ]);
  });

  it('may be a deployment', async () => {
    await create({ kind: 'deployment' });
    await mortal.step(2 * HOUR + 1000);
    expect(await mortal.cloud.deployments.describe('forms')).toBeUndefined();
  });

  it('keeps its deadline through a change of its name and model', async () => {
    const { arn } = (await create()).result;
    await mortal.cloud.throughput.update(arn, { name: 'renamed', modelArn: mortal.models[1] });
    expect(await remaining(await found('renamed'))).toBeLessThan(2 * HOUR + 1000);
    await mortal.step(2 * HOUR + 1000);
    expect(await mortal.throughput()).toEqual([]);
  });

  it('keeps its deadline when it is asked for again', async () => {
    await create();
    await mortal.step(HOUR);
    const { events, result } = await create({ ttlMs: 5 * HOUR });
    expect(events[0]).toMatchObject({ type: 'deadline-set', kept: true });
    expect(Date.parse(result.deadline ?? '') - mortal.cloud.clock.now()).toBeLessThanOrEqual(HOUR + 1000);
  });

  it('gets one when it was there without', async () => {
    const { ttlMs: _, ...forever } = options();
    await drain(deploy(mortal.models[0], forever, mortal.cloud));
    expect(await readTimeToLive(await found(), mortal.cloud)).toBeUndefined();
    await create();
    await mortal.step(2 * HOUR + 1000);
    expect(await mortal.throughput()).toEqual([]);
  });

  it('can be given more time, less, or an end to its end', async () => {
    await create();
    const extend = async (ttlMs: number) =>
      (await drain(extendTimeToLive('throughput', await found(), { ttlMs }, mortal.cloud))).result;
    await mortal.step(HOUR);
    const deadline = await extend(4 * HOUR);
    expect(deadline - mortal.cloud.clock.now()).toBe(4 * HOUR);
    await mortal.step(3 * HOUR);
    expect(await mortal.throughput()).toEqual(['forms']);
    await cancelTimeToLive(await found(), mortal.cloud);
    expect([await mortal.schedules(), await mortal.roles()]).toEqual([[], []]);
    await mortal.step(100 * HOUR);
    expect(await mortal.throughput()).toEqual(['forms']);
    await extend(60_000);
    await mortal.step(61_000);
    expect(await mortal.throughput()).toEqual([]);
  });
});

describe('deleting an endpoint', () => {
  const remove = async (name: string) =>
    (await drain(removeEndpoint(name, { kind: 'throughput' }, mortal.cloud))).result;

  it('takes its schedule and its role along', async () => {
    await create();
    expect([(await mortal.schedules()).length, (await mortal.roles()).length]).toEqual([1, 1]);
    expect(await remove('forms')).toBe(true);
    expect([await mortal.throughput(), await mortal.schedules(), await mortal.roles()]).toEqual([[], [], []]);
  });

  it('removes the role that is left of one whose time was over', async () => {
    await create();
    await mortal.step(2 * HOUR + 1000);
    expect(await mortal.roles()).toHaveLength(1);
    expect(await remove('forms')).toBe(false);
    expect(await mortal.roles()).toEqual([]);
    expect(await remove('forms')).toBe(false);
  });

  it('leaves roles alone that were not made by novatune', async () => {
    const { role } = await planTimeToLive(options(), mortal.cloud);
    await mortal.cloud.roles.put({ ...role, tags: {} });
    await expect(create()).rejects.toMatchObject({ code: 'role-not-ours' });
    expect(await remove('forms')).toBe(false);
    expect(await mortal.roles()).toEqual([role.name]);
    expect(await mortal.throughput()).toEqual([]);
  });
});

describe('creation that fails', () => {
  it('leaves nothing when it was refused', async () => {
    await expect(create({ modelUnits: 3 })).rejects.toMatchObject({
      code: 'no-model-units',
      remedy: expect.stringContaining('deployment create'),
    });
    expect([await mortal.schedules(), await mortal.roles()]).toEqual([[], []]);
  });

  it('leaves the schedule when the throughput may be there', async () => {
    const { throughput } = mortal.cloud;
    const lost = new CloudError('network', 'The answer was lost.', { retryable: true });
    const losing = {
      ...mortal.cloud,
      throughput: {
        ...throughput,
        create: async (request: Parameters<typeof throughput.create>[0]) => {
          await throughput.create(request);
          throw lost;
        },
      },
    };
    await expect(create({}, losing)).rejects.toBe(lost);
    expect(await mortal.throughput()).toEqual(['forms']);
    await mortal.step(2 * HOUR + 1000);
    expect(await mortal.throughput()).toEqual([]);
  });

  it('leaves the schedule when another process was quicker', async () => {
    const { throughput } = mortal.cloud;
    let looks = 0;
    const late = {
      ...mortal.cloud,
      throughput: {
        ...throughput,
        describe: async (name: string) => (looks++ === 0 ? undefined : throughput.describe(name)),
      },
    };
    await create();
    await expect(create({ tags: { ...runTags('forms'), by: 'another' } }, late)).rejects.toMatchObject({ status: 400 });
    await mortal.step(2 * HOUR + 1000);
    expect(await mortal.throughput()).toEqual([]);
  });

  it.each([0, 59_999, Number.NaN, 366 * 24 * HOUR])(
    'refuses a life of %s ms before anything is sent',
    async (ttlMs) => {
      await expect(create({ ttlMs })).rejects.toMatchObject({ code: 'ttl-invalid' });
    },
  );

  it('refuses a life shorter than the commitment', async () => {
    await expect(create({ commitment: 'OneMonth' })).rejects.toMatchObject({ code: 'ttl-invalid' });
    expect(await mortal.schedules()).toEqual([]);
  });
});
