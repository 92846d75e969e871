import { beforeAll, expect, it } from 'vitest';
import type { ModelHost } from '../../src/toolkit/index.ts';
import { collect } from '../support/rehearsal.ts';
import { trainedModel } from './custom-model.ts';
import { describeTargets, type Target } from './targets.ts';

type HostRequest = Parameters<ModelHost['create']>[0];

const READY = { deployment: 'Active', throughput: 'InService' } as const;

function modelHost(kind: ModelHost['kind'], target: Target): void {
  const ability = kind === 'deployment' ? 'deployments' : 'throughput';
  const reason = target.lacks[ability];
  const host = (): ModelHost => target.cloud()[ability];
  const name = target.unique(kind);
  let request: HostRequest;
  let arn: string;
  beforeAll(async () => {
    if (reason) return;
    request = {
      name,
      modelArn: await trainedModel(target, target.unique('model')),
      tags: { 'novatune:created-by': 'novatune' },
      clientToken: `token-${name}`,
      ...(kind === 'throughput' && { modelUnits: 1 }),
    };
    arn = await host().create(request);
  });
  /** The endpoint when it is neither being created nor updated. */
  const settled = async (identifier: string) => {
    let state = await host().describe(identifier);
    while (state?.status === 'Creating' || state?.status === 'Updating') {
      await target.cloud().clock.sleep(20);
      state = await host().describe(identifier);
    }
    return state;
  };

  it.skipIf(reason !== undefined)(`is of its kind${reason ? ` (the target ${reason})` : ''}`, () =>
    expect(host().kind).toBe(kind),
  );

  it.skipIf(reason !== undefined)('comes up after a while, found by ARN and by name', async () => {
    expect(await host().describe(name)).toMatchObject({ arn, createdAt: expect.any(Number) });
    const units = kind === 'throughput' ? { modelUnits: 1 } : {};
    expect(await settled(arn)).toMatchObject({ arn, name, modelArn: request.modelArn, status: READY[kind], ...units });
  });

  it.skipIf(reason !== undefined)('answers a repeated request with the same endpoint', async () => {
    expect(await host().create(request)).toBe(arn);
  });

  it.skipIf(reason !== undefined)('refuses a name that is taken, and models that are not there', async () => {
    const again = { ...request, clientToken: 'another' };
    await expect(host().create(again)).rejects.toMatchObject({ name: 'CloudError', status: 400 });
    const nothing = { ...again, name: target.unique('none'), modelArn: request.modelArn.replace(/.{4}$/, '0000') };
    await expect(host().create(nothing)).rejects.toMatchObject({ code: 'not-found', status: 404 });
  });

  it.skipIf(reason !== undefined)('tells its tags, and takes more', async () => {
    expect(await target.cloud().customizer.tags(arn)).toEqual(request.tags);
    await host().tag(arn, { 'novatune:ttl': 'schedule' });
    expect(await target.cloud().customizer.tags(arn)).toEqual({ ...request.tags, 'novatune:ttl': 'schedule' });
  });

  it('can be looked at as the API gets it', () => {
    const shown = target.cloud()[ability].preview({ name: 'n', modelArn: 'm', tags: { a: 'b' }, clientToken: 't' });
    const common = { tags: [{ key: 'a', value: 'b' }], clientRequestToken: 't' };
    expect(shown).toEqual(
      kind === 'throughput'
        ? { provisionedModelName: 'n', modelId: 'm', modelUnits: 1, ...common }
        : { modelDeploymentName: 'n', modelArn: 'm', ...common },
    );
  });

  it.skipIf(reason !== undefined)('is listed by name and by model', async () => {
    const one = [expect.objectContaining({ arn, name, modelArn: request.modelArn, status: READY[kind] })];
    expect(await collect(host().list({ nameContains: name }))).toEqual(one);
    expect(await collect(host().list({ modelArn: request.modelArn }))).toEqual(one);
    expect(await collect(host().list({ nameContains: 'no-endpoint-is-called-so' }))).toEqual([]);
  });

  it.skipIf(reason !== undefined)('is pointed at another model', async () => {
    const modelArn = await trainedModel(target, target.unique('second'));
    await host().update(arn, { modelArn });
    expect(await settled(arn)).toMatchObject({ arn, name, modelArn, status: READY[kind] });
  });

  it.skipIf(reason !== undefined)(
    'is deleted, also twice, and may then be made again by the same request',
    async () => {
      await host().delete(arn);
      expect(await host().describe(arn)).toBeUndefined();
      expect(await host().describe(name)).toBeUndefined();
      await expect(host().delete(arn)).resolves.toBeUndefined();
      const again = await host().create(request);
      expect(again).not.toBe(arn);
      await settled(again);
      await host().delete(again);
    },
  );

  it.skipIf(reason !== undefined)('refuses to update what is not there', async () => {
    await expect(host().update(target.unique('none'), { modelArn: request.modelArn })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
}

describeTargets('ModelHost of deployments', (target) => modelHost('deployment', target));
describeTargets('ModelHost of provisioned throughput', (target) => modelHost('throughput', target));
