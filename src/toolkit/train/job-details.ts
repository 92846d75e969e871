import type { JobDetails } from '../model/artifacts.ts';
import type { JobPhase, JobState } from '../ports/model-customizer.ts';

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

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
