import { describe, expect, it } from 'vitest';
import { CloudError } from '../errors.ts';
import { runTags } from '../model/tags.ts';
import { drain, hostState, inTurn, jobState, refusal, scriptedCloud } from '../testing/scripted-cloud.mts';
import { cleanup } from './cleanup.ts';
import { findResources, type Resource, splitPrefix } from './find-resources.ts';

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
    expect(events).toEqual([{ type: 'resource-deleted', resource: model }]);
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
    expect(events.map(({ type }) => type)).toEqual(['resource-kept', 'resource-kept', 'resource-deleted']);
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

  it('throws faults of our own, and the reason of an abort', async () => {
    const fault = new TypeError('a fault of ours');
    const broken = scriptedCloud({ customizer: { deleteModel: inTurn<void>(fault) } });
    await expect(drain(cleanup([model], {}, broken))).rejects.toBe(fault);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(drain(cleanup([model], { signal }, scriptedCloud()))).rejects.toThrow('enough');
  });
});

describe('findResources', () => {
  const tagsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'arn:mine': runTags('mine'),
    'arn:other': runTags('other'),
    'arn:foreign': { 'novatune:run': 'mine' },
  };
  const each = async function* <Item>(make: (arn: string) => Item) {
    for (const arn of Object.keys(tagsOf)) yield make(arn);
  };
  const cloud = scriptedCloud({
    customizer: {
      tags: async (arn) => tagsOf[arn] ?? {},
      listJobs: () => each((jobArn) => ({ jobArn, jobName: jobArn, status: 'InProgress', createdAt: 0 })),
      listModels: () => each((modelArn) => ({ modelArn, modelName: modelArn, baseModelArn: '', createdAt: 0 })),
    },
    throughput: { kind: 'throughput', list: () => each((arn) => hostState({ arn, name: arn })) },
    deployments: { kind: 'deployment', list: () => each((arn) => hostState({ arn, name: arn })) },
    roles: {
      list: () => each((arn) => ({ arn, name: arn })),
      get: async (name) => ({
        name,
        arn: name,
        tags: tagsOf[name] ?? {},
        trust: {},
        inlinePolicies: [],
        attachedPolicies: [],
      }),
    },
    objects: {
      bucketRegion: async (name) => (name === 'gone' ? undefined : 'us-east-1'),
      bucketTags: async (name) => (name === 'own' ? runTags('mine') : {}),
      async *list(name, prefix) {
        if (prefix === 'full/') yield { key: `${name}/x`, size: 1 };
      },
    },
  });
  const found = async (options: Parameters<typeof findResources>[0]) => {
    const ids: string[] = [];
    for await (const { kind, id } of findResources(options, cloud)) ids.push(`${kind} ${id}`);
    return ids;
  };

  it('yields what the run made, users before what they use, and nothing without our tags', async () => {
    expect(await found({ run: 'mine' })).toEqual([
      'job arn:mine',
      'throughput arn:mine',
      'deployment arn:mine',
      'model arn:mine',
      'role arn:mine',
    ]);
  });

  it('yields the things of every run when none is named', async () => {
    expect(await found({})).toHaveLength(10);
  });

  it('takes the prefixes given, and buckets only when they are ours', async () => {
    const prefixes = ['s3://own/full/', 's3://shared/full/', 's3://shared/empty/', 's3://gone/full/'];
    expect((await found({ run: 'mine', prefixes })).slice(5)).toEqual([
      'objects s3://own/full/',
      'objects s3://shared/full/',
      'bucket s3://own/',
    ]);
  });

  it.each(['s3://own/', 's3://own', 's3://own/full', 's3://own//', 's3:///full/', 'own/full/'])(
    'never takes %s for a folder',
    async (prefix) => {
      await expect(found({ run: 'none', prefixes: [prefix] })).rejects.toMatchObject({ code: 'prefix-invalid' });
    },
  );

  it('says what bills', async () => {
    const bills: Record<string, string | undefined> = {};
    for await (const resource of findResources({ run: 'mine' }, cloud)) bills[resource.kind] = resource.bills;
    expect(bills).toEqual({
      job: 'training tokens while it runs',
      throughput: 'per model unit and hour, idle or not',
      deployment: undefined,
      model: 'storage per month',
      role: undefined,
    });
  });
});

it('splits prefixes', () => {
  expect(splitPrefix('s3://b/a/c/')).toEqual({ bucket: 'b', prefix: 'a/c/' });
  expect(splitPrefix('s3://b')).toEqual({ bucket: 'b', prefix: '' });
});
