import { BUCKET, type Caller, textAt, until } from './caller.ts';
import { ROLE_ARN } from './roles.ts';

const BASE = 'amazon.nova-lite-v1:0:300k';
const PROFILE = 'us.amazon.nova-lite-v1:0';
const TAGS = [{ key: 'team', value: 'mail room' }];
export const TRAINING_FILE = 'data/train.jsonl';
export const BATCH_FILE = 'batch/records.jsonl';

/** What a model of the story answers at. */
export interface Endpoints {
  readonly modelArn: string;
  readonly deployment: string;
  readonly throughput: string;
}

/** Trains a model and serves it in both ways. */
export async function trainAndServe(call: Caller): Promise<Endpoints> {
  const bedrock = (operation: string, input: object = {}) => call('bedrock', operation, { ...input });
  await bedrock('ListFoundationModels');
  await bedrock('GetFoundationModel', { modelIdentifier: BASE });
  await bedrock('ListInferenceProfiles');
  await bedrock('GetInferenceProfile', { inferenceProfileIdentifier: PROFILE });
  const jobArn = await startJob(call, 'story');
  const job = await until(
    () => bedrock('GetModelCustomizationJob', { jobIdentifier: jobArn }),
    ['Completed', 'Failed'],
  );
  const modelArn = textAt(job, 'outputModelArn');
  const stopped = await startJob(call, 'stopped');
  await bedrock('StopModelCustomizationJob', { jobIdentifier: stopped });
  await until(() => bedrock('GetModelCustomizationJob', { jobIdentifier: stopped }), ['Stopped']);
  await bedrock('ListModelCustomizationJobs');
  await bedrock('GetCustomModel', { modelIdentifier: modelArn });
  await bedrock('ListCustomModels');
  await bedrock('TagResource', { resourceARN: modelArn, tags: TAGS });
  await bedrock('ListTagsForResource', { resourceARN: modelArn });
  await bedrock('UntagResource', { resourceARN: modelArn, tagKeys: ['team'] });
  return { modelArn, deployment: await deploy(call, modelArn), throughput: await provision(call, modelArn) };
}

async function startJob(call: Caller, name: string): Promise<string> {
  const created = await call('bedrock', 'CreateModelCustomizationJob', {
    jobName: name,
    customModelName: name,
    roleArn: ROLE_ARN,
    baseModelIdentifier: BASE,
    trainingDataConfig: { s3Uri: `s3://${BUCKET}/${TRAINING_FILE}` },
    outputDataConfig: { s3Uri: `s3://${BUCKET}/results/` },
    hyperParameters: { epochCount: '1', learningRate: '0.0001', learningRateWarmupSteps: '0' },
    jobTags: TAGS,
    customModelTags: TAGS,
  });
  return textAt(created, 'jobArn');
}

async function deploy(call: Caller, modelArn: string): Promise<string> {
  const created = await call('bedrock', 'CreateCustomModelDeployment', {
    modelDeploymentName: 'story',
    modelArn,
    tags: TAGS,
  });
  const customModelDeploymentIdentifier = textAt(created, 'customModelDeploymentArn');
  const look = () => call('bedrock', 'GetCustomModelDeployment', { customModelDeploymentIdentifier });
  await until(look, ['Active']);
  await call('bedrock', 'UpdateCustomModelDeployment', { customModelDeploymentIdentifier, modelArn });
  await until(look, ['Active']);
  await call('bedrock', 'ListCustomModelDeployments');
  return customModelDeploymentIdentifier;
}

async function provision(call: Caller, modelId: string): Promise<string> {
  const request = { provisionedModelName: 'story', modelId, modelUnits: 1, tags: TAGS };
  const created = await call('bedrock', 'CreateProvisionedModelThroughput', request);
  const provisionedModelId = textAt(created, 'provisionedModelArn');
  const look = () => call('bedrock', 'GetProvisionedModelThroughput', { provisionedModelId });
  await until(look, ['InService']);
  await call('bedrock', 'UpdateProvisionedModelThroughput', {
    provisionedModelId,
    desiredProvisionedModelName: 'renamed',
  });
  await until(look, ['InService']);
  await call('bedrock', 'ListProvisionedModelThroughputs');
  return provisionedModelId;
}

/** Asks in every way. */
export async function ask(call: Caller, modelId: string): Promise<void> {
  const messages = [{ role: 'user', content: [{ text: 'Which class is it: amount due, net 30 days?' }] }];
  const question = { modelId, messages, system: [{ text: 'You sort documents.' }] };
  await call('bedrock-runtime', 'Converse', { ...question, inferenceConfig: { maxTokens: 50, temperature: 0 } });
  await call('bedrock-runtime', 'ConverseStream', question);
  await call('bedrock-runtime', 'CountTokens', { modelId, input: { converse: { messages } } });
  const body = Buffer.from(JSON.stringify({ schemaVersion: 'messages-v1', messages }));
  await call('bedrock-runtime', 'InvokeModel', { modelId, body });
  await call('bedrock-runtime', 'InvokeModelWithResponseStream', { modelId, body });
}

/** Asks the base model about many records in one job, and stops another. */
export async function askInBatch(call: Caller): Promise<void> {
  const start = async (jobName: string) => {
    const created = await call('bedrock', 'CreateModelInvocationJob', {
      jobName,
      roleArn: ROLE_ARN,
      modelId: PROFILE,
      inputDataConfig: { s3InputDataConfig: { s3Uri: `s3://${BUCKET}/${BATCH_FILE}` } },
      outputDataConfig: { s3OutputDataConfig: { s3Uri: `s3://${BUCKET}/answers/` } },
    });
    return textAt(created, 'jobArn');
  };
  const [jobIdentifier, other] = [await start('story'), await start('stopped')];
  await call('bedrock', 'StopModelInvocationJob', { jobIdentifier: other });
  await until(() => call('bedrock', 'GetModelInvocationJob', { jobIdentifier }), ['Completed']);
  await call('bedrock', 'ListModelInvocationJobs');
}

export async function deleteModel(call: Caller, { modelArn, deployment, throughput }: Endpoints): Promise<void> {
  await call('bedrock', 'DeleteCustomModelDeployment', { customModelDeploymentIdentifier: deployment });
  await call('bedrock', 'DeleteProvisionedModelThroughput', { provisionedModelId: throughput });
  await call('bedrock', 'DeleteCustomModel', { modelIdentifier: modelArn });
}
