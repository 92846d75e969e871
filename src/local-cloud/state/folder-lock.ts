import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { CloudFolder } from './cloud-folder.ts';
import { readEndpoint } from './endpoint-file.ts';
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.ts';

/** Thrown when another cloud runs on the folder. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
  readonly code = 'CLOUD_FOLDER_IN_USE';
  readonly pid: number;
  /** Undefined while the other cloud is still starting. */
  readonly port: number | undefined;

  constructor(folder: string, pid: number, port: number | undefined) {
    const where = port === undefined ? 'and is still starting' : `on port ${port}`;
    super(
      `Another local cloud already uses ${folder}: process ${pid} ${where}. Stop it with "novatune local stop", or give this one a folder of its own.`,
    );
    this.pid = pid;
    this.port = port;
  }
}

interface LockRecord extends ProcessIdentity {
  /** Tells two clouds of one process apart. */
  readonly id: string;
}

/** Clouds of this very process, which a process number cannot tell from one another. */
const heldHere = new Set<string>();

/**
 * Takes the folder for this process, creating it when missing. A lock whose process is gone is taken over.
 * @returns the release.
 * @throws {FolderInUseError} when another running cloud holds it.
 */
export function lockFolder(folder: CloudFolder): () => void {
  mkdirSync(folder.path, { recursive: true, mode: 0o700 });
  const own: LockRecord = { ...ownIdentity(), id: randomUUID() };
  const draft = `${folder.lock}.${own.id}`;
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    while (!claim(draft, folder.lock)) clearStale(folder, own);
  } finally {
    rmSync(draft, { force: true });
  }
  heldHere.add(own.id);
  return () => {
    heldHere.delete(own.id);
    if (readLock(folder.lock)?.id === own.id) rmSync(folder.lock, { force: true });
  };
}

/** A hard link appears at once and with its content, or not at all. */
function claim(draft: string, lock: string): boolean {
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** @throws {FolderInUseError} when the lock's holder is alive. */
function clearStale(folder: CloudFolder, own: LockRecord): void {
  const holder = readLock(folder.lock);
  if (holder && isHeld(holder, own)) {
    const endpoint = readEndpoint(folder.endpoint);
    throw new FolderInUseError(folder.path, holder.pid, endpoint?.pid === holder.pid ? endpoint.port : undefined);
  }
  removeIf(folder.lock, own.id, holder?.id);
}

function isHeld(holder: LockRecord, own: LockRecord): boolean {
  return holder.pid === own.pid ? heldHere.has(holder.id) : isRunning(holder);
}

/** Moves the lock aside and looks again: between reading and moving, another starter may have replaced it. */
function removeIf(lock: string, ownId: string, staleId: string | undefined): void {
  const aside = `${lock}.stale.${ownId}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readLock(aside)?.id !== staleId) claim(aside, lock);
  rmSync(aside, { force: true });
}

function readLock(file: string): LockRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(file, 'utf8')) as Partial<LockRecord> | null;
    return typeof record?.pid === 'number' && typeof record.id === 'string' ? (record as LockRecord) : undefined;
  } catch {
    return undefined;
  }
}
