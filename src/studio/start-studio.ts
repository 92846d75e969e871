import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import { bundledPrices, type Cloud, ConfigurationError, type PriceTable, realFolder } from '../toolkit/index.ts';
import { createApp } from './app.ts';
import { prunePictures } from './documents/prune-pictures.ts';
import { JobBoard } from './jobs/job-board.ts';
import { RunCosts } from './run/run-costs.ts';
import { RunRegistry } from './run/run-registry.ts';
import { newToken } from './security/guard.ts';

export interface StudioOptions {
  /** Folders that are looked through for runs, four levels deep. */
  readonly roots: readonly string[];
  /** Version of novatune, to show. */
  readonly version: string;
  /** Where small pictures are kept; safe to delete. */
  readonly cacheFolder: string;
  /** 0 chooses a free one. Default 0. */
  readonly port?: number;
  /** Labels may be saved, jobs stopped and endpoints deleted. Default false. */
  readonly write?: boolean;
  /** For jobs and endpoints that bill. Without it both are left out. The caller closes it. */
  readonly cloud?: Cloud;
  /** What hours and tokens cost. Default: the prices that come with this package. */
  readonly prices?: PriceTable;
  /** Folder of the built dashboard. Default: the one of this package. */
  readonly dashboard?: string;
  /** Milliseconds between looks at a run that is watched. Default 1000. */
  readonly watchMs?: number;
}

export interface Studio {
  /** With the token: whoever has it may see every run. */
  readonly url: string;
  readonly port: number;
  /** Idempotent. */
  close(): Promise<void>;
}

/** Milliseconds between looks at the cloud for a job that runs. */
const LIVE_MS = 5000;

/**
 * Serves the dashboard and the run folders as JSON on 127.0.0.1.
 * @throws {ConfigurationError} `dashboard-not-built`, `port-unusable`
 * @throws {InputError} `folder-not-found`
 */
export async function startStudio(options: StudioOptions): Promise<Studio> {
  const roots = await Promise.all(options.roots.map((root) => realFolder(root, 'runs')));
  const ending = new AbortController();
  const prices = options.prices ?? bundledPrices();
  const watchMs = options.watchMs ?? 1000;
  const registry = new RunRegistry(roots);
  const studio = {
    registry,
    jobs: new JobBoard(options.cloud, registry),
    roots,
    version: options.version,
    write: options.write ?? false,
    ...(options.cloud && { cloud: options.cloud }),
    prices,
    costs: new RunCosts(prices),
    cacheFolder: resolve(options.cacheFolder),
    watch: { intervalMs: watchMs, liveMs: Math.max(watchMs, LIVE_MS) },
    signal: ending.signal,
  };
  const token = newToken();
  let port = 0;
  const app = createApp(studio, { token, port: () => port, dashboard: dashboardFolder(options.dashboard) });
  const server = createAdaptorServer({ fetch: app.fetch });
  port = await listen(server, options.port ?? 0);
  // Beside the first requests: nobody waits for it, and nothing depends on it.
  void prunePictures(studio.cacheFolder, undefined, ending.signal);
  let closed: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${port}/?token=${token}`,
    port,
    close: () => {
      closed ??= new Promise((done) => {
        ending.abort();
        server.close(() => done());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      return closed;
    },
  };
}

type Server = ReturnType<typeof createAdaptorServer>;

function listen(server: Server, port: number): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', (cause) => {
      fail(
        new ConfigurationError('port-unusable', `Studio cannot listen on 127.0.0.1:${port}: ${cause.message}`, {
          remedy: 'Give another --port, or none for a free one.',
          cause,
        }),
      );
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      done(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Beside the compiled box; two folders up when it runs from its source. */
const PLACES = ['../dashboard/', '../../dist/dashboard/'];

function dashboardFolder(given: string | undefined): string {
  const places = given === undefined ? PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))) : [given];
  const found = places.find((place) => existsSync(resolve(place, 'index.html')));
  if (found !== undefined) return resolve(found);
  throw new ConfigurationError('dashboard-not-built', `Expected the built dashboard at ${places.join(' or ')}.`, {
    remedy: 'Run `npm run build`.',
  });
}
