import { parseS3Uri } from '../lib/s3-uri.ts';
import type { JobDetails, UploadedDataset } from '../model/artifacts.ts';
import { folderBelow, lastPart } from './find/jobs.ts';

/** Artifacts of a run folder that say where the run has written. */
export interface RunPlaces {
  readonly upload?: Pick<UploadedDataset, 'bucket' | 'prefix'>;
  readonly job?: Pick<JobDetails, 'job_arn' | 'output_uri'>;
}

/** Folders in S3 that a run has filled: its data set, and what its job wrote. Whole buckets are none. Pure. */
export function runPrefixes({ upload, job }: RunPlaces): string[] {
  const data = upload ? [`s3://${upload.bucket}/${upload.prefix}`] : [];
  const output = job ? folderBelow(job.output_uri, `model-customization-job-${lastPart(job.job_arn)}/`) : [];
  return [...data, ...output].filter((uri) => /[^/]\/$/.test(parseS3Uri(uri)?.key ?? ''));
}
