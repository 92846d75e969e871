import type { JobDetails } from '../toolkit/index.ts';
import { readTextFile } from './read-text.ts';
import { requireWritable, writeJson } from './write-file.ts';

/** Keeps the details of a job; earlier details of the same job are replaced, any other file is not. */
export const keepJobDetails = (file: string, details: JobDetails): Promise<void> =>
  writeJson(file, details, (present) => jobOf(present) === details.job_name);

/** Fails before anything is paid when the details could not be kept. Job names are unique in an account. */
export const requireDetailsFile = (file: string, jobName: string): Promise<void> =>
  requireWritable(file, (present) => jobOf(present) === jobName);

/**
 * Details that an earlier command, or the reference scripts, have kept. `model_id` is absent while the job has made no model.
 * @throws InputError `file-unreadable`, `job-details-invalid`
 */
export async function readJobDetails(file: string): Promise<Partial<JobDetails> & Pick<JobDetails, 'job_arn'>> {
  const details = parse(await readTextFile(file, 'job details'));
  if (typeof details?.job_arn === 'string') return { ...details, job_arn: details.job_arn };
  const { InputError } = await import('../toolkit/index.ts');
  throw new InputError('job-details-invalid', `Expected job details with a job_arn in ${file}.`, {
    remedy: 'Name the file that `novatune job create --output-file` has written.',
  });
}

const jobOf = (text: string): unknown => parse(text)?.job_name;

function parse(text: string): Partial<JobDetails> | undefined {
  try {
    return (JSON.parse(text) as Partial<JobDetails> | null) ?? undefined;
  } catch {
    return undefined;
  }
}
