import type { CreateModelCustomizationJobRequest } from '@aws-sdk/client-bedrock';
import type { JobMethod, JobRequest } from '../ports/model-customizer.ts';
import { tagList } from './call.ts';

/**
 * A job as `CreateModelCustomizationJob` takes it: plain JSON, so what a dry run prints is what would be sent, and can be given to
 * `aws bedrock create-model-customization-job --cli-input-json`.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_CreateModelCustomizationJob.html
 */
export function toJobInput(request: JobRequest): CreateModelCustomizationJobRequest {
  const { trainingDataUri, validationDataUri, invocationLogs, vpc } = request;
  return {
    jobName: request.jobName,
    customModelName: request.modelName,
    roleArn: request.roleArn,
    clientRequestToken: request.clientToken,
    baseModelIdentifier: request.baseModel,
    customizationType: CUSTOMIZATION_TYPES[request.method],
    ...(request.kmsKey && { customModelKmsKeyId: request.kmsKey }),
    jobTags: tagList(request.tags),
    customModelTags: tagList(request.tags),
    trainingDataConfig: invocationLogs
      ? { invocationLogsConfig: { ...invocationLogs, invocationLogSource: { s3Uri: trainingDataUri } } }
      : { s3Uri: trainingDataUri },
    ...(validationDataUri && { validationDataConfig: { validators: [{ s3Uri: validationDataUri }] } }),
    outputDataConfig: { s3Uri: request.outputUri },
    ...methodInput(request),
    ...(vpc && { vpcConfig: { subnetIds: [...vpc.subnetIds], securityGroupIds: [...vpc.securityGroupIds] } }),
  };
}

const CUSTOMIZATION_TYPES = {
  sft: 'FINE_TUNING',
  canvas: 'FINE_TUNING',
  rft: 'REINFORCEMENT_FINE_TUNING',
  distillation: 'DISTILLATION',
} as const satisfies Record<JobMethod['method'], string>;

function methodInput(
  request: JobMethod,
): Pick<CreateModelCustomizationJobRequest, 'hyperParameters' | 'customizationConfig'> {
  switch (request.method) {
    case 'rft':
      return {
        customizationConfig: {
          rftConfig: {
            graderConfig: { lambdaGrader: { lambdaArn: request.graderLambdaArn } },
            hyperParameters: { ...request.rft },
          },
        },
      };
    case 'distillation':
      return {
        customizationConfig: {
          distillationConfig: {
            teacherModelConfig: {
              teacherModelIdentifier: request.teacherModel,
              ...(request.maxResponseLength !== undefined && {
                maxResponseLengthForInference: request.maxResponseLength,
              }),
            },
          },
        },
      };
    default:
      return { hyperParameters: { ...request.hyperparameters } };
  }
}
