import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { FaultRule, RequestOutcome } from '../../src/local-cloud/index.ts';
import { ARTIFACTS } from '../../src/toolkit/index.ts';
import { collect, openRehearsal, type Rehearsal } from './rehearsal.ts';
import { resultsIn } from './run-results.ts';
import { sampleRun } from './sample-run.ts';

/** One attempt, and what ended it. */
export interface Attempt {
  /** Exit code; undefined when it was killed. */
  readonly code: number | undefined;
  /** Where it was killed: the request that had just been answered, or how long it had run. */
  readonly killedAt?: string;
  readonly stderr: string;
}

/** What a cloud has seen of one run, and what the run has left. */
export interface Outcome {
  readonly attempts: readonly Attempt[];
  readonly results: object;
  /** Accepted calls, by operation. */
  readonly accepted: Readonly<Record<string, number>>;
  readonly jobs: number;
  readonly models: number;
  readonly deployments: number;
  /** Documents by model whose answer was written more than once. */
  readonly writtenTwice: readonly string[];
  /** Answered requests of all attempts. */
  readonly requests: number;
  /** Faults that were hit. */
  readonly faults: number;
}

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
/** The built command line. */
export const BUILT: readonly string[] = [MAIN];
/** The same from its sources: slower to start. */
export const FROM_SOURCE: readonly string[] = [
  '--import',
  pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
  fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url)),
];

/** Operations in the order of a run; questions are most of it. */
const PHASES = [
  'PutObject',
  'PutRolePolicy',
  'CreateModelCustomizationJob',
  'GetModelCustomizationJob',
  'CreateCustomModelDeployment',
  'GetCustomModelDeployment',
  ...Array.from({ length: 6 }, () => 'Converse'),
];

/**
 * Deaths that a seed decides, spread over the whole run: soon after any request, soon after one of the operations that are due, or
 * after a random time. Not more than `most`, so that the run comes to its end.
 */
export function randomKills(seed: number, most: number, startMs: number): (attempt: number) => Kill | undefined {
  let state = seed;
  // A linear congruential generator: repeatable, and good enough to choose places.
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return (attempt) => {
    if (attempt >= most) return undefined;
    const [kind, place, nth, delay] = [random(), random(), random(), random()];
    if (kind < 0.15) return { afterMs: Math.round(startMs * (0.3 + 2 * place)) };
    const delayMs = delay < 0.3 ? 0 : Math.round(delay * 40);
    if (kind < 0.3) return { request: 1 + Math.floor(place * 14), delayMs };
    // What is due may be done already: then one of what comes after it.
    const operations = PHASES.slice(Math.floor(((attempt + place) / most) * PHASES.length));
    return { operations, request: 1 + Math.floor(nth * 3), delayMs };
  };
}

/** When an attempt is killed: once the cloud has answered so many requests (of some operations) and a moment has passed, or after a time. Milliseconds. */
export type Kill =
  | { readonly operations?: readonly string[]; readonly request: number; readonly delayMs: number }
  | { readonly afterMs: number };

export interface KilledRunOptions {
  /** Arguments of `node` that start the command line. */
  readonly program: readonly string[];
  /** The death of each attempt; undefined lets it come to its end. */
  readonly nextKill?: (attempt: number) => Kill | undefined;
  readonly faults?: readonly FaultRule[];
  /** Attempts at most. Default 60. */
  readonly maxAttempts?: number;
}

/** Starts `novatune run` again and again, in a process group of its own, until it ends with exit code 0. */
export async function killedRun(options: KilledRunOptions): Promise<Outcome> {
  let onRequest: ((outcome: RequestOutcome) => void) | undefined;
  const rehearsal = await openRehearsal({
    onRequest: (outcome) => onRequest?.(outcome),
    ...(options.faults && { faults: options.faults }),
  });
  try {
    const attempts: Attempt[] = [];
    await writeRecipe(rehearsal.folder);
    while (attempts.at(-1)?.code !== 0) {
      if (attempts.length >= (options.maxAttempts ?? 60)) throw new Error(attempts.at(-1)?.stderr ?? 'no attempt');
      const kill = options.nextKill?.(attempts.length);
      attempts.push(await attempt(rehearsal, options.program, kill, (hear) => (onRequest = hear)));
    }
    return await outcomeOf(rehearsal, attempts);
  } finally {
    await rehearsal[Symbol.asyncDispose]();
  }
}

