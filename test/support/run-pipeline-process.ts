import { readFile } from 'node:fs/promises';
import { type PipelineEvent, type Recipe, runPipeline } from '../../src/toolkit/index.ts';
import { connectTo } from './rehearsal.ts';

/** What {@link main} is told, as a JSON file named by its only argument. */
export interface ProcessRun {
  readonly recipe: Recipe;
  readonly folder: string;
  readonly endpoint: string;
  /** The process kills itself when the run starts this step: the harshest end at a place of its own choosing. */
  readonly dieAt?: string;
}

/** Entry of a process that is one run. Prints its result as JSON. */
async function main(file: string): Promise<void> {
  const { recipe, folder, endpoint, dieAt } = JSON.parse(await readFile(file, 'utf8')) as ProcessRun;
  const cloud = connectTo(endpoint);
  const work = runPipeline(recipe, { folder, version: '0.0.0-test' }, cloud);
  for (;;) {
    const next = await work.next();
    if (next.done) break;
    if (startsStep(next.value, dieAt)) process.kill(process.pid, 'SIGKILL');
  }
  await cloud.close();
}

const startsStep = (event: PipelineEvent, step: string | undefined): boolean =>
  event.type === 'step-started' && event.step === step;

await main(process.argv[2] ?? '');
