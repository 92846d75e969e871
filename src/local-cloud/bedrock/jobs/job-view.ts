import type {
  GetModelCustomizationJobResponse,
  ModelCustomizationJobSummary,
  StatusDetails,
} from '@aws-sdk/client-bedrock';
import { foundationModelArn } from '../arn.ts';
import type { Job, JobPhase, PhaseRow } from './job-store.ts';

/** The members that a job and the model made by it tell in the same words. */
export function jobDataView(job: Job) {
  return {
    trainingDataConfig: { s3Uri: job.request.trainingUri },
    validationDataConfig: { validators: job.request.validationUris.map((s3Uri) => ({ s3Uri })) },
    outputDataConfig: { s3Uri: job.request.outputUri },
    hyperParameters: { ...job.hyperparameters },
    customizationType: job.request.customization.type,
    ...(job.request.customization.config !== undefined && { customizationConfig: job.request.customization.config }),
    ...(job.trainingLoss !== null && { trainingMetrics: { trainingLoss: job.trainingLoss } }),
    ...(job.validationLoss !== null && { validationMetrics: [{ validationLoss: job.validationLoss }] }),
  } as const;
}

export function jobView(job: Job, phases: readonly PhaseRow[]): GetModelCustomizationJobResponse {
  return {
    jobArn: job.arn,
    jobName: job.name,
    outputModelName: job.modelName,
    ...(job.status === 'Completed' && { outputModelArn: job.modelArn }),
    ...(job.request.clientRequestToken !== undefined && { clientRequestToken: job.request.clientRequestToken }),
    roleArn: job.request.roleArn,
    status: job.status,
    statusDetails: statusDetails(phases),
    ...(job.failureMessage !== null && { failureMessage: job.failureMessage }),
    creationTime: new Date(job.createdAt),
    lastModifiedTime: new Date(job.modifiedAt),
    ...(job.endedAt !== null && { endTime: new Date(job.endedAt) }),
    baseModelArn: foundationModelArn(job.region, job.baseModelId),
    ...(job.request.modelKmsKeyArn !== undefined && { outputModelKmsKeyArn: job.request.modelKmsKeyArn }),
    ...(job.request.vpcConfig !== undefined && { vpcConfig: job.request.vpcConfig }),
    ...jobDataView(job),
  };
}

export function jobSummary(job: Job, phases: readonly PhaseRow[]): ModelCustomizationJobSummary {
  return {
    jobArn: job.arn,
    jobName: job.name,
    baseModelArn: foundationModelArn(job.region, job.baseModelId),
    status: job.status,
    statusDetails: statusDetails(phases),
    creationTime: new Date(job.createdAt),
    lastModifiedTime: new Date(job.modifiedAt),
    ...(job.endedAt !== null && { endTime: new Date(job.endedAt) }),
    ...(job.status === 'Completed' && { customModelArn: job.modelArn }),
    customModelName: job.modelName,
    customizationType: job.request.customization.type,
  };
}

function statusDetails(phases: readonly PhaseRow[]): StatusDetails {
  const details = (phase: JobPhase) => {
    const row = phases.find((candidate) => candidate.phase === phase);
    return (
      row && { status: row.status, creationTime: new Date(row.createdAt), lastModifiedTime: new Date(row.modifiedAt) }
    );
  };
  return {
    validationDetails: details('validation'),
    dataProcessingDetails: details('dataProcessing'),
    trainingDetails: details('training'),
  };
}
