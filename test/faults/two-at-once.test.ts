import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Recipe, runPipeline } from '../../src/toolkit/index.ts';
import { collect, drain, openRehearsal, type Rehearsal } from '../support/rehearsal.ts';
import { sampleRun } from '../support/sample-run.ts';

let rehearsal: Rehearsal;
let recipe: Recipe;
beforeAll(async () => {
  rehearsal = await openRehearsal();
  recipe = await sampleRun(rehearsal.folder);
});
afterAll(() => rehearsal[Symbol.asyncDispose]());

const run = (folder: string, change: Partial<Recipe> = {}) =>
  drain(
    runPipeline(
      { ...recipe, ...change },
      { folder: join(rehearsal.folder, folder), version: '0.0.0-test' },
      rehearsal.cloud,
    ),
  );

const jobs = (nameContains: string) => collect(rehearsal.cloud.customizer.listJobs({ nameContains }));

describe('two runs at once', { timeout: 90_000 }, () => {
  it('of one recipe share one job and one deployment', async () => {
    const [one, other] = await Promise.all([run('one'), run('other')]);
    expect(one.result.comparison).toEqual(other.result.comparison);
    expect(await jobs(recipe.name)).toHaveLength(1);
    expect(await collect(rehearsal.cloud.deployments.list({}))).toHaveLength(1);
  });

  it('of two recipes with one name: the later one is refused before it trains', async () => {
    const name = 'contested';
    const [one, other] = await Promise.allSettled([
      run('first', { name, hyperparameters: { epochCount: 1 } }),
      run('second', { name, hyperparameters: { epochCount: 2 } }),
    ]);
    const refused = one.status === 'rejected' ? one : other;
    const finished = one.status === 'fulfilled' ? one : other;
    expect(finished.status).toBe('fulfilled');
    expect(refused).toMatchObject({
      status: 'rejected',
      reason: {
        name: 'CloudError',
        code: 'conflict',
        serviceCode: 'ConflictException',
        message: expect.stringContaining('A model customization job with the name contested already exists.'),
      },
    });
    expect(await jobs(name)).toHaveLength(1);
  });
});
