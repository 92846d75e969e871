import type { ServiceDefinition } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import type { BatchAnswerer } from './batch/batch-answerer.ts';
import { createBatchRunner } from './batch/batch-runner.ts';
import { createBatchTable } from './batch/batch-store.ts';
import { createModelInvocationJob } from './batch/create-model-invocation-job.ts';
import { getModelInvocationJob } from './batch/get-model-invocation-job.ts';
import { listModelInvocationJobs } from './batch/list-model-invocation-jobs.ts';
import { stopModelInvocationJob } from './batch/stop-model-invocation-job.ts';
import type { ControlPlane } from './control-plane.ts';
import { deleteCustomModel } from './custom-models/delete-custom-model.ts';
import { getCustomModel } from './custom-models/get-custom-model.ts';
import { listCustomModels } from './custom-models/list-custom-models.ts';
import { createCustomModelDeployment } from './deployments/create-custom-model-deployment.ts';
import { deleteCustomModelDeployment } from './deployments/delete-custom-model-deployment.ts';
import { getCustomModelDeployment } from './deployments/get-custom-model-deployment.ts';
import { listCustomModelDeployments } from './deployments/list-custom-model-deployments.ts';
import { updateCustomModelDeployment } from './deployments/update-custom-model-deployment.ts';
import { getFoundationModel } from './foundation-models/get-foundation-model.ts';
import { getInferenceProfile, listInferenceProfiles } from './foundation-models/inference-profiles.ts';
import { listFoundationModels } from './foundation-models/list-foundation-models.ts';
import { createModelCustomizationJob } from './jobs/create-model-customization-job.ts';
import { getModelCustomizationJob } from './jobs/get-model-customization-job.ts';
import { createJobRunner } from './jobs/job-runner.ts';
import { listModelCustomizationJobs } from './jobs/list-model-customization-jobs.ts';
import { stopModelCustomizationJob } from './jobs/stop-model-customization-job.ts';
import { createTables } from './state/schema.ts';
import { listTagsForResource, tagResource, untagResource } from './tags/tag-operations.ts';
import { createProvisionedModelThroughput } from './throughput/create-provisioned-model-throughput.ts';
import { deleteProvisionedModelThroughput } from './throughput/delete-provisioned-model-throughput.ts';
import { getProvisionedModelThroughput } from './throughput/get-provisioned-model-throughput.ts';
import { listProvisionedModelThroughputs } from './throughput/list-provisioned-model-throughputs.ts';
import { updateProvisionedModelThroughput } from './throughput/update-provisioned-model-throughput.ts';

/** Bedrock's control plane, and the work it does in the background. */
export interface BedrockService extends ServiceDefinition {
  /** Takes up jobs that an earlier process left unfinished. Call once, after the cloud is complete. */
  resume(): void;
  /** Resolves when no job is at work any more. Abort the cloud's signal first, and close the database after it. */
  close(): Promise<void>;
}

/**
 * Creates the service and its tables in the cloud's database. Jobs start when they are created or resumed.
 * @param answerer the model of the runtime service, for batch inference.
 */
export function createBedrockService(cloud: Cloud, answerer: BatchAnswerer): BedrockService {
  createTables(cloud.database);
  createBatchTable(cloud.database);
  const runner = createJobRunner(cloud);
  const batches = createBatchRunner(cloud, answerer);
  const plane: ControlPlane = { cloud, runner, batches };
  return {
    name: 'bedrock',
    signingName: 'bedrock',
    protocol: 'restJson1',
    loadSchemas: () => import('@aws-sdk/client-bedrock'),
    operations: {
      CreateModelCustomizationJob: createModelCustomizationJob(plane),
      GetModelCustomizationJob: getModelCustomizationJob(plane),
      ListModelCustomizationJobs: listModelCustomizationJobs(plane),
      StopModelCustomizationJob: stopModelCustomizationJob(plane),
      CreateModelInvocationJob: createModelInvocationJob(plane),
      GetModelInvocationJob: getModelInvocationJob(plane),
      ListModelInvocationJobs: listModelInvocationJobs(plane),
      StopModelInvocationJob: stopModelInvocationJob(plane),
      GetCustomModel: getCustomModel(plane),
      ListCustomModels: listCustomModels(plane),
      DeleteCustomModel: deleteCustomModel(plane),
      CreateProvisionedModelThroughput: createProvisionedModelThroughput(plane),
      GetProvisionedModelThroughput: getProvisionedModelThroughput(plane),
      ListProvisionedModelThroughputs: listProvisionedModelThroughputs(plane),
      UpdateProvisionedModelThroughput: updateProvisionedModelThroughput(plane),
      DeleteProvisionedModelThroughput: deleteProvisionedModelThroughput(plane),
      CreateCustomModelDeployment: createCustomModelDeployment(plane),
      GetCustomModelDeployment: getCustomModelDeployment(plane),
      ListCustomModelDeployments: listCustomModelDeployments(plane),
      UpdateCustomModelDeployment: updateCustomModelDeployment(plane),
      DeleteCustomModelDeployment: deleteCustomModelDeployment(plane),
      ListFoundationModels: listFoundationModels(),
      GetFoundationModel: getFoundationModel(),
      ListInferenceProfiles: listInferenceProfiles(),
      GetInferenceProfile: getInferenceProfile(),
      TagResource: tagResource(plane),
      UntagResource: untagResource(plane),
      ListTagsForResource: listTagsForResource(plane),
    },
    resume: () => {
      runner.resume();
      batches.resume();
    },
    close: async () => {
      await Promise.all([runner.settled(), batches.settled()]);
    },
  };
}
