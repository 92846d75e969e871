import { type Cloud, isBatchEnded } from '../../toolkit/index.ts';
import type { JobKind, JobRow } from '../api.ts';

/** Jobs of each kind that are looked at: ten pages of the service. */
export const NEWEST = 1000;

export interface ReadJob extends Omit<JobRow, 'run'> {
  readonly arn: string;
}

export interface ReadJobs {
  /** Newest first. */
  readonly jobs: readonly ReadJob[];
  /** There are older ones. */
  readonly isCut: boolean;
  /** Milliseconds since the epoch by the cloud's clock. */
  readonly readAt: number;
}

/** Lists the newest jobs of a kind, page by page. */
export async function readJobs(kind: JobKind, cloud: Cloud, signal: AbortSignal): Promise<ReadJobs> {
  const jobs: ReadJob[] = [];
  const found = kind === 'customization' ? customizationJobs(cloud, signal) : batchJobs(cloud, signal);
  for await (const job of found) {
    if (jobs.length === NEWEST) return { jobs, isCut: true, readAt: cloud.clock.now() };
    jobs.push(job);
  }
  return { jobs, isCut: false, readAt: cloud.clock.now() };
}

async function* customizationJobs(cloud: Cloud, signal: AbortSignal): AsyncGenerator<ReadJob> {
  for await (const job of cloud.customizer.listJobs({}, signal)) {
    const { jobArn, jobName, status, createdAt, endedAt, baseModelArn, customizationType } = job;
    yield {
      kind: 'customization',
      arn: jobArn,
      id: lastPart(jobArn),
      name: jobName,
      status,
      active: isCustomizing(status),
      createdAt: iso(createdAt),
      ...(endedAt !== undefined && { endedAt: iso(endedAt) }),
      ...(baseModelArn !== undefined && { baseModel: lastPart(baseModelArn) }),
      ...(customizationType !== undefined && { customizationType }),
    };
  }
}

async function* batchJobs(cloud: Cloud, signal: AbortSignal): AsyncGenerator<ReadJob> {
  for await (const job of cloud.batches.list({}, signal)) {
    yield {
      kind: 'batch',
      arn: job.jobArn,
      id: lastPart(job.jobArn),
      name: job.jobName,
      status: job.status,
      active: !isBatchEnded(job),
      createdAt: iso(job.submittedAt),
      ...(job.endedAt !== undefined && { endedAt: iso(job.endedAt) }),
      baseModel: lastPart(job.modelId),
    };
  }
}

export const isCustomizing = (status: string): boolean => !/^(Completed|Failed|Stopped)$/.test(status);

/** Of an ARN; of an id, the id. */
export const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

export const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
