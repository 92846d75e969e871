export {
  type CreatedJob,
  type CreateJobOptions,
  type EndpointInput,
  FineTuning,
  type JobWaitOptions,
  type ThroughputInput,
} from './fine-tuning.ts';
export type { CreationPlan, JobInput, JobPlanOptions } from './job-plan.ts';
export { type CreationEvent, performCreation } from './perform-creation.ts';
export { planCreation } from './plan-creation.ts';
export type { EndpointWaitOptions } from './wait-for-endpoint.ts';
