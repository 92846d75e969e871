import { CloudError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import { sha256Hex } from '../lib/hash.ts';
import type { BatchRequest } from '../ports/batch-jobs.ts';
import type { Cloud } from '../ports/cloud.ts';

/** A role takes this long at most to become assumable everywhere. Milliseconds. */
const PROPAGATION_MS = 120_000;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 15_000;

/** The service's own words for a role that is missing, untrusting or just too new; all look alike. */
const NOT_ASSUMABLE = /Could not assume provided IAM role|Could not validate \w+ permissions|Amazon S3 perms missing/;

export interface SubmitBatchEvent {
  readonly type: 'role-not-ready';
  /** Milliseconds until the next attempt. */
  readonly delay: number;
}

/** The same request has the same token, so that a repeated submit finds the first job. Pure. */
export const batchToken = (request: Omit<BatchRequest, 'clientToken'>): string =>
  `novatune-${sha256Hex(JSON.stringify(request)).slice(0, 40)}`;

/**
 * Submits a job. When the role was made moments ago, refusals that mean "not assumable yet" are tried again for two minutes.
 * @returns its ARN.
 */
export async function* submitBatch(
  request: BatchRequest,
  { roleIsNew, signal }: Abortable & { readonly roleIsNew: boolean },
  { batches, clock }: Pick<Cloud, 'batches' | 'clock'>,
): AsyncGenerator<SubmitBatchEvent, string> {
  const deadline = clock.now() + PROPAGATION_MS;
  for (let delay = FIRST_DELAY_MS; ; delay = Math.min(delay * 2, LONGEST_DELAY_MS)) {
    try {
      return await batches.submit(request, signal);
    } catch (error) {
      const waitable = roleIsNew && error instanceof CloudError && NOT_ASSUMABLE.test(error.message);
      if (!waitable || clock.now() + delay > deadline) throw error;
    }
    yield { type: 'role-not-ready', delay };
    await clock.sleep(delay, signal);
  }
}
