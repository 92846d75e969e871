import { createSteppedClock } from '../../src/local-cloud/index.ts';
import type { Cloud, ConnectedCloud } from '../../src/toolkit/index.ts';
import { collect, openRehearsal } from '../support/rehearsal.ts';
import { sampleJob } from '../support/text-job.ts';

export const HOUR = 3_600_000;

/** A local cloud whose time is stepped, with two custom models of one base. */
export interface MortalCloud extends AsyncDisposable {
  /** The toolkit, whose clock shows the cloud's time. */
  readonly cloud: ConnectedCloud;
  readonly models: readonly [string, string];
  /** Moves time on, and lets the schedules that are due then run. */
  step(milliseconds: number): Promise<void>;
  throughput(): Promise<string[]>;
  schedules(): Promise<string[]>;
  roles(): Promise<string[]>;
  /** Removes every endpoint, schedule and role of an earlier test. */
  clear(): Promise<void>;
}

export async function openMortalCloud(): Promise<MortalCloud> {
  // On a whole second, as schedules are.
  const clock = createSteppedClock(Math.ceil(Date.now() / 1000) * 1000);
  const rehearsal = await openRehearsal({
    clock,
    settings: { throughputDelayMs: 0, deploymentDelayMs: 0, jobPhaseMs: 0, noCommitmentModelUnits: 2 },
  });
  const cloud: ConnectedCloud = {
    ...rehearsal.cloud,
    clock: {
      now: clock.now,
      sleep: async (milliseconds) => {
        clock.advance(milliseconds);
        await settle();
      },
    },
  };
  const names = async (items: AsyncIterable<{ readonly name: string }>) =>
    (await collect(items)).map(({ name }) => name).sort();
  const throughput = () => names(cloud.throughput.list({}));
  const schedules = () => names(cloud.schedules.list('novatune'));
  const roles = async () => (await names(cloud.roles.list())).filter((name) => name.startsWith('novatune-ttl'));
  return {
    cloud,
    models: [await train(cloud, 'first'), await train(cloud, 'second')],
    step: async (milliseconds) => {
      clock.advance(milliseconds);
      await settle();
    },
    throughput,
    schedules,
    roles,
    clear: async () => {
      for (const host of [cloud.throughput, cloud.deployments]) {
        for (const { arn } of await collect(host.list({}))) await host.delete(arn);
      }
      for (const name of await schedules()) await cloud.schedules.delete({ group: 'novatune', name });
      for (const name of await roles()) await cloud.roles.delete(name);
    },
    [Symbol.asyncDispose]: () => rehearsal[Symbol.asyncDispose](),
  };
}

/** The cloud runs in this process: what is due is done within some turns of the event loop. */
const settle = async () => {
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
};

async function train(cloud: Cloud, name: string): Promise<string> {
  const job = await cloud.customizer.submit(await sampleJob(cloud, (part) => `${part}-${name}`, name));
  for (;;) {
    const { status, modelArn, failureMessage } = (await cloud.customizer.describe(job)) ?? {};
    if (modelArn) return modelArn;
    if (status !== 'InProgress') throw new Error(`The job is ${status}: ${failureMessage}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
