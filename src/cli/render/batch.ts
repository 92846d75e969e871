import type { BatchState } from '../../toolkit/index.ts';

/** One job for people. */
export function describeBatch({ jobName, status, message, counts, jobArn, outputUri }: BatchState): string {
  const records = counts
    ? `${counts.processed} of ${counts.total} records processed: ${counts.success} answered, ${counts.error} failed`
    : 'records not counted yet';
  return [`${jobName} ${status}${message ? `: ${message}` : ''}`, records, `answers below ${outputUri}`, jobArn].join(
    '\n',
  );
}
