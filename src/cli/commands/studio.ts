import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ConnectedCloud } from '../../toolkit/index.ts';
import type { CommandContext, Register } from '../command.ts';
import { isAnimated } from '../io.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../options/cloud.ts';
import { wholeNumber } from '../options/numbers.ts';
import { printResult } from '../output.ts';
import { packageVersion } from '../version.ts';

interface StudioFlags extends CloudFlags {
  readonly port?: number;
  readonly open: boolean;
  readonly write?: boolean;
  readonly cacheFolder?: string;
  readonly json?: boolean;
}

/** `novatune studio`: a dashboard over run folders, jobs and what bills, on this machine alone, until Ctrl-C. */
export const register: Register = (command, context) => {
  addCloudOptions(command)
    .argument('[folders...]', 'folders that hold runs (default: the working folder)')
    .option('--port <port>', 'port on 127.0.0.1 (default: a free one)', wholeNumber(0, 65_535))
    .option('--no-open', 'do not open a browser')
    .option('--write', 'allow saving reviewed labels as a new file, stopping jobs and deleting endpoints')
    .option('--cache-folder <folder>', 'where small pictures are kept; safe to delete')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExamples:\n  $ novatune studio\n  $ novatune studio runs --local --write --no-open')
    .action((folders: readonly string[], flags: StudioFlags) =>
      withCloud(flags, context, (cloud) => serve(folders, flags, cloud, context)),
    );
};

async function serve(
  folders: readonly string[],
  flags: StudioFlags,
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<void> {
  const { io } = context;
  const { startStudio } = await import('../../studio/index.ts');
  const { loadPrices } = await import('../options/budget.ts');
  const studio = await startStudio({
    roots: (folders.length > 0 ? folders : ['.']).map((folder) => resolve(io.cwd, folder)),
    version: packageVersion(),
    cacheFolder: thumbnailFolder(flags, context),
    cloud,
    // Without the look-up in AWS's price list, which takes seconds.
    prices: await loadPrices({ bundled: true }, cloud, context),
    ...(flags.port !== undefined && { port: flags.port }),
    ...(flags.write && { write: true }),
  });
  const { url, port } = studio;
  printResult({ url, port, write: flags.write === true }, () => url, flags.json, context);
  io.stderr.write('Studio runs until Ctrl-C. The address holds its token: whoever has it may see every run.\n');
  if (flags.open && isAnimated(io)) openBrowser(url, context);
  try {
    await ended(io.signal);
  } finally {
    await studio.close();
  }
}

/** Beside the pages that were read: one folder to delete. */
function thumbnailFolder({ cacheFolder }: StudioFlags, { io }: CommandContext): string {
  if (cacheFolder !== undefined) return resolve(io.cwd, cacheFolder);
  const { NOVATUNE_HOME: home, XDG_CACHE_HOME: cache } = io.env;
  return home ? resolve(home, 'pictures') : resolve(cache || join(homedir(), '.cache'), 'novatune', 'pictures');
}

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });

const OPENERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** By the platform's own opener. That there is none is no failure: the address has been printed. */
function openBrowser(url: string, { io }: CommandContext): void {
  const [program, ...given] = OPENERS[process.platform] ?? ['xdg-open'];
  const opener = spawn(program, [...given, url], { stdio: 'ignore', detached: true });
  opener.on('error', () => io.stderr.write('No browser could be opened: open the address yourself.\n'));
  opener.unref();
}
