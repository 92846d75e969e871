import type { Cloud } from '../../state/ports.ts';
import { type BatchStatus, batchJobByArn, setBatchStatus } from './batch-store.ts';

/**
 * Tells EventBridge of a job's status. Call it in the transaction that changes it.
 * Source of the members: Bedrock user guide, "Monitor Amazon Bedrock events using EventBridge"; the status is called `status` there.
 */
export function emitBatchState(cloud: Pick<Cloud, 'database' | 'events'>, arn: string): void {
  const job = batchJobByArn(cloud.database, arn);
  cloud.events.emit({
    accountId: job.accountId,
    region: job.region,
    source: 'aws.bedrock',
    detailType: 'Batch Inference Job State Change',
    resources: [arn],
    detail: {
      version: '0.0',
      accountId: job.accountId,
      batchJobName: job.name,
      batchJobArn: arn,
      batchModelId: job.modelId,
      status: job.status,
      failureMessage: job.message ?? '',
      creationTime: new Date(job.createdAt).toUTCString(),
    },
  });
}

/** Moves a job to another status and tells of it, both or neither. */
export function moveBatchJob(
  cloud: Pick<Cloud, 'database' | 'events' | 'clock' | 'log'>,
  arn: string,
  status: BatchStatus,
  end?: { readonly message?: string | undefined },
): void {
  cloud.database.transaction(() => {
    setBatchStatus(cloud.database, arn, status, cloud.clock.now(), end);
    emitBatchState(cloud, arn);
  });
  if (end) cloud.log('bedrock.batch-ended', { job: arn, status });
}
