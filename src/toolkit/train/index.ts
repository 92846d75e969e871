export { type FollowOptions, followJob, isEnded, type JobObserved } from './follow-job.ts';
export { formatHyperparameters, type Hyperparameters, recommendHyperparameters } from './hyperparameters.ts';
export { toJobDetails } from './job-details.ts';
export { type PreflightInput, preflight } from './preflight.ts';
export { ensureServiceRole, type ServiceRoleOptions, serviceRoleDocument } from './service-role.ts';
export { type SubmitEvent, submitJob } from './submit-job.ts';
export { clientToken, finishJob, planJob, type TrainEvent, type TrainOptions, train } from './train.ts';
export { type JobMetrics, type MetricsRow, parseMetrics, readJobMetrics } from './training-metrics.ts';
