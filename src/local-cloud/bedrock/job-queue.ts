import pLimit from 'p-limit';

/** Carries jobs of one kind through their statuses. All state is in the database and the jobs' own files. */
export interface JobRunner {
  /** Queues a job unless it is queued or at work already. */
  start(jobArn: string): void;
  /** Ends a job as `Stopped`: at once when it waits, else as soon as its work has let go. */
  stop(jobArn: string): void;
  /** Takes up what an earlier process left unfinished. */
  resume(): void;
  /** Resolves when no work goes on any more. Abort the cloud's signal first: jobs are then left to be resumed. */
  settled(): Promise<void>;
}

/** Jobs that wait or are at work, by ARN. */
export interface JobQueue {
  start(jobArn: string): void;
  /** Tells the work of a job to let go. @returns whether it was at work, and ends itself. */
  stop(jobArn: string): boolean;
  settled(): Promise<void>;
}

export interface JobQueueOptions {
  /** Further jobs wait. */
  readonly atOnce: number;
  /** Does the work; gets a signal that a stop aborts. */
  readonly perform: (jobArn: string, stop: AbortSignal) => Promise<void>;
  /** Hears of a fault in `perform`, which is to end jobs by itself. */
  readonly onBroken: (jobArn: string, error: unknown) => void;
}

export function createJobQueue({ atOnce, perform, onBroken }: JobQueueOptions): JobQueue {
  const limit = pLimit(atOnce);
  const stops = new Map<string, AbortController>();
  const working = new Set<string>();
  const tasks = new Set<Promise<void>>();
  return {
    start: (jobArn) => {
      if (stops.has(jobArn)) return;
      const stop = new AbortController();
      stops.set(jobArn, stop);
      const task: Promise<void> = limit(() => {
        working.add(jobArn);
        return perform(jobArn, stop.signal);
      })
        .catch((error: unknown) => onBroken(jobArn, error))
        .finally(() => {
          working.delete(jobArn);
          stops.delete(jobArn);
          tasks.delete(task);
        });
      tasks.add(task);
    },
    stop: (jobArn) => {
      stops.get(jobArn)?.abort();
      return working.has(jobArn);
    },
    settled: async () => {
      await Promise.all(tasks);
    },
  };
}