async function writeRecipe(folder: string): Promise<void> {
  const { source: _, title: __, ...recipe } = await sampleRun(folder, { concurrency: 1, pollIntervalMs: 10 });
  const source = { kind: 'image-folder', folder: 'documents' };
  await writeFile(join(folder, 'novatune.yaml'), JSON.stringify({ ...recipe, source }));
}

async function attempt(
  rehearsal: Rehearsal,
  program: readonly string[],
  kill: Kill | undefined,
  listen: (hear: ((outcome: RequestOutcome) => void) | undefined) => void,
): Promise<Attempt> {
  const { folder, local } = rehearsal;
  await mkdir(join(folder, 'home'), { recursive: true });
  const child = spawn(
    process.execPath,
    [...program, 'run', '--run-folder', 'run', '--endpoint-url', local.url, '--bundled', '--yes'],
    {
      cwd: folder,
      detached: true,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        NOVATUNE_HOME: join(folder, 'home'),
        NOVATUNE_NO_COST_LINE: '1',
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const closed = once(child, 'close') as Promise<[number | null]>;
  const killedAt = kill && schedule(kill, child, listen);
  const [code] = await closed;
  listen(undefined);
  if (code !== null) return { code, stderr };
  const where = await killedAt;
  return { code: undefined, stderr, ...(where !== undefined && { killedAt: where }) };
}

/** @returns where the process was when it was killed, once it was. */
function schedule(
  kill: Kill,
  child: ChildProcess,
  listen: (hear: (outcome: RequestOutcome) => void) => void,
): Promise<string> {
  const end = () => {
    if (child.pid === undefined || child.exitCode !== null) return;
    process.kill(-child.pid, 'SIGKILL');
  };
  if ('afterMs' in kill) {
    return sleep(kill.afterMs, undefined, { ref: false }).then(() => {
      end();
      return `${kill.afterMs} ms`;
    });
  }
  return new Promise((done) => {
    let seen = 0;
    listen(({ operation }) => {
      if (kill.operations?.includes(operation) === false) return;
      seen += 1;
      if (seen !== kill.request) return;
      void sleep(kill.delayMs, undefined, { ref: false }).then(() => {
        end();
        done(`${operation} + ${kill.delayMs} ms`);
      });
    });
  });
}

async function outcomeOf(rehearsal: Rehearsal, attempts: readonly Attempt[]): Promise<Outcome> {
  const run = join(rehearsal.folder, 'run');
  const faults = rehearsal.local.faults.list().reduce((sum, { hit }) => sum + hit, 0);
  rehearsal.local.faults.clear();
  const { customizer, deployments } = rehearsal.cloud;
  const accepted: Record<string, number> = {};
  for (const { operation, status } of rehearsal.answered) {
    if (status < 300) accepted[operation] = (accepted[operation] ?? 0) + 1;
  }
  const requests = rehearsal.answered.length;
  return {
    attempts,
    results: await resultsIn(run),
    accepted,
    jobs: (await collect(customizer.listJobs({}))).length,
    models: (await collect(customizer.listModels({}))).length,
    deployments: (await collect(deployments.list({}))).length,
    writtenTwice: (await Promise.all([twiceIn(run, 'basePredictions'), twiceIn(run, 'tunedPredictions')])).flat(),
    requests,
    faults,
  };
}

/** Answered documents that have more than one line. */
async function twiceIn(run: string, artifact: 'basePredictions' | 'tunedPredictions'): Promise<string[]> {
  const lines = (await readFile(join(run, ARTIFACTS[artifact]), 'utf8')).split('\n').filter((line) => line !== '');
  const answered = lines.flatMap((line) => {
    try {
      const { document, modelId, answer } = JSON.parse(line) as Record<string, string | undefined>;
      return answer === undefined ? [] : [`${document} ${modelId}`];
    } catch {
      return []; // Cut off by a kill.
    }
  });
  return answered.filter((one, index) => answered.indexOf(one) !== index);
}
