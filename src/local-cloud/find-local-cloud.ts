import { existsSync, realpathSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { HEALTH_PATH, type Health, STOP_PATH, TOKEN_HEADER } from './server/own-endpoints.ts';
import { cloudFolder, localCloudFolder } from './state/cloud-folder.ts';
import { type EndpointRecord, readEndpoint } from './state/endpoint-file.ts';
import { lockFolder } from './state/folder-lock.ts';

/** A cloud that runs, in this process or another. */
export interface RunningCloud {
  /** Without a trailing slash. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly folder: string;
  readonly health: Health;
}

/** A cloud that does not answer within this time is not running. Milliseconds. */
const HEALTH_TIMEOUT_MS = 3000;
/** Longest wait for a stopping cloud to let go of its folder. Milliseconds. */
const STOP_TIMEOUT_MS = 15_000;
const POLL_MS = 50;

/** The cloud that runs on `folder`, or undefined. It is asked, not only looked up. */
export async function findLocalCloud(folder: string = localCloudFolder()): Promise<RunningCloud | undefined> {
  const places = cloudFolder(folder);
  const record = readEndpoint(places.endpoint);
  if (!record) return undefined;
  const health = await askHealth(record);
  if (health?.pid !== record.pid || !isSameFolder(health.folder, places.path)) return undefined;
  return { url: record.url, port: record.port, pid: record.pid, folder: places.path, health };
}

/** A folder may be named through links; a copied folder must not lead to the original's cloud. */
function isSameFolder(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

async function askHealth({ url }: EndpointRecord): Promise<Health | undefined> {
  try {
    const response = await fetch(url + HEALTH_PATH, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
    const health = (await response.json()) as Partial<Health>;
    return health.product === 'novatune-local-cloud' ? (health as Health) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Stops the cloud that runs on `folder` and waits until it has let go of it.
 * @returns false when none runs there.
 * @throws {Error} when it refuses or does not end in time.
 */
export async function stopLocalCloud(folder: string = localCloudFolder()): Promise<boolean> {
  const running = await findLocalCloud(folder);
  const record = readEndpoint(cloudFolder(folder).endpoint);
  if (!running || !record) return false;
  const response = await fetch(record.url + STOP_PATH, { method: 'POST', headers: { [TOKEN_HEADER]: record.token } });
  if (!response.ok) throw new Error(`The local cloud at ${record.url} refused to stop: ${await response.text()}`);
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  while (performance.now() < deadline) {
    if (isFree(folder)) return true;
    await sleep(POLL_MS);
  }
  throw new Error(
    `The local cloud at ${record.url} (process ${record.pid}) did not end within ${STOP_TIMEOUT_MS / 1000} s.`,
  );
}

function isFree(folder: string): boolean {
  try {
    lockFolder(cloudFolder(folder))();
    return true;
  } catch {
    return false;
  }
}

/**
 * Deletes everything a cloud has stored in `folder`.
 * @throws {FolderInUseError} while a cloud runs on it.
 * @throws {Error} when the folder holds something else than a cloud: nothing is deleted then.
 */
export async function resetLocalCloud(folder: string = localCloudFolder()): Promise<void> {
  const places = cloudFolder(folder);
  if (!existsSync(places.path)) return;
  if (!existsSync(places.database) && (await readdir(places.path)).length > 0) {
    throw new Error(
      `${places.path} is not the folder of a local cloud: it has files but no cloud.db. Nothing was deleted.`,
    );
  }
  const unlock = lockFolder(places);
  try {
    await rm(places.path, { recursive: true, force: true });
  } finally {
    unlock();
  }
}
