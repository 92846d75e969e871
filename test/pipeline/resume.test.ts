import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Cloud,
  CloudError,
  type PipelineEvent,
  type PipelineResult,
  type Recipe,
  runPipeline,
} from '../../src/toolkit/index.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { collect, drain, openRehearsal, type Rehearsal } from '../support/rehearsal.ts';
import { HELD_OUT, sampleRun } from '../support/sample-run.ts';

let rehearsal: Rehearsal;
let recipe: Recipe;
let folder: string;
beforeAll(async () => {
  rehearsal = await openRehearsal();
  recipe = await sampleRun(rehearsal.folder, { cleanup: true });
  folder = join(rehearsal.folder, 'run');
});
afterAll(() => rehearsal[Symbol.asyncDispose]());

const run = (cloud: Cloud = rehearsal.cloud, change: Partial<Recipe> = {}) =>
  runPipeline({ ...recipe, ...change }, { folder, version: '0.0.0-test' }, cloud);

/** Fails as a service does that is down; retrying is the caller's business. */
const down = async (): Promise<never> => {
  throw new CloudError('access-denied', 'The test has closed this door.', { serviceCode: 'AccessDeniedException' });
};

/** Runs until it breaks and tells what was done before. */
async function runUntilBroken(
  cloud: Cloud,
): Promise<{ readonly events: readonly PipelineEvent[]; readonly error: unknown }> {
  const events: PipelineEvent[] = [];
  try {
    for await (const event of run(cloud)) events.push(event);
  } catch (error) {
    return { events, error };
  }
  throw new Error('expected the run to break');
}

const stepsOf = (events: readonly PipelineEvent[], type: 'step-finished' | 'step-skipped' | 'step-started') =>
  events.flatMap((event) => (event.type === type ? [event.step] : []));

interface Break {
  readonly at: string;
  readonly step: string;
  readonly code: string;
  /** A cloud with one door closed. */
  readonly cloud: (cloud: Cloud) => Partial<Cloud>;
}

const BREAKS: readonly Break[] = [
  {
    at: 'the first look at the bucket',
    step: 'upload',
    code: 'access-denied',
    cloud: ({ objects }) => ({ objects: { ...objects, bucketRegion: down } }),
  },
  {
    at: 'the training file, after all images',
    step: 'upload',
    code: 'access-denied',
    cloud: ({ objects }) => ({
      objects: {
        ...objects,
        put: (bucket, key, ...rest) => (key.endsWith('.jsonl') ? down() : objects.put(bucket, key, ...rest)),
        putFile: (bucket, key, ...rest) => (key.endsWith('.jsonl') ? down() : objects.putFile(bucket, key, ...rest)),
      },
    }),
  },
  {
    at: 'the role',
    step: 'train',
    code: 'access-denied',
    cloud: ({ roles }) => ({ roles: { ...roles, put: down } }),
  },
  {
    at: 'the moment after the job was accepted',
    step: 'train',
    code: 'access-denied',
    cloud: ({ customizer }) => ({ customizer: { ...customizer, describe: down } }),
  },
  {
    at: 'the metrics of the finished job',
    step: 'train',
    code: 'access-denied',
    cloud: ({ objects }) => ({ objects: { ...objects, list: () => closed() } }),
  },
  {
    at: 'the moment after the deployment was accepted',
    step: 'deploy',
    code: 'access-denied',
    cloud: ({ deployments }) => ({
      deployments: {
        ...deployments,
        describe: (id, ...rest) => (id.startsWith('arn:') ? down() : deployments.describe(id, ...rest)),
      },
    }),
  },
  {
    at: 'the tuned model, when the base model has answered',
    step: 'infer',
    code: 'inference-incomplete',
    cloud: ({ runtime }) => ({
      runtime: {
        converse: (request, ...rest) =>
          request.modelId.startsWith('arn:') ? down() : runtime.converse(request, ...rest),
      },
    }),
  },
];

async function* closed(): AsyncGenerator<never> {
  yield await down();
}

