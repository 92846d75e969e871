import { describe, expect, it } from 'vitest';
import { CloudError } from '../errors.ts';
import { runTags } from '../model/tags.ts';
import { drain, hostState, inTurn, jobState, outage, refusal, scriptedCloud } from '../testing/scripted-cloud.mts';
import { cleanup } from './cleanup.ts';
import { findResources } from './find-resources.ts';
import type { Resource, SearchGap } from './resource.ts';
import { runPrefixes } from './run-prefixes.ts';

const inUse = new CloudError('conflict', 'The model is in use.');
const model: Resource = { kind: 'model', name: 'm', id: 'arn:model' };
const role: Resource = { kind: 'role', name: 'r', id: 'arn:role' };
const bucket: Resource = { kind: 'bucket', name: 'b', id: 's3://b/' };

describe('cleanup', () => {
  it('waits until what uses a thing has let go of it', async () => {
    const deleteModel = inTurn<void>(inUse, inUse, undefined);
    const cloud = scriptedCloud({ customizer: { deleteModel } });
    const { events, result } = await drain(cleanup([model], {}, cloud));
    expect(result).toEqual({ deleted: [model], kept: [] });
    expect(events).toEqual([
      { type: 'resource-busy', resource: model, reason: 'The model is in use.' },
      { type: 'resource-deleted', resource: model },
    ]);
    expect(cloud.slept).toEqual([2000, 2000]);
  });

  it('keeps what cannot be deleted, says why, and goes on with the rest', async () => {
    const cloud = scriptedCloud({
      customizer: { deleteModel: inTurn<void>(inUse) },
      roles: { delete: inTurn<void>(refusal) },
      objects: { deleteBucket: inTurn<void>(undefined) },
    });
    const { events, result } = await drain(cleanup([model, role, bucket], {}, cloud));
    expect(result).toEqual({
      deleted: [bucket],
      kept: [
        { resource: model, reason: 'The model is in use.' },
        { resource: role, reason: 'You may not.' },
      ],
    });
    expect(events.map(({ type }) => type)).toEqual([
      'resource-busy',
      'resource-kept',
      'resource-kept',
      'resource-deleted',
    ]);
    expect(cloud.slept.reduce((sum, wait) => sum + wait, 0)).toBe(120_000);
  });

  it('deletes objects in batches that fit into memory', async () => {
    const batches: number[] = [];
    const cloud = scriptedCloud({
      objects: {
        async *list(name, prefix) {
          expect([name, prefix]).toEqual(['b', 'runs/x/']);
          for (let index = 0; index < 2500; index++) yield { key: `runs/x/${index}`, size: 1 };
        },
        delete: async (_, keys) => {
          batches.push(keys.length);
        },
      },
    });
    const objects: Resource = { kind: 'objects', name: 's3://b/runs/x/', id: 's3://b/runs/x/' };
    expect((await drain(cleanup([objects], {}, cloud))).result.deleted).toEqual([objects]);
    expect(batches).toEqual([1000, 1000, 500]);
  });

  it('waits for a stopping job, and leaves an ended one alone', async () => {
    const stopped: string[] = [];
    const job: Resource = { kind: 'job', name: 'j', id: jobState().jobArn };
    const states = inTurn(
      jobState(),
      jobState({ status: 'Stopping' }),
      jobState({ status: 'Stopping' }),
      jobState({ status: 'Stopped' }),
    );
    const stop = async (arn: string) => void stopped.push(arn);
    const cloud = scriptedCloud({ customizer: { describe: states, stop } });
    expect((await drain(cleanup([job, job], {}, cloud))).result.kept).toEqual([]);
    expect(stopped).toEqual([job.id]);
    expect(cloud.slept).toEqual([2000]);
  });

  it('waits longer for an endpoint that is being created than for one that is just in use', async () => {
    const endpoint: Resource = { kind: 'throughput', name: 't', id: 'arn:throughput' };
    const remove = (status: string) => ({
      delete: inTurn<void>(new CloudError('conflict', 'Not now.')),
      describe: async () => hostState({ status }),
    });
    const slow = scriptedCloud({ throughput: remove('Creating') });
    expect((await drain(cleanup([endpoint], { maxWaitMs: 600_000 }, slow))).result.kept).toHaveLength(1);
    expect(slow.slept).toHaveLength(300);
    const stuck = scriptedCloud({ throughput: remove('InService') });
    await drain(cleanup([endpoint], { maxWaitMs: 600_000 }, stuck));
    expect(stuck.slept).toHaveLength(60);
  });

  it('leaves alone what is blocked, and what something that stays still uses', async () => {
    const schedule: Resource = { kind: 'schedule', name: 's', id: 'g/s', after: ['arn:throughput'] };
    const guarded: Resource = { ...role, after: ['g/s'] };
    const committed: Resource = {
      kind: 'throughput',
      name: 't',
      id: 'arn:throughput',
      blocked: { reason: 'Committed until 2026-12-01.', until: Date.UTC(2026, 11, 1) },
    };
    const { result } = await drain(cleanup([guarded, schedule, committed], {}, scriptedCloud()));
    expect(result.deleted).toEqual([]);
    expect(result.kept.map(({ resource, reason }) => `${resource.kind}: ${reason}`)).toEqual([
      'throughput: Committed until 2026-12-01.',
      'schedule: The schedule s stays because the throughput t could not be deleted.',
      'role: The role r stays because the schedule s could not be deleted.',
    ]);
  });

  it('tries throttled deletions again', async () => {
    const throttle = new CloudError('throttled', 'Slow down.', { retryable: true });
    const cloud = scriptedCloud({ roles: { delete: inTurn<void>(throttle, throttle, undefined) } });
    expect((await drain(cleanup([role], {}, cloud))).result.deleted).toEqual([role]);
    expect(cloud.slept).toHaveLength(2);
  });

  it('never deletes a schedule group that has schedules, for they would go with it', async () => {
    const group: Resource = { kind: 'schedule-group', name: 'novatune', id: 'novatune' };
    const cloud = scriptedCloud({
      schedules: {
        async *list() {
          yield { group: 'novatune', name: 'late' };
        },
      },
    });
    expect((await drain(cleanup([group], {}, cloud))).result.kept[0]?.reason).toContain('still holds late');
  });

  it('throws faults of our own, and the reason of an abort', async () => {
    const fault = new TypeError('a fault of ours');
    const broken = scriptedCloud({ customizer: { deleteModel: inTurn<void>(fault) } });
    await expect(drain(cleanup([model], {}, broken))).rejects.toBe(fault);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(drain(cleanup([model], { signal }, scriptedCloud()))).rejects.toThrow('enough');
  });
});

