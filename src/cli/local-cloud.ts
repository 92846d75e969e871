import type { RunningCloud } from '../local-cloud/index.ts';

/** The embedded cloud of this user, started in the background when it is not running. */
export async function ensureLocalCloud(): Promise<RunningCloud> {
  const { findLocalCloud, spawnLocalCloud } = await import('../local-cloud/index.ts');
  return (await findLocalCloud()) ?? (await explained(spawnLocalCloud()));
}

/**
 * The embedded cloud knows nothing of the toolkit's errors: what keeps it from starting, stopping or being reset is its
 * surroundings, such as a port in use.
 *
 * @throws ConfigurationError `local-cloud-unusable`
 */
export async function explained<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    const { ConfigurationError } = await import('../toolkit/index.ts');
    throw new ConfigurationError('local-cloud-unusable', cause instanceof Error ? cause.message : String(cause), {
      cause,
    });
  }
}
