import type { JobDetails } from '../toolkit/index.ts';
import { requireWritable, writeJson } from './write-file.ts';

/** Keeps the details of a job; earlier details of the same job are replaced, any other file is not. */
export const keepJobDetails = (file: string, details: JobDetails): Promise<void> =>
  writeJson(file, details, (present) => jobOf(present) === details.job_name);

/** Fails before anything is paid when the details could not be kept. Job names are unique in an account. */
export const requireDetailsFile = (file: string, jobName: string): Promise<void> =>
  requireWritable(file, (present) => jobOf(present) === jobName);

function jobOf(text: string): unknown {
  try {
    return (JSON.parse(text) as Partial<JobDetails> | null)?.job_name;
  } catch {
    return undefined;
  }
}
