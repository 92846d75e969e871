import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARTIFACTS, type PipelineOptions, type Recipe, readDataset, runPipeline } from '../../src/toolkit/index.ts';
import { CODED_CLASSES } from '../support/coded-pages.ts';
import { collect, drain, openRehearsal, type Rehearsal } from '../support/rehearsal.ts';
import { HELD_OUT, sampleRun } from '../support/sample-run.ts';

let rehearsal: Rehearsal;
let recipe: Recipe;
let folder: string;
beforeAll(async () => {
  rehearsal = await openRehearsal();
  folder = join(rehearsal.folder, 'run');
  const names = ['bill', ...CODED_CLASSES.filter((name) => name !== 'invoice')];
  recipe = await sampleRun(rehearsal.folder, {
    ttlMs: 3_600_000,
    labelMapping: { invoice: 'bill' },
    task: {
      kind: 'classification',
      classes: names.map((name) => ({ name, description: '' })),
      answerFormat: 'json',
      field: 'type',
    },
  });
});
afterAll(() => rehearsal[Symbol.asyncDispose]());

const run = (options: Partial<PipelineOptions> = {}) =>
  drain(runPipeline(recipe, { folder, version: '0.0.0-test', ...options }, rehearsal.cloud));
const read = async (name: keyof typeof ARTIFACTS) => readFile(join(folder, ARTIFACTS[name]), 'utf8');

describe('a run whose endpoint has a time to live', { timeout: 60_000 }, () => {
  it('writes the schedule down before the endpoint, and stops where it should', async () => {
    const { result } = await run({ steps: { until: 'deploy' } });
    expect(result).toEqual({ folder });
    const calls = (await read('journal'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
    const begun = calls.filter(({ state }) => state === 'begun').map(({ call }) => call);
    expect(begun.indexOf('put-schedule')).toBeGreaterThan(begun.indexOf('submit-job'));
    expect(begun.indexOf('create-deployment')).toBeGreaterThan(begun.indexOf('put-schedule'));
    expect(calls.filter(({ state }) => state === 'begun').length).toBe(
      calls.filter(({ state }) => state === 'done').length,
    );
    expect(JSON.parse(await read('endpoint')).deadline).toMatch(/^\d{4}-/);
  });

  it('calls the labels what the recipe calls them', async () => {
    const { manifest } = await readDataset(join(folder, ARTIFACTS.dataset));
    expect(new Set(manifest.documents.map(({ label }) => label))).toEqual(new Set(['bill', 'letter', 'resume']));
  });

  it('makes the endpoint anew when it is gone and there is still something to ask', async () => {
    const { deployments } = rehearsal.cloud;
    const { arn } = JSON.parse(await read('endpoint')) as { arn: string };
    await deployments.delete(arn);
    const { result } = await run();
    expect(result.comparison?.documents).toBe(HELD_OUT);
    const there = await collect(deployments.list({}));
    expect(there.map((endpoint) => endpoint.arn)).not.toContain(arn);
    expect(there).toHaveLength(1);
  });

  it('leaves an ended endpoint alone when everything has been asked', async () => {
    const { deployments } = rehearsal.cloud;
    for (const { arn } of await collect(deployments.list({}))) await deployments.delete(arn);
    await run({ steps: { from: 'evaluate' } });
    await run();
    expect(await collect(deployments.list({}))).toEqual([]);
  });
});
