import type { Command } from 'commander';
import type { ConnectedCloud, JobState } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { readJobDetails } from '../../job-details-file.ts';
import { notFound } from '../../not-found.ts';

/** Flags that name one job. */
export interface WhichJobFlags {
  readonly jobArn?: string;
  readonly jobName?: string;
  readonly jobDetailsFile?: string;
}

export const addWhichJob = (command: Command): Command =>
  command
    .option('--job-arn <arn>', 'ARN or name of the job')
    .option('--job-name <name>', 'name of the job')
    .option('--job-details-file <file>', 'file that `job create --output-file` has written');

/** ARN or name of the job that the flags name. @throws InputError `option-invalid`, `job-details-invalid` */
export async function whichJob({ jobArn, jobName, jobDetailsFile }: WhichJobFlags): Promise<string> {
  const [named, ...others] = [jobArn, jobName, jobDetailsFile].filter((value) => value !== undefined);
  if (named === undefined || others.length > 0) {
    const { InputError } = await import('../../../toolkit/index.ts');
    throw new InputError('option-invalid', 'Expected one of --job-arn, --job-name and --job-details-file.');
  }
  return jobDetailsFile === undefined ? named : (await readJobDetails(jobDetailsFile)).job_arn;
}

/** The job that the flags name, as it is now. */
export async function findJob(flags: WhichJobFlags, cloud: ConnectedCloud, { io }: CommandContext): Promise<JobState> {
  const job = await whichJob(flags);
  const state = await cloud.customizer.describe(job, io.signal);
  if (!state) throw await notFound(`There is no customization job ${job}.`);
  return state;
}
