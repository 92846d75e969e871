import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { findLocalCloud, type RunningCloud } from './find-local-cloud.ts';
import type { LocalCloudOptions } from './start-local-cloud.ts';
import { cloudFolder, localCloudFolder } from './state/cloud-folder.ts';

/** What can be handed to another process. */
export type ProcessOptions = Pick<LocalCloudOptions, 'folder' | 'port' | 'host' | 'settings' | 'faults'>;

/** Message of the process when it can be reached. */
export const STARTED = 'started';

/** Exit code of a process that found another cloud on its folder (EX_TEMPFAIL of sysexits.h). */
export const FOLDER_IN_USE = 75;

/** Longest wait for a new process. Milliseconds. */
const START_TIMEOUT_MS = 30_000;
const POLL_MS = 50;

/**
 * Starts a local cloud in a process of its own that outlives this one, and waits until it answers.
 * A cloud that runs on the folder already is returned as it is, whatever its settings.
 * @throws {Error} with the process's own words when it cannot start.
 */
export async function spawnLocalCloud(options: ProcessOptions = {}): Promise<RunningCloud> {
  const folder = cloudFolder(options.folder ?? localCloudFolder()).path;
  const running = await findLocalCloud(folder);
  if (running) return running;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // A file, not a pipe: the process must be able to write long after this one has gone.
  const errorFile = join(folder, 'process-errors.log');
  const errors = openSync(errorFile, 'w', 0o600);
  try {
    const child = forkCloud({ ...options, folder }, errors);
    const outcome = await started(child, errorFile);
    child.unref();
    if (outcome === 'other first') return await waitForOther(folder);
  } finally {
    closeSync(errors);
  }
  const found = await findLocalCloud(folder);
  if (!found)
    throw new Error(`The local cloud in ${folder} started but does not answer. See ${cloudFolder(folder).log}.`);
  return found;
}

/** Two commands may start the cloud of one folder at the same moment: the later one takes what the earlier one started. */
async function waitForOther(folder: string): Promise<RunningCloud> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const found = await findLocalCloud(folder);
    if (found) return found;
    await sleep(POLL_MS);
  }
  throw new Error(`Another local cloud holds ${folder} but does not answer.`);
}

function forkCloud(options: ProcessOptions, errors: number): ChildProcess {
  // TypeScript source runs only in this project's own checkout, where tsx is a development dependency.
  const isSource = import.meta.url.endsWith('.ts');
  const entry = new URL(`./local-cloud-process${isSource ? '.ts' : '.js'}`, import.meta.url);
  const loader = () => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return fork(entry, [JSON.stringify(options)], {
    detached: true,
    execArgv: isSource ? ['--import', loader()] : [],
    stdio: ['ignore', 'ignore', errors, 'ipc'],
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
}

function started(child: ChildProcess, errorFile: string): Promise<'started' | 'other first'> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      clearTimeout(late);
      child.removeAllListeners();
      finish();
    };
    const fail = (reason: string) => {
      const words = readFileSync(errorFile, 'utf8').trim();
      settle(() => reject(new Error(words === '' ? `The local cloud did not start: ${reason}.` : words)));
    };
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`no answer within ${START_TIMEOUT_MS / 1000} s`);
    }, START_TIMEOUT_MS);
    child.once('message', () => settle(() => resolve('started')));
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, signal) => {
      if (code === FOLDER_IN_USE) settle(() => resolve('other first'));
      else fail(`its process ended with ${signal ?? `code ${code}`}`);
    });
  });
}
