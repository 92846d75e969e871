import type { RunningCloud } from '../local-cloud/index.ts';

/** The embedded cloud of this user, started in the background when it is not running. */
export async function ensureLocalCloud(): Promise<RunningCloud> {
  const { findLocalCloud, spawnLocalCloud } = await import('../local-cloud/index.ts');
  return (await findLocalCloud()) ?? (await spawnLocalCloud());
}
