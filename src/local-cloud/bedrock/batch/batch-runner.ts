import pLimit from 'p-limit';
import type { Cloud } from '../../state/ports.ts';
import type { BatchAnswerer } from './batch-answerer.ts';
import { moveBatchJob } from './batch-events.ts';
import { batchJobByArn, unfinishedBatchJobs } from './batch-store.ts';
import { performBatch } from './perform-batch.ts';
import { sweepBatchFolders } from './record-log.ts';

/** Jobs at work at once; further ones wait as `Submitted`. */
const JOBS_AT_ONCE = 2;

/** Carries batch inference jobs through their statuses. All state is in the database and the jobs' own files. */
export interface BatchRunner {
  /** Queues a job unless it is queued or at work already. */
  start(jobArn: string): void;
  /** Ends a job as `Stopped`: at once when it waits, else as soon as its work has let go. */
  stop(jobArn: string): void;
  /** Takes up what an earlier process left unfinished. */
  resume(): void;
  /** Resolves when no work goes on any more. Abort the cloud's signal first: jobs are then left to be resumed. */
  settled(): Promise<void>;
}

export function createBatchRunner(cloud: Cloud, answerer: BatchAnswerer): BatchRunner {
  const limit = pLimit(JOBS_AT_ONCE);
  /** Queued and working jobs by ARN. */
  const stops = new Map<string, AbortController>();
  const working = new Set<string>();
  const tasks = new Set<Promise<void>>();

  const start = (jobArn: string): void => {
    if (stops.has(jobArn)) return;
    const stop = new AbortController();
    stops.set(jobArn, stop);
    const task: Promise<void> = limit(async () => {
      if (cloud.signal.aborted || batchJobByArn(cloud.database, jobArn).endedAt !== null) return;
      working.add(jobArn);
      await performBatch({ cloud, answerer }, jobArn, stop.signal);
    })
      .catch((error: unknown) => {
        cloud.log('bedrock.batch-runner-broken', { job: jobArn, error: String(error) });
      })
      .finally(() => {
        working.delete(jobArn);
        stops.delete(jobArn);
        tasks.delete(task);
      });
    tasks.add(task);
  };
  return {
    start,
    stop: (jobArn) => {
      moveBatchJob(cloud, jobArn, 'Stopping');
      stops.get(jobArn)?.abort();
      if (!working.has(jobArn)) moveBatchJob(cloud, jobArn, 'Stopped', {});
    },
    resume: () => {
      const unfinished = unfinishedBatchJobs(cloud.database);
      sweepBatchFolders(cloud, unfinished);
      for (const arn of unfinished) start(arn);
    },
    settled: async () => {
      await Promise.all(tasks);
    },
  };
}
