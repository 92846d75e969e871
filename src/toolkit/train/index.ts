export { type FollowOptions, followJob, isEnded, type JobObserved } from './follow-job.ts';
export {
  adviseHyperparameters,
  type CanvasHyperparameters,
  formatHyperparameters,
  type HyperparameterAdvice,
  type Hyperparameters,
  recommendHyperparameters,
} from './hyperparameters.ts';
export { inspectRole, type MissingRight, type RoleInspection } from './inspect-role.ts';
export { submittedJobDetails, toJobDetails } from './job-details.ts';
export { checkClientToken } from './job-rules.ts';
export { readLocalMetrics } from './local-metrics.ts';
export { clientToken, type JobData, type JobOptions, type JobPlan, type MethodOptions, planJob } from './plan-job.ts';
export { type PreflightInput, preflight } from './preflight.ts';
export type { RoleNeeds } from './role-policy.ts';
export { folderOf, scanTrainingData, type TrainingDataScan } from './scan-training-data.ts';
export {
  type EnsureRoleOptions,
  ensureServiceRole,
  planRole,
  type ServiceRoleOptions,
  serviceRoleDocument,
} from './service-role.ts';
export { type DataSplit, type DataSplitOptions, planDataSplit } from './split-training-data.ts';
export { findStall, type PhaseAge, phaseAges, STALL_LIMITS, type Stall, type StallLimits } from './stall.ts';
export { type SubmitEvent, submitJob } from './submit-job.ts';
export { finishJob, type TrainEvent, type TrainOptions, train } from './train.ts';
export {
  type JobMetrics,
  type MetricsRow,
  parseMetrics,
  readJobMetrics,
  readStoredMetrics,
} from './training-metrics.ts';
export { writeDataSplit } from './write-split.ts';