describe('a run that breaks at every step in turn', { timeout: 90_000 }, () => {
  let finished: { readonly events: readonly PipelineEvent[]; readonly result: PipelineResult };

  it.each(BREAKS)('stops at $at', async ({ cloud, step, code }) => {
    const broken = await runUntilBroken({ ...rehearsal.cloud, ...cloud(rehearsal.cloud) });
    expect(broken.error).toMatchObject({ code });
    expect(stepsOf(broken.events, 'step-started').at(-1)).toBe(step);
    expect(stepsOf(broken.events, 'step-finished')).not.toContain(step);
  });

  it('stops at an artifact that cannot be written', async () => {
    await mkdir(join(folder, 'scores', 'tuned.json'), { recursive: true });
    const { error, events } = await runUntilBroken(rehearsal.cloud);
    expect(error).toMatchObject({ code: 'EISDIR' });
    expect(stepsOf(events, 'step-started').at(-1)).toBe('evaluate');
    await rm(join(folder, 'scores', 'tuned.json'), { recursive: true });
  });

  it('keeps what could not be deleted, and finds it again the next time', async () => {
    const { deployments } = rehearsal.cloud;
    const { events, result } = await drain(
      run({ ...rehearsal.cloud, deployments: { ...deployments, delete: down }, clock: hurriedClock() }),
    );
    expect(result.comparison?.documents).toBe(HELD_OUT);
    const cleaned = events.findLast((event) => event.type === 'step-finished' && event.step === 'cleanup');
    expect(cleaned).toMatchObject({
      summary: expect.stringMatching(/2 kept: deployment sample-run .*model sample-run/s),
    });
    expect(await collect(deployments.list({}))).toHaveLength(1);
  });

  it('comes to its end', async () => {
    finished = await drain(run());
    expect(stepsOf(finished.events, 'step-skipped')).toEqual([
      'upload',
      'train',
      'deploy',
      'infer',
      'evaluate',
      'report',
    ]);
    expect(stepsOf(finished.events, 'step-finished')).toEqual(['prepare', 'validate', 'cleanup']);
    expect(await readFile(finished.result.report ?? '', 'utf8')).toContain('Sample run');
  });

  it('has paid for one job, one deployment and one answer for each document and model', async () => {
    expect(await collect(rehearsal.cloud.customizer.listJobs({}))).toHaveLength(1);
    expect(rehearsal.count('CreateModelCustomizationJob')).toBe(1);
    expect(rehearsal.count('CreateCustomModelDeployment')).toBe(1);
    expect(rehearsal.count('Converse')).toBe(2 * HELD_OUT);
  });

  it('has left nothing behind', async () => {
    const { customizer, deployments, roles, objects } = rehearsal.cloud;
    expect(await collect(customizer.listModels({}))).toEqual([]);
    expect(await collect(deployments.list({}))).toEqual([]);
    expect(await collect(roles.list())).toEqual([]);
    expect(await objects.bucketRegion(recipe.bucket)).toBeUndefined();
  });

  it('refuses another recipe, account or cloud in the same folder', async () => {
    await expect(drain(run(rehearsal.cloud, { seed: 2 }))).rejects.toMatchObject({ code: 'run-folder-taken' });
    const identity = await rehearsal.cloud.identity();
    const elsewhere = (change: Partial<typeof identity>) => ({
      ...rehearsal.cloud,
      identity: async () => ({ ...identity, ...change }),
    });
    for (const change of [{ accountId: '999988887777' }, { region: 'us-west-2' }, { rehearsal: false }]) {
      await expect(drain(run(elsewhere(change)))).rejects.toMatchObject({ code: 'run-folder-taken' });
    }
  });

  it('does nothing when it is run once more', async () => {
    const before = rehearsal.answered.length;
    const { events, result } = await drain(run());
    expect(stepsOf(events, 'step-started')).toEqual(['prepare', 'validate']);
    expect(result).toEqual(finished.result);
    const operations = rehearsal.answered.slice(before).map(({ operation }) => operation);
    expect(operations).toEqual(['GetCallerIdentity']);
  });
});
