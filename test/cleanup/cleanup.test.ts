import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  bundledPrices,
  type CleanupSummary,
  CloudError,
  cleanup,
  findResources,
  type Resource,
  runTags,
  standingCost,
} from '../../src/toolkit/index.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { collect, drain } from '../support/rehearsal.ts';
import { type Account, openAccount } from './account.ts';

let account: Account;
let foreign: string[];
let truth: readonly string[];
beforeAll(async () => {
  account = await openAccount();
  const { cloud } = account.rehearsal;
  // The same things under like names: of nobody, of another tool, and of one that knows our run's tag alone.
  const strangers = [
    await account.plant('bare', {}),
    await account.plant('other', { 'novatune:created-by': 'somebody', 'novatune:run': 'mine' }),
    await account.plant('halfway', { 'novatune:run': 'mine' }),
  ];
  await cloud.objects.put('bare-bucket', 'runs/mine/look-alike.txt', 'x', { contentType: 'text/plain' });
  const planted = await account.inventory();
  const ours = await account.plant('mine', runTags('mine'), { ttl: true });
  const between = new Set(await account.inventory());
  for (const stranger of strangers) await stranger.start();
  const started = (await account.inventory()).filter((line) => !between.has(line));
  foreign = [...planted, ...started].sort();
  await ours.start();
  truth = ours.truth;
}, 120_000);
afterAll(() => account[Symbol.asyncDispose]());

/** Ids at the end of names are not known before. */
const named = (resources: readonly Resource[]) =>
  resources.map(({ kind, name }) => `${kind} ${name.replace(/^(novatune-ttl-.*-)[0-9a-f]{8}$/, '$1')}`).sort();
const find = (options: Parameters<typeof findResources>[0] = {}) =>
  collect(findResources(options, account.rehearsal.cloud));

it('lists what novatune made, all of it and nothing else', async () => {
  expect(named(await find({ run: 'mine' }))).toEqual(truth.toSorted());
  expect(named(await find())).toEqual([...truth, 'schedule-group novatune'].sort());
  expect(await find({ run: 'nobody' })).toEqual([]);
});

it('asks nothing but questions while it lists', async () => {
  const { answered } = account.rehearsal;
  const before = answered.length;
  await find();
  const operations = new Set(answered.slice(before).map(({ operation }) => operation ?? ''));
  expect(operations.size).toBeGreaterThan(15);
  expect([...operations].filter((operation) => !/^(Get|List|Describe|Head)/.test(operation))).toEqual([]);
});

it('knows what bills', async () => {
  const prices = bundledPrices();
  const cost = Object.fromEntries((await find()).map((one) => [one.kind, standingCost(one, prices)]));
  expect(cost.throughput).toMatchObject({ per: 'hour', usd: { low: 108.15, high: 108.15 } });
  expect(cost.model).toMatchObject({ per: 'month', usd: { low: 1.75, high: 1.95 } });
  expect(cost.deployment).toEqual({ per: 'nothing' });
  expect(cost.job?.per).toBe('unknown');
  const objects = (await find({ kinds: ['objects'] })).find(({ name }) => name.startsWith('s3://mine-bucket/'));
  expect(objects).toMatchObject({ count: 3, run: 'mine', bytes: expect.any(Number) });
});

it('takes part of it', async () => {
  expect(named(await find({ kinds: ['alarm', 'event-rule'] }))).toEqual([
    'alarm novatune-mine-p95',
    'event-rule novatune-mine-jobs',
  ]);
  const kept = await find({ keep: ['model', 'bucket'] });
  expect(kept.map(({ kind }) => kind)).not.toContain('model');
  const now = account.rehearsal.cloud.clock.now();
  expect(await find({ createdBefore: now - 3_600_000 })).toEqual([]);
  expect((await find({ createdBefore: now + 60_000 })).map(({ kind }) => kind)).toContain('throughput');
});

it('leaves the schedule of throughput that stays, and the role it works with', async () => {
  const blocked = (await find({ keep: ['throughput'] })).filter((one) => one.blocked);
  expect(named(blocked)).toEqual([
    'model mine-trained',
    'role novatune-ttl-mine-',
    'schedule novatune-ttl-mine-',
    'schedule-group novatune',
  ]);
  const { cloud } = account.rehearsal;
  const { result } = await drain(cleanup(blocked, {}, cloud));
  expect(result.deleted).toEqual([]);
  expect(await collect(cloud.schedules.list('novatune'))).toHaveLength(1);
});

it('leaves a bucket that holds what no run has put there, and takes what the service left behind', async () => {
  const { objects } = account.rehearsal.cloud;
  const text = { contentType: 'text/plain' };
  await objects.put('mine-bucket', 'holiday.jpg', 'x', text);
  await objects.put('mine-bucket', 'out/.write_access_check_file.temp', '-', text);
  const found = await find({ kinds: ['objects', 'uploads', 'bucket'] });
  expect(found.find(({ kind }) => kind === 'bucket')?.blocked?.reason).toContain('such as holiday.jpg');
  expect(found.map(({ name }) => name)).toContain('s3://mine-bucket/out/.write_access_check_file.temp');
  await objects.delete('mine-bucket', ['holiday.jpg', 'out/.write_access_check_file.temp']);
});

it('deletes in order, goes on after refusals, and takes up the rest the next time', async () => {
  const { cloud } = account.rehearsal;
  const quick = { ...cloud, clock: hurriedClock() };
  const refuse = async (name: string) => {
    throw new CloudError('access-denied', `You may not delete ${name}.`);
  };
  const roles = { ...cloud.roles, delete: refuse };
  const first: CleanupSummary = (await drain(cleanup(await find(), {}, { ...quick, roles }))).result;
  expect(named(first.kept.map(({ resource }) => resource))).toEqual([
    'role novatune-mine-batch',
    'role novatune-ttl-mine-',
  ]);
  expect(first.kept[0]?.reason).toMatch(/^You may not delete/);

  const rest = await find();
  expect(named(rest)).toEqual(named(first.kept.map(({ resource }) => resource)));
  expect((await drain(cleanup(rest, {}, quick))).result.kept).toEqual([]);
  expect(await find()).toEqual([]);
}, 60_000);

it('has touched nothing else', async () => {
  const left = await account.inventory();
  // The bucket and role that the sample job came with are nobody's by their tags.
  const nobodys = [
    'bucket mine-jobs',
    'object mine-jobs/data/train.jsonl',
    'object mine-jobs/out/.write_access_check_file.temp',
    'role mine-role',
  ];
  expect(left).toEqual([...foreign, ...nobodys].sort());
});
