import type { ModelInvocationJobSummary } from '@aws-sdk/client-bedrock';
import type { BatchJob } from './batch-store.ts';

/** The members that Get and List tell alike. */
export function batchView(job: BatchJob): ModelInvocationJobSummary {
  const { request } = job;
  return {
    jobArn: job.arn,
    jobName: job.name,
    modelId: job.modelId,
    ...(request.clientRequestToken !== undefined && { clientRequestToken: request.clientRequestToken }),
    roleArn: request.roleArn,
    status: job.status,
    ...(job.message !== null && { message: job.message }),
    submitTime: new Date(job.createdAt),
    lastModifiedTime: new Date(job.modifiedAt),
    ...(job.endedAt !== null && { endTime: new Date(job.endedAt) }),
    inputDataConfig: {
      s3InputDataConfig: {
        s3InputFormat: 'JSONL',
        s3Uri: request.inputUri,
        ...(request.inputOwner !== undefined && { s3BucketOwner: request.inputOwner }),
      },
    },
    outputDataConfig: {
      s3OutputDataConfig: {
        s3Uri: request.outputUri,
        ...(request.outputKmsKeyId !== undefined && { s3EncryptionKeyId: request.outputKmsKeyId }),
        ...(request.outputOwner !== undefined && { s3BucketOwner: request.outputOwner }),
      },
    },
    ...(request.vpcConfig !== undefined && { vpcConfig: request.vpcConfig }),
    timeoutDurationInHours: request.timeoutHours,
    jobExpirationTime: new Date(job.expiresAt),
    modelInvocationType: request.invocationType,
    ...(job.total !== null && {
      totalRecordCount: job.total,
      processedRecordCount: job.processed,
      successRecordCount: job.success,
      errorRecordCount: job.error,
    }),
  };
}
