import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Cloud, type DeployOptions, deploy, readTimeToLive, runTags } from '../../src/toolkit/index.ts';
import { drain } from '../support/rehearsal.ts';
import { HOUR, type MortalCloud, openMortalCloud } from './mortal-cloud.ts';

const PORTS = ['throughput', 'customizer', 'schedules', 'roles'] as const;
const OPTIONS: DeployOptions = { kind: 'throughput', name: 'forms', tags: runTags('forms'), ttlMs: 2 * HOUR };

/** The process is gone: nothing after it happens. */
class Killed extends Error {}

/** A cloud whose caller is killed when its n-th call has been done and before it learns of it. Counts calls when n is never reached. */
function killedAfter(cloud: Cloud, n: number): { readonly cloud: Cloud; calls(): number } {
  let calls = 0;
  const wrapped = (port: object): object =>
    new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...input: unknown[]) => {
          calls += 1;
          if (calls > n) throw new Killed();
          const answer: unknown = await method.apply(target, input);
          if (calls >= n) throw new Killed();
          return answer;
        };
      },
    });
  const ports = Object.fromEntries(PORTS.map((port) => [port, wrapped(cloud[port])]));
  return { cloud: { ...cloud, ...ports }, calls: () => calls };
}

describe('a creation that is killed', () => {
  let mortal: MortalCloud;
  beforeAll(async () => {
    mortal = await openMortalCloud();
  }, 60_000);
  afterAll(() => mortal[Symbol.asyncDispose]());
  beforeEach(() => mortal.clear());

  const create = (cloud: Cloud) => drain(deploy(mortal.models[0], OPTIONS, cloud));
  const killed = async (n: number) => {
    await expect(create(killedAfter(mortal.cloud, n).cloud)).rejects.toBeInstanceOf(Killed);
  };
  /** Every point at which it can be killed: between two calls is the same as after the first of them. */
  const everywhere = async (check: (n: number) => Promise<void>) => {
    const counting = killedAfter(mortal.cloud, Number.POSITIVE_INFINITY);
    await create(counting.cloud);
    await mortal.clear();
    expect(counting.calls()).toBeGreaterThan(8);
    for (let n = 1; n <= counting.calls(); n += 1) {
      await check(n);
      await mortal.clear();
    }
  };

  it('never leaves throughput that bills for ever', async () => {
    let billed = 0;
    await everywhere(async (n) => {
      await killed(n);
      billed += (await mortal.throughput()).length;
      await mortal.step(2 * HOUR + 1000);
      expect(await mortal.throughput(), `killed after call ${n}`).toEqual([]);
    });
    expect(billed).toBeGreaterThan(2);
  });

  it('is taken up and repaired by the next one', async () => {
    await everywhere(async (n) => {
      await killed(n);
      const { result } = await create(mortal.cloud);
      expect(await mortal.throughput()).toEqual(['forms']);
      const known = await readTimeToLive(result, mortal.cloud);
      expect(known, `killed after call ${n}`).toMatchObject({ bound: true });
      expect(Date.parse(result.deadline ?? '')).toBeLessThanOrEqual(mortal.cloud.clock.now() + 2 * HOUR + 1000);
      expect([(await mortal.schedules()).length, (await mortal.roles()).length]).toEqual([1, 1]);
      await mortal.step(2 * HOUR + 2000);
      expect(await mortal.throughput()).toEqual([]);
    });
  });
});
