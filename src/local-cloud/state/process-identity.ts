import { readFileSync } from 'node:fs';

/** A process that can be told apart from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Ticks since boot at which the process started, where the system tells (Linux). */
  readonly startedAt?: string;
}

export function ownIdentity(): ProcessIdentity {
  return identityOf(process.pid);
}

function identityOf(pid: number): ProcessIdentity {
  const startedAt = startTicks(pid);
  return { pid, ...(startedAt !== undefined && { startedAt }) };
}

/** True when exactly this process still runs. Without start times, when any process has its number. */
export function isRunning(identity: ProcessIdentity): boolean {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    // EPERM: it runs, under another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  if (identity.startedAt === undefined) return true;
  const now = startTicks(identity.pid);
  return now === undefined || now === identity.startedAt;
}

/** Field 22 of /proc/<pid>/stat; the name in field 2 may hold spaces, so fields are counted from its closing bracket. */
function startTicks(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
