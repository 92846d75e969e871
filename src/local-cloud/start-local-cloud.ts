import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openPageReader, type PageReader } from '../pages/index.ts';
import { LOCAL_CREDENTIALS } from './credentials.ts';
import type { FaultRule, FaultTargets } from './faults/fault-rule.ts';
import { createFaultSwitches, type FaultSwitches } from './faults/fault-switches.ts';
import { createInterference } from './faults/interfere.ts';
import { startCloudServer } from './server/cloud-server.ts';
import type { Health } from './server/own-endpoints.ts';
import type { SecretLookup } from './service/access-keys.ts';
import { openServices, type Services } from './services.ts';
import { changeSettings, completeSettings } from './settings.ts';
import { type Clock, systemClock } from './state/clock.ts';
import { type CloseStack, createCloseStack } from './state/close-stack.ts';
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
  /** Fault switches that are on from the start. Default: none. */
  readonly faults?: readonly FaultRule[];
  /** Default the wall clock. */
  readonly clock?: Clock;
  /** Reads document images; whoever passes one closes it. Default: one that keeps read pages in the folder. */
  readonly pages?: PageReader;
  /** Told every line of the cloud's log (JSON), which also goes to `cloud.log` in the folder. */
  readonly log?: (line: string) => void;
  /** Told every answered AWS request. */
  readonly onRequest?: (outcome: RequestOutcome) => void;
  /**
   * For tests of the cloud: an error that AWS does not publish for the operation is answered as a fault of the cloud (500).
   * Default false.
   */
  readonly strictErrors?: boolean;
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
  /** As they are now. */
  readonly settings: CloudSettings;
  readonly faults: FaultSwitches;
  /**
   * Changes delays and quotas while the cloud runs; a restart forgets it.
   * @throws {TypeError} when a setting is unknown, out of range or fixed at start (`accountId`, `signatures`).
   */
  changeSettings(change: Partial<CloudSettings>): CloudSettings;
  health(): Health;
  /** Ends running work, closes the port and the database, gives the folder free. Idempotent. */
  close(): Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Starts an emulated AWS on this machine. AWS clients reach it by endpoint URL, with any credentials.
 * @throws {FolderInUseError} when another cloud runs on the folder.
 * @throws {TypeError} when a setting is unknown or out of range, or a fault rule could never fire.
 */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const settings = completeSettings(options.settings);
  const folder = cloudFolder(options.folder ?? localCloudFolder());
  const opened = createCloseStack();
  opened.push(lockFolder(folder));
  try {
    const inside = openInside(folder, settings, options, opened);
    return await openOutside(inside, options, opened);
  } catch (error) {
    // The reason of the failed start counts, not what its clearing up may run into.
    await opened.close().catch(() => undefined);
    throw error;
  }
}

/** What a cloud is before anyone can reach it. */
interface Inside {
  readonly folder: CloudFolder;
  readonly settings: CloudSettings;
  readonly services: Services;
  readonly clock: Clock;
  readonly faults: FaultSwitches;
  readonly log: CloudLog;
}

function openInside(
  folder: CloudFolder,
  settings: CloudSettings,
  options: LocalCloudOptions,
  opened: CloseStack,
): Inside {
  const log = openCloudLog(folder.log, options.log);
  opened.push(() => log.write('closed'));
  const database = openDatabase(folder.database);
  opened.push(() => database.close());
  const pages = options.pages ?? openPageReader({ cacheFolder: join(folder.path, 'pages') });
  if (!options.pages) opened.push(() => pages.close());
  const ending = new AbortController();
  const clock = options.clock ?? systemClock;
  const faults = createFaultSwitches(clock, () => targetsOf(services));
  const services = openServices({
    pages,
    database,
    settings,
    faults,
    clock,
    folder: folder.path,
    signal: ending.signal,
    log: log.write,
  });
  opened.push(() => services.close());
  opened.push(() => ending.abort(new Error('The local cloud is closing.')));
  for (const rule of options.faults ?? []) faults.add(rule);
  return { folder, settings, services, clock, faults, log };
}

/** What a fault rule can name. */
function targetsOf({ definitions }: Services): FaultTargets {
  return Object.fromEntries(definitions.map(({ name, operations }) => [name, Object.keys(operations)]));
}

async function openOutside(inside: Inside, options: LocalCloudOptions, opened: CloseStack): Promise<LocalCloud> {
  const { folder, settings, services, clock, faults, log } = inside;
  const counted = { requests: 0 };
  const health = healthOf(inside, counted);
  const wire = createWire({
    services: services.definitions,
    accountId: settings.accountId,
    signatures: settings.signatures,
    callers: [services.keys],
    secrets: localSecrets(services),
    interfere: createInterference(faults, clock),
    strictErrors: options.strictErrors ?? false,
    onOutcome: (outcome, error) => {
      counted.requests += 1;
      options.onRequest?.(outcome);
      logOutcome(log, outcome, error);
    },
  });
  const token = randomBytes(32).toString('hex');
  const close = () => opened.close();
  const stop = options.onStop ?? (() => void close());
  const { port = 0, host } = options;
  const change = (given: unknown) => changeSettings(settings, given);
  const controls = { faults, settings: () => settings, changeSettings: change };
  const own = { health, token, stop, controls, messages: services.messages };
  const server = await startCloudServer(wire, own, { port, ...(host !== undefined && { host }) });
  opened.push(() => server.close());
  const url = `http://${server.host === '::1' ? '[::1]' : server.host}:${server.port}`;
  writeEndpoint(folder.endpoint, { url, port: server.port, pid: process.pid, token });
  opened.push(() => removeEndpoint(folder.endpoint));
  log.write('started', { url, pid: process.pid, version: packageVersion() });
  services.resume();
  const reached = { url, port: server.port, folder: folder.path };
  return { ...reached, settings, faults, changeSettings: change, health, close, [Symbol.asyncDispose]: close };
}

function healthOf({ folder, settings, services }: Inside, counted: { readonly requests: number }): () => Health {
  const startedAt = performance.now();
  const version = packageVersion();
  return () => {
    const { rss, heapUsed } = process.memoryUsage();
    return {
      product: 'novatune-local-cloud',
      version,
      pid: process.pid,
      uptime: Math.round((performance.now() - startedAt) / 1000),
      folder: folder.path,
      services: services.definitions.map(({ name }) => name),
      accountId: settings.accountId,
      memory: { rss, heapUsed },
      requests: counted.requests,
    };
  };
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
