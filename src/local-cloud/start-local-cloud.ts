import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openPageReader, type PageReader } from '../pages/index.ts';
import { LOCAL_CREDENTIALS } from './credentials.ts';
import { startCloudServer } from './server/cloud-server.ts';
import type { Health } from './server/own-endpoints.ts';
import type { SecretLookup } from './service/access-keys.ts';
import { openServices, type Services } from './services.ts';
import { completeSettings } from './settings.ts';
import { type Clock, systemClock } from './state/clock.ts';
import { type CloudFolder, cloudFolder, localCloudFolder } from './state/cloud-folder.ts';
import { type CloudLog, openCloudLog } from './state/cloud-log.ts';
import { openDatabase } from './state/database.ts';
import { removeEndpoint, writeEndpoint } from './state/endpoint-file.ts';
import { lockFolder } from './state/folder-lock.ts';
import { packageVersion } from './state/package-version.ts';
import type { CloudSettings } from './state/ports.ts';
import { createWire } from './wire/dispatch.ts';
import type { RequestOutcome } from './wire/message.ts';

/** How to start a local cloud. */
export interface LocalCloudOptions {
  /** Where its state lives; created when missing. Default {@link localCloudFolder}. */
  readonly folder?: string;
  /** 0 (default) chooses a free one. */
  readonly port?: number;
  /** A loopback address. Default `127.0.0.1`. */
  readonly host?: string;
  /** Default: see `CloudSettings`. */
  readonly settings?: Partial<CloudSettings>;
  /** Default the wall clock. */
  readonly clock?: Clock;
  /** Reads document images; whoever passes one closes it. Default: one that keeps read pages in the folder. */
  readonly pages?: PageReader;
  /** Told every line of the cloud's log (JSON), which also goes to `cloud.log` in the folder. */
  readonly log?: (line: string) => void;
  /** Called when someone asks the cloud to stop over HTTP. Default: {@link LocalCloud.close}. */
  readonly onStop?: () => void;
}

/** A running local cloud. */
export interface LocalCloud {
  /** Endpoint for AWS clients, e.g. `http://127.0.0.1:4566`, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Absolute. */
  readonly folder: string;
  readonly settings: CloudSettings;
  health(): Health;
  /** Ends running work, closes the port and the database, gives the folder free. Idempotent. */
  close(): Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Starts an emulated AWS on this machine. AWS clients reach it by endpoint URL, with any credentials.
 * @throws {FolderInUseError} when another cloud runs on the folder.
 * @throws {TypeError} when a setting is unknown or out of range.
 */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const settings = completeSettings(options.settings);
  const folder = cloudFolder(options.folder ?? localCloudFolder());
  const unlock = lockFolder(folder);
  const undo: (() => unknown)[] = [unlock];
  try {
    return await open(folder, settings, options, undo);
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  }
}

/** @param undo takes what must be closed again, in order of opening. */
async function open(
  folder: CloudFolder,
  settings: CloudSettings,
  options: LocalCloudOptions,
  undo: (() => unknown)[],
): Promise<LocalCloud> {
  const log = openCloudLog(folder.log, options.log);
  const clock = options.clock ?? systemClock;
  const ending = new AbortController();
  const database = openDatabase(folder.database);
  undo.push(() => database.close());
  const pages = options.pages ?? openPageReader({ cacheFolder: join(folder.path, 'pages') });
  if (!options.pages) undo.push(() => pages.close());
  const services = openServices({
    pages,
    database,
    clock,
    settings,
    folder: folder.path,
    signal: ending.signal,
    log: log.write,
  });
  undo.push(() => services.close());
  undo.push(() => ending.abort(new Error('The local cloud is closing.')));
  const token = randomBytes(32).toString('hex');
  let requests = 0;
  const startedAt = performance.now();
  const health = (): Health => ({
    product: 'novatune-local-cloud',
    version: packageVersion(),
    pid: process.pid,
    uptime: Math.round((performance.now() - startedAt) / 1000),
    folder: folder.path,
    services: services.definitions.map(({ name }) => name),
    accountId: settings.accountId,
    memory: { rss: process.memoryUsage.rss(), heapUsed: process.memoryUsage().heapUsed },
    requests,
  });
  const wire = createWire({
    services: services.definitions,
    accountId: settings.accountId,
    signatures: settings.signatures,
    callers: [services.keys],
    secrets: localSecrets(services),
    onOutcome: (outcome, error) => {
      requests += 1;
      logOutcome(log, outcome, error);
    },
  });
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= (async () => {
      for (const step of undo.reverse()) await step();
      log.write('closed');
    })();
    return closed;
  };
  const stop = options.onStop ?? (() => void close());
  const place = { port: options.port ?? 0, ...(options.host !== undefined && { host: options.host }) };
  const server = await startCloudServer(wire, { health, token, stop }, place);
  undo.push(() => server.close());
  const url = `http://${server.host === '::1' ? '[::1]' : server.host}:${server.port}`;
  writeEndpoint(folder.endpoint, { url, port: server.port, pid: process.pid, token });
  undo.push(() => removeEndpoint(folder.endpoint));
  log.write('started', { url, pid: process.pid, version: packageVersion() });
  services.resume();
  return { url, port: server.port, folder: folder.path, settings, health, close, [Symbol.asyncDispose]: close };
}

/** The standing credentials' secret belongs to every 12-digit access key too, so that tests can sign for any account. */
function localSecrets({ keys }: Services): SecretLookup {
  return {
    secretOf: (accessKeyId) => {
      const standing = accessKeyId === LOCAL_CREDENTIALS.accessKeyId || /^\d{12}$/.test(accessKeyId);
      return standing ? LOCAL_CREDENTIALS.secretAccessKey : keys.secretOf(accessKeyId);
    },
  };
}

/** Refusals and faults are logged; the many requests that succeed are only counted. */
function logOutcome(log: CloudLog, outcome: RequestOutcome, error: unknown): void {
  if (error === undefined) return;
  const { requestId, service, operation, status, code } = outcome;
  const fault = status >= 500 && error instanceof Error ? { fault: error.stack ?? error.message } : {};
  log.write('refused', { requestId, service, operation, status, code, ...fault });
}
