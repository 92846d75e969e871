import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestOutcome } from '../../src/local-cloud/index.ts';
import { cleanup, findResources, type Recipe, runPipeline } from '../../src/toolkit/index.ts';
import { collect, drain, openRehearsal, type Rehearsal } from '../support/rehearsal.ts';
import type { ProcessRun } from '../support/run-pipeline-process.ts';
import { resultsIn } from '../support/run-results.ts';
import { HELD_OUT, sampleRun } from '../support/sample-run.ts';

const ENTRY = fileURLToPath(new URL('../support/run-pipeline-process.ts', import.meta.url));
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** When the process is killed: as the cloud answers its nth request for this operation, or as the run starts a step. */
type Death = { readonly operation: string; readonly nth: number } | { readonly step: string };

const DEATHS: readonly Death[] = [
  { operation: 'CreateBucket', nth: 1 },
  { operation: 'PutObject', nth: 5 },
  { operation: 'CreateRole', nth: 1 },
  { operation: 'CreateModelCustomizationJob', nth: 1 },
  { operation: 'GetModelCustomizationJob', nth: 2 },
  { operation: 'CreateCustomModelDeployment', nth: 1 },
  { operation: 'Converse', nth: HELD_OUT + 3 },
  { step: 'report' },
];

let rehearsal: Rehearsal;
let recipe: Recipe;
let folder: string;
let onRequest: ((outcome: RequestOutcome) => void) | undefined;
beforeAll(async () => {
  rehearsal = await openRehearsal({ onRequest: (outcome) => onRequest?.(outcome) });
  recipe = await sampleRun(rehearsal.folder);
  folder = join(rehearsal.folder, 'run');
});
afterAll(() => rehearsal[Symbol.asyncDispose]());

/** Runs the pipeline in a process of its own. @returns the signal that ended it, or null when it came to its end. */
async function runInProcess(death?: Death): Promise<NodeJS.Signals | null> {
  const told: ProcessRun = {
    recipe,
    folder,
    endpoint: rehearsal.local.url,
    ...(death && 'step' in death && { dieAt: death.step }),
  };
  const file = join(rehearsal.folder, 'process-run.json');
  await writeFile(file, JSON.stringify(told));
  const child = spawn(process.execPath, ['--import', LOADER, ENTRY, file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (text) => {
    errors += String(text);
  });
  let seen = 0;
  onRequest = ({ operation }) => {
    if (!death || !('operation' in death) || operation !== death.operation) return;
    seen += 1;
    if (seen === death.nth) child.kill('SIGKILL');
  };
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  onRequest = undefined;
  if (code !== null && code !== 0) throw new Error(`The process ended with ${code}: ${errors}`);
  return signal;
}

describe('a run that is killed again and again', { timeout: 180_000 }, () => {
  it('comes to its end', async () => {
    for (const death of DEATHS) expect([death, await runInProcess(death)]).toEqual([death, 'SIGKILL']);
    expect(await runInProcess()).toBeNull();
  });

  it('has made one job, one model and one deployment', async () => {
    const { customizer, deployments } = rehearsal.cloud;
    expect(await collect(customizer.listJobs({}))).toHaveLength(1);
    expect(await collect(customizer.listModels({}))).toHaveLength(1);
    expect(await collect(deployments.list({}))).toHaveLength(1);
    expect(rehearsal.count('CreateCustomModelDeployment')).toBe(1);
  });

  it('has asked again only what was in flight when it was killed', () => {
    // Four calls at once: their answers may have been on the way.
    expect(rehearsal.count('Converse')).toBeLessThanOrEqual(2 * HELD_OUT + 4);
  });

  it('has the results of an undisturbed run', async () => {
    await using calm = await openRehearsal();
    const undisturbed = join(calm.folder, 'run');
    await drain(runPipeline(recipe, { folder: undisturbed, version: '0.0.0-test' }, calm.cloud));
    expect(await resultsIn(folder)).toEqual(await resultsIn(undisturbed));
  });

  it('has lost track of nothing that it made', async () => {
    const { cloud } = rehearsal;
    const prefixes = [`s3://${recipe.bucket}/runs/${recipe.name}/`];
    const found = await collect(findResources({ run: recipe.name, prefixes }, cloud));
    expect(found.map(({ kind }) => kind)).toEqual(['deployment', 'model', 'role', 'objects', 'bucket']);
    const { result } = await drain(cleanup(found, {}, cloud));
    expect(result.kept).toEqual([]);
  });
});
