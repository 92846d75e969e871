import { join } from 'node:path';
import { ServiceError } from '../../../service/service-error.ts';
import type { Cloud, ServiceSession } from '../../../state/ports.ts';
import { idOf } from '../../arn.ts';
import { JobFailure } from '../job-failure.ts';
import type { Job } from '../job-store.ts';
import { assumeJobRole } from '../service-role.ts';

/** What every phase of a job is given. */
export interface JobWork {
  readonly cloud: Cloud;
  readonly job: Job;
  /** Aborted when the job is stopped or the cloud closes. */
  readonly signal: AbortSignal;
}

/** Files a job works with inside the cloud's own folder; they go when the job ends. */
export interface Workspace {
  readonly folder: string;
  readonly training: string;
  readonly validation: string;
}

/** Holds one folder per job at work, named by its id. */
export function workspacesFolder(cloud: Cloud): string {
  return join(cloud.folder, 'bedrock', 'jobs');
}

export function workspaceOf(cloud: Cloud, job: Job): Workspace {
  const folder = join(workspacesFolder(cloud), idOf(job.arn));
  return { folder, training: join(folder, 'training.jsonl'), validation: join(folder, 'validation.jsonl') };
}

/** Where a custom model's artifact lies, relative to the cloud's folder, so that the folder can be moved. */
export function artifactFileOf(modelArn: string): string {
  return join('bedrock', 'models', `${idOf(modelArn)}.json`);
}

/**
 * The job's role, assumed anew: it may have lost its rights since the job was created.
 * @throws JobFailure with the service's text.
 */
export function jobSession({ cloud, job }: JobWork): ServiceSession {
  try {
    return assumeJobRole(cloud, job, { roleArn: job.request.roleArn, jobArn: job.arn });
  } catch (error) {
    if (error instanceof ServiceError) throw new JobFailure(error.message, { cause: error });
    throw error;
  }
}
