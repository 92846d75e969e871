import { CloudError, WaitTimeoutError } from '../errors.ts';
import { outlast } from '../lib/outlast.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { JobState } from '../ports/model-customizer.ts';
import { findStall, type PhaseAge, phaseAges, type Stall, type StallLimits } from './stall.ts';
import { type MetricsRow, readJobMetrics } from './training-metrics.ts';

export interface FollowOptions {
  /** Milliseconds between looks. Default 30,000. */
  readonly pollIntervalMs?: number;
  /** Longest wait, milliseconds. Default none. */
  readonly maxWaitMs?: number;
  /** When a phase counts as stalled. Default: see `STALL_LIMITS`. */
  readonly stall?: Partial<StallLimits>;
  readonly signal?: AbortSignal;
}

export interface JobObserved {
  readonly type: 'job-observed';
  readonly state: JobState;
  /** Rows of the training metrics written since the last look. */
  readonly newRows: readonly MetricsRow[];
  /** The phases with their ages, in order. */
  readonly ages: readonly PhaseAge[];
  /** The phase that has not moved for longer than is usual, if there is one. Said once for each phase and status. */
  readonly stall?: Stall;
}

/** Statuses from which a job never comes back. */
const ENDED = new Set(['Completed', 'Failed', 'Stopped']);

export const isEnded = (state: JobState): boolean => ENDED.has(state.status);

/**
 * Watches a job until it ends. Aborting ends the watching, never the job; a network or service that is away for minutes does not.
 * @returns the last state, whatever it is: completed, failed or stopped.
 * @throws {WaitTimeoutError} `job-wait-timeout`; the job goes on.
 */
export async function* followJob(
  jobArn: string,
  options: FollowOptions,
  cloud: Cloud,
): AsyncGenerator<JobObserved, JobState> {
  const { pollIntervalMs = 30_000, maxWaitMs = Number.POSITIVE_INFINITY, signal } = options;
  const deadline = cloud.clock.now() + maxWaitMs;
  let rowsSeen = 0;
  let stallSaid = '';
  for (;;) {
    const look = () => cloud.customizer.describe(jobArn, signal);
    const state = await outlast(look, cloud.clock, { pauseMs: pollIntervalMs, signal });
    if (!state) throw new CloudError('not-found', `There is no customization job ${jobArn}.`);
    const training = await liveMetrics(state, cloud, signal);
    const now = cloud.clock.now();
    const stall = findStall(state, now, options.stall);
    const isNews = stall !== undefined && stallSaid !== `${stall.phase} ${stall.status}`;
    if (isNews) stallSaid = `${stall.phase} ${stall.status}`;
    const ages = phaseAges(state, now);
    yield { type: 'job-observed', state, newRows: training.slice(rowsSeen), ages, ...(isNews && { stall }) };
    rowsSeen = Math.max(rowsSeen, training.length);
    if (isEnded(state)) return state;
    if (cloud.clock.now() + pollIntervalMs > deadline) {
      throw new WaitTimeoutError(
        'job-wait-timeout',
        `Job ${state.jobName} is still ${state.status} after ${Math.round(maxWaitMs / 1000)} s; it goes on without us.`,
        {
          remedy: `Watch it again with: novatune job watch --job-arn ${jobArn}`,
          retryable: true,
        },
      );
    }
    await cloud.clock.sleep(pollIntervalMs, signal);
  }
}

/** Watching must not fail because the caller may not read the output, or because a file is half written. */
async function liveMetrics(
  state: JobState,
  cloud: Cloud,
  signal: AbortSignal | undefined,
): Promise<readonly MetricsRow[]> {
  if (state.phases.training === undefined || state.phases.training.status === 'NotStarted') return [];
  try {
    return (await readJobMetrics(state, cloud, signal)).training;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof Error) return [];
    throw error;
  }
}
