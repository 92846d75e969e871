import { describe, expect, it } from 'vitest';
import type { HostRequest } from '../ports/model-host.ts';
import { drain, hostState, inTurn, outage, scriptedCloud } from '../testing/scripted-cloud.mts';
import { type DeployOptions, deploy } from './deploy.ts';

const MODEL = 'arn:model';
const { arn } = hostState();
const options: DeployOptions = { name: 'endpoint', tags: { a: 'b' }, pollIntervalMs: 10 };

describe('deploy', () => {
  it('creates a deployment and waits until it answers', async () => {
    const requests: HostRequest[] = [];
    const cloud = scriptedCloud({
      deployments: {
        kind: 'deployment',
        describe: inTurn(undefined, hostState(), hostState(), hostState({ status: 'Active' })),
        create: async (request) => {
          requests.push(request);
          return arn;
        },
      },
    });
    const { events, result } = await drain(deploy(MODEL, options, cloud));
    expect(events.map(({ type }) => type)).toEqual(['endpoint-requested', 'endpoint-observed', 'endpoint-observed']);
    expect(result).toEqual({
      kind: 'deployment',
      arn,
      name: 'endpoint',
      modelArn: MODEL,
      status: 'Active',
      createdAt: '1970-01-01T00:00:00.000Z',
    });
    expect(requests).toEqual([
      {
        name: 'endpoint',
        modelArn: MODEL,
        tags: { a: 'b' },
        clientToken: expect.stringMatching(/^novatune-[0-9a-f]{40}$/),
      },
    ]);
  });

  it('buys one model unit unless told otherwise', async () => {
    const requests: HostRequest[] = [];
    const buy = (change: Partial<DeployOptions>) =>
      drain(
        deploy(
          MODEL,
          { ...options, kind: 'throughput', ...change },
          scriptedCloud({
            throughput: {
              kind: 'throughput',
              describe: inTurn(undefined, hostState({ status: 'InService' })),
              create: async (request) => {
                requests.push(request);
                return arn;
              },
            },
          }),
        ),
      );
    await buy({});
    await buy({});
    await buy({ modelUnits: 2 });
    expect(requests.map(({ modelUnits }) => modelUnits)).toEqual([1, 1, 2]);
    const [first, same, other] = requests.map(({ clientToken }) => clientToken);
    expect(same).toBe(first);
    expect(other).not.toBe(first);
  });

  it('takes up an endpoint that is there, whatever its state', async () => {
    for (const states of [[hostState({ status: 'Active' })], [hostState(), hostState({ status: 'Active' })]] as const) {
      const describe = inTurn(states[0], ...states.slice(1), hostState({ status: 'Active' }));
      const cloud = scriptedCloud({ deployments: { kind: 'deployment', describe } });
      expect((await drain(deploy(MODEL, options, cloud))).result.status).toBe('Active');
    }
  });

  it('does not take the name of an endpoint that serves another model', async () => {
    const describe = inTurn(hostState({ modelArn: 'arn:another' }));
    const cloud = scriptedCloud({ deployments: { kind: 'deployment', describe } });
    await expect(drain(deploy(MODEL, options, cloud))).rejects.toMatchObject({
      code: 'endpoint-name-taken',
      message: expect.stringContaining('arn:another'),
    });
  });

  it('says why an endpoint failed', async () => {
    const describe = inTurn(hostState(), hostState(), hostState({ status: 'Failed', failureMessage: 'no capacity' }));
    const cloud = scriptedCloud({ deployments: { kind: 'deployment', describe } });
    await expect(drain(deploy(MODEL, options, cloud))).rejects.toMatchObject({
      code: 'endpoint-failed',
      message: 'The deployment endpoint failed: no capacity',
    });
  });

  it('outlasts an outage, stops waiting in time, and notices an endpoint that is gone', async () => {
    const hosted = (describe: ReturnType<typeof inTurn<ReturnType<typeof hostState> | undefined>>) =>
      scriptedCloud({ deployments: { kind: 'deployment', describe } });
    const away = hosted(inTurn(hostState(), outage, outage, hostState({ status: 'Active' })));
    expect((await drain(deploy(MODEL, options, away))).result.status).toBe('Active');
    const endless = hosted(inTurn(hostState()));
    await expect(drain(deploy(MODEL, { ...options, maxWaitMs: 25 }, endless))).rejects.toMatchObject({
      code: 'endpoint-wait-timeout',
      retryable: true,
    });
    expect(endless.slept).toEqual([10, 10]);
    const deleted = hosted(inTurn(hostState(), hostState(), undefined));
    await expect(drain(deploy(MODEL, options, deleted))).rejects.toMatchObject({ code: 'not-found' });
  });

  it.each(['', 'a b', 'a--b', '-a', 'x'.repeat(64)])('refuses the name %j before anything is sent', async (name) => {
    await expect(drain(deploy(MODEL, { ...options, name }, scriptedCloud()))).rejects.toMatchObject({
      code: 'name-invalid',
    });
  });
});
