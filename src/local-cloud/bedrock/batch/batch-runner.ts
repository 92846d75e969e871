import type { Cloud } from '../../state/ports.ts';
import { createJobQueue, type JobRunner } from '../job-queue.ts';
import type { BatchAnswerer } from './batch-answerer.ts';
import { moveBatchJob } from './batch-events.ts';
import { batchJobByArn, unfinishedBatchJobs } from './batch-store.ts';
import { performBatch } from './perform-batch.ts';
import { sweepBatchFolders } from './record-log.ts';

/** Jobs at work at once; further ones wait as `Submitted`. */
const JOBS_AT_ONCE = 2;

export function createBatchRunner(cloud: Cloud, answerer: BatchAnswerer): JobRunner {
  const queue = createJobQueue({
    atOnce: JOBS_AT_ONCE,
    perform: async (jobArn, stop) => {
      if (cloud.signal.aborted || batchJobByArn(cloud.database, jobArn).endedAt !== null) return;
      await performBatch({ cloud, answerer }, jobArn, stop);
    },
    onBroken: (job, error) => cloud.log('bedrock.batch-runner-broken', { job, error: String(error) }),
  });
  return {
    start: queue.start,
    stop: (jobArn) => {
      moveBatchJob(cloud, jobArn, 'Stopping');
      if (!queue.stop(jobArn)) moveBatchJob(cloud, jobArn, 'Stopped', {});
    },
    resume: () => {
      const unfinished = unfinishedBatchJobs(cloud.database);
      sweepBatchFolders(cloud, unfinished);
      for (const arn of unfinished) queue.start(arn);
    },
    settled: queue.settled,
  };
}
