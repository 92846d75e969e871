import { resolve } from 'node:path';
import type { BatchDetails } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';

/** Flags that say which job is meant. */
export interface WhichJob {
  readonly jobArn?: string;
  readonly batchFile?: string;
}

/** @throws InputError `option-invalid`, `batch-file-unreadable`, `batch-not-submitted` */
export async function requireJobArn({ jobArn, batchFile }: WhichJob, { io }: CommandContext): Promise<string> {
  if (jobArn !== undefined) return jobArn;
  const { InputError, readBatchDetails } = await import('../../../toolkit/index.ts');
  if (batchFile === undefined) throw new InputError('option-invalid', 'Expected --job-arn or --batch-file.');
  return (await requireSubmitted(await readBatchDetails(resolve(io.cwd, batchFile)))).job_arn;
}

/** @throws InputError `batch-not-submitted` */
export async function requireSubmitted(details: BatchDetails): Promise<BatchDetails & { readonly job_arn: string }> {
  const { job_arn } = details;
  if (job_arn !== undefined) return { ...details, job_arn };
  const { InputError } = await import('../../../toolkit/index.ts');
  throw new InputError('batch-not-submitted', `The job ${details.job_name} was planned and never submitted.`, {
    remedy: 'Run batch create again with the same options: it goes on where it ended.',
  });
}
