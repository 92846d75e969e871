import type { JobDetails } from '../model/artifacts.ts';
import type { JobPhase, JobRequest, JobState } from '../ports/model-customizer.ts';

/** What is kept of a job on disk; times become ISO 8601 strings. */
export function toJobDetails(state: JobState): JobDetails {
  const phase = (found: JobPhase | undefined) => ({
    status: found?.status ?? 'NotStarted',
    ...(found?.changedAt !== undefined && { since: iso(found.changedAt) }),
  });
  return {
    job_arn: state.jobArn,
    job_name: state.jobName,
    model_name: state.modelName,
    status: state.status,
    base_model: state.baseModelArn,
    ...(state.customizationType && { customization_type: state.customizationType }),
    role_arn: state.roleArn,
    training_data_uri: state.trainingDataUri,
    ...(state.validationDataUri && { validation_data_uri: state.validationDataUri }),
    output_uri: state.outputUri,
    hyperparameters: state.hyperparameters,
    creation_time: iso(state.createdAt),
    ...(state.endedAt !== undefined && { end_time: iso(state.endedAt) }),
    ...(state.modelArn && { model_id: state.modelArn }),
    ...(state.failureMessage && { failure_message: state.failureMessage }),
    phases: {
      validation: phase(state.phases.validation),
      dataProcessing: phase(state.phases.dataProcessing),
      training: phase(state.phases.training),
    },
    ...(state.trainingLoss !== undefined && { training_loss: state.trainingLoss }),
    ...(state.validationLoss !== undefined && { validation_loss: state.validationLoss }),
  };
}

/**
 * What is known of a job the moment it has been submitted, without asking the service again: written at once, so that a job that is
 * paid for is never lost to a failed look at it.
 */
export function submittedJobDetails(request: JobRequest, jobArn: string, now: number): JobDetails {
  return {
    job_arn: jobArn,
    job_name: request.jobName,
    model_name: request.modelName,
    status: 'InProgress',
    base_model: request.baseModel,
    role_arn: request.roleArn,
    training_data_uri: request.trainingDataUri,
    ...(request.validationDataUri && { validation_data_uri: request.validationDataUri }),
    output_uri: request.outputUri,
    hyperparameters: hyperparametersOf(request),
    creation_time: iso(now),
  };
}

function hyperparametersOf(request: JobRequest): Readonly<Record<string, string>> {
  if (request.method === 'distillation') return {};
  if (request.method !== 'rft') return request.hyperparameters;
  return Object.fromEntries(Object.entries(request.rft).map(([name, value]) => [name, String(value)]));
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
