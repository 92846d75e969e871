import type { Cloud } from '../../state/ports.ts';
import type { BatchAnswerer } from './batch-answerer.ts';
import type { BatchJob } from './batch-store.ts';

/** What a job is carried out with. */
export interface BatchTools {
  readonly cloud: Cloud;
  readonly answerer: BatchAnswerer;
}

/** A job at work. */
export interface BatchWork extends BatchTools {
  readonly job: BatchJob;
  /** Aborted when the job is stopped or the cloud closes. */
  readonly signal: AbortSignal;
}
