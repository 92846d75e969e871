import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../errors.ts';

/** Name inside a data set folder while somebody writes to it. */
export const LOCK_FILE = '.prepare.lock';

interface Holder {
  readonly pid: number;
  /** Ticks since boot at which the process started, where the system tells (Linux): numbers of processes are used again. */
  readonly startedAt?: string;
  /** Tells two runs of one process apart. */
  readonly id: string;
}

/** Runs of this very process, which a process number cannot tell from one another. */
const heldHere = new Set<string>();

/**
 * Takes a folder, which must exist, for one run. A lock whose process is gone, e.g. after `kill -9`, is taken over.
 * @returns the release
 * @throws InputError `folder-in-use`
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const lock = join(folder, LOCK_FILE);
  const startedAt = await startTicks(process.pid);
  const own: Holder = { pid: process.pid, ...(startedAt !== undefined && { startedAt }), id: randomUUID() };
  const draft = `${lock}.${own.id}`;
  await writeFile(draft, JSON.stringify(own));
  try {
    while (!(await claim(draft, lock))) await clearStale(folder, lock, own);
  } finally {
    await rm(draft, { force: true });
  }
  heldHere.add(own.id);
  return async () => {
    heldHere.delete(own.id);
    if ((await readHolder(lock))?.id === own.id) await rm(lock, { force: true });
  };
}

/** A hard link appears at once and with its content, or not at all. */
async function claim(draft: string, lock: string): Promise<boolean> {
  try {
    await link(draft, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function clearStale(folder: string, lock: string, own: Holder): Promise<void> {
  const holder = await readHolder(lock);
  if (holder !== undefined && (await isHeld(holder, own))) {
    throw new InputError(
      'folder-in-use',
      `Expected to be alone in ${folder}, but process ${holder.pid} is preparing a data set there.`,
      { remedy: 'Wait for it to end, or choose another folder.' },
    );
  }
  await moveAside(lock, own.id, holder?.id);
}

async function isHeld(holder: Holder, own: Holder): Promise<boolean> {
  if (holder.pid === own.pid) return heldHere.has(holder.id);
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it runs, under another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = await startTicks(holder.pid);
  return holder.startedAt === undefined || now === undefined || now === holder.startedAt;
}

/** Moves the lock aside and looks again: between reading and moving, another run may have replaced it. */
async function moveAside(lock: string, ownId: string, staleId: string | undefined): Promise<void> {
  const aside = `${lock}.stale.${ownId}`;
  try {
    await rename(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await readHolder(aside))?.id !== staleId) await claim(aside, lock);
  await rm(aside, { force: true });
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    const holder = JSON.parse(await readFile(file, 'utf8')) as Partial<Holder> | null;
    return typeof holder?.pid === 'number' && typeof holder.id === 'string' ? (holder as Holder) : undefined;
  } catch {
    return undefined;
  }
}

/** Field 22 of /proc/<pid>/stat; the name in field 2 may hold spaces, so fields are counted from its closing bracket. */
async function startTicks(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}
