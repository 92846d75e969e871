import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const PROGRAM = resolve(import.meta.dirname, '../../../dist/cli/main.js');

/** The suites run what is published. `npm test` builds it first. */
export const isBuilt = existsSync(PROGRAM);
export const WHY_SKIPPED = 'dist is missing: run `npm run build` first';

export interface Ended {
  /** Exit code; undefined when a signal ended the process. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when stderr holds the text. @throws {Error} when the process ends before. */
  seen(text: string): Promise<void>;
}

/** A home of its own: no AWS settings, its own embedded cloud. */
export interface Home extends AsyncDisposable {
  readonly folder: string;
  start(args: readonly string[], environment?: Readonly<Record<string, string>>): Running;
  run(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended>;
}

export async function openHome(): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'novatune-cli-'));
  const own = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    NOVATUNE_HOME: join(folder, 'home'),
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const start: Home['start'] = (args, environment = {}) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      cwd: folder,
      env: { ...own, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return watch(child);
  };
  return {
    folder,
    start,
    run: (args, environment) => start(args, environment).ended,
    [Symbol.asyncDispose]: async () => {
      await start(['local', 'stop']).ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function watch(child: ChildProcess): Running {
  let stdout = '';
  let stderr = '';
  const onText = new Set<() => void>();
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const look of onText) look();
  });
  const ended = new Promise<Ended>((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => done({ code: code ?? undefined, stdout, stderr }));
  });
  return {
    child,
    ended,
    seen: (text) =>
      new Promise((done, failed) => {
        const look = () => {
          if (!stderr.includes(text)) return;
          onText.delete(look);
          done();
        };
        onText.add(look);
        look();
        child.once('close', () => failed(new Error(`Expected "${text}" on stderr before the end, got:\n${stderr}`)));
      }),
  };
}

/** The one JSON document that stdout must be. */
export const json = ({ stdout }: Ended): unknown => JSON.parse(stdout);