describe('findResources', () => {
  it.each(['s3://own/', 's3://own', 's3://own/full', 's3://own//', 's3:///full/', 'own/full/'])(
    'never takes %s for a folder',
    async (prefix) => {
      const work = findResources({ run: 'none', prefixes: [prefix] }, scriptedCloud());
      await expect(work.next()).rejects.toMatchObject({ code: 'prefix-invalid' });
    },
  );

  const none = async function* () {};
  const quiet = scriptedCloud({
    customizer: { listJobs: none, listModels: none },
    batches: { list: none },
    throughput: { kind: 'throughput', list: none },
    deployments: { kind: 'deployment', list: none },
    schedules: { groupTags: async () => undefined },
    roles: {
      async *list() {
        yield { name: 'novatune-a', arn: 'arn:role' };
      },
      get: async (name) => ({
        name,
        arn: 'arn:role',
        tags: runTags('a'),
        trust: {},
        inlinePolicies: [],
        attachedPolicies: [],
      }),
    },
  });
  const kinds = ['job', 'batch-job', 'throughput', 'deployment', 'schedule', 'model', 'role'] as const;

  it('tells what it could not search and finds the rest', async () => {
    const list = async function* () {
      yield* [];
      throw refusal;
    };
    const cloud = {
      ...quiet,
      schedules: scriptedCloud({ schedules: { groupTags: inTurn<undefined>(refusal) } }).schedules,
    };
    const gaps: SearchGap[] = [];
    const found: Resource[] = [];
    for await (const one of findResources({ kinds, onGap: (gap) => gaps.push(gap) }, cloud)) found.push(one);
    expect(gaps).toEqual([{ kinds: ['schedule', 'schedule-group'], code: 'access-denied', reason: 'You may not.' }]);
    // A schedule may use it.
    expect(found).toMatchObject([
      { kind: 'role', blocked: { reason: expect.stringContaining('could not be looked up') } },
    ]);
    const deaf = { ...quiet, batches: scriptedCloud({ batches: { list } }).batches };
    await expect(findResources({ kinds }, deaf).next()).rejects.toBe(refusal);
  });

  it('searches again when the network fails', async () => {
    let calls = 0;
    const list = async function* () {
      yield* [];
      calls += 1;
      if (calls < 3) throw outage;
    };
    const cloud = { ...quiet, batches: scriptedCloud({ batches: { list } }).batches };
    expect((await findResources({ kinds }, cloud).next()).value).toMatchObject({ kind: 'role', name: 'novatune-a' });
    expect(calls).toBe(3);
  });
});

describe('runPrefixes', () => {
  it('are the data set and what the job wrote, never a whole bucket', () => {
    const job = {
      job_arn: 'arn:aws:bedrock:us-east-1:1:model-customization-job/amazon.nova/abc',
      output_uri: 's3://b',
    };
    expect(runPrefixes({ upload: { bucket: 'a', prefix: 'runs/x/data/' }, job })).toEqual([
      's3://a/runs/x/data/',
      's3://b/model-customization-job-abc/',
    ]);
    expect(runPrefixes({ upload: { bucket: 'a', prefix: '' } })).toEqual([]);
  });
});
