import { CloudError } from '../errors.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { JobRequest } from '../ports/model-customizer.ts';

/** A role takes this long at most to become assumable everywhere. Milliseconds. */
const PROPAGATION_MS = 120_000;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 15_000;

/** The service's own words for a role that is missing, untrusting or just too new; all three look alike. */
const NOT_ASSUMABLE =
  /Could not assume provided IAM role|Could not validate (Get|Put)Object permissions|Amazon S3 perms missing/;

export interface SubmitEvent {
  readonly type: 'role-not-ready';
  readonly attempt: number;
  /** Milliseconds until the next attempt. */
  readonly delay: number;
}

/**
 * Submits a job. When the role was made moments ago, refusals that mean "not assumable yet" are retried for two minutes;
 * a role that existed before is believed at once. Repeating is safe: the client token makes the service answer with the same job.
 */
export async function* submitJob(
  request: JobRequest,
  options: { readonly roleIsNew: boolean; readonly signal?: AbortSignal },
  cloud: Cloud,
): AsyncGenerator<SubmitEvent, string> {
  const deadline = cloud.clock.now() + PROPAGATION_MS;
  let delay = FIRST_DELAY_MS;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await cloud.customizer.submit(request, options.signal);
    } catch (error) {
      const waitable = options.roleIsNew && error instanceof CloudError && NOT_ASSUMABLE.test(error.message);
      if (!waitable || cloud.clock.now() + delay > deadline) throw error;
    }
    yield { type: 'role-not-ready', attempt, delay };
    await cloud.clock.sleep(delay, options.signal);
    delay = Math.min(delay * 2, LONGEST_DELAY_MS);
  }
}
