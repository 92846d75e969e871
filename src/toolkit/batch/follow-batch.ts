import { CloudError, WaitTimeoutError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import { outlast } from '../lib/outlast.ts';
import type { BatchState } from '../ports/batch-jobs.ts';
import type { Cloud } from '../ports/cloud.ts';

export interface FollowBatchOptions extends Abortable {
  /** Milliseconds between looks. Default 30,000. */
  readonly pollIntervalMs?: number;
  /** Longest wait, milliseconds. Default none. */
  readonly maxWaitMs?: number;
}

export interface BatchObserved {
  readonly type: 'batch-observed';
  readonly state: BatchState;
}

const ENDED = new Set(['Completed', 'PartiallyCompleted', 'Failed', 'Stopped', 'Expired']);

/** Whether a job never changes again. */
export const isBatchEnded = ({ status }: Pick<BatchState, 'status'>): boolean => ENDED.has(status);

/**
 * Watches a job until it ends. Aborting ends the watching, never the job; a network or service that is away for minutes does not.
 * @returns the last state, however it ended.
 * @throws {WaitTimeoutError} `batch-wait-timeout`; the job goes on.
 */
export async function* followBatch(
  jobArn: string,
  { pollIntervalMs = 30_000, maxWaitMs = Number.POSITIVE_INFINITY, signal }: FollowBatchOptions,
  { batches, clock }: Pick<Cloud, 'batches' | 'clock'>,
): AsyncGenerator<BatchObserved, BatchState> {
  const deadline = clock.now() + maxWaitMs;
  for (;;) {
    const look = () => batches.describe(jobArn, signal);
    const state = await outlast(look, clock, { pauseMs: pollIntervalMs, signal });
    if (!state) throw new CloudError('not-found', `There is no batch inference job ${jobArn}.`);
    yield { type: 'batch-observed', state };
    if (isBatchEnded(state)) return state;
    if (clock.now() + pollIntervalMs > deadline) {
      throw new WaitTimeoutError(
        'batch-wait-timeout',
        `Batch inference job ${state.jobName} is still ${state.status} after ${Math.round(maxWaitMs / 1000)} s; it goes on without us.`,
        { remedy: `Look again with: novatune batch get --job-arn ${jobArn}`, retryable: true },
      );
    }
    await clock.sleep(pollIntervalMs, signal);
  }
}
