import { expect, it } from 'vitest';
import type { JobBase, JobRequest } from '../ports/model-customizer.ts';
import { toJobInput } from './job-input.ts';

const base: JobBase = {
  jobName: 'j',
  modelName: 'm',
  roleArn: 'arn:aws:iam::111122223333:role/r',
  baseModel: 'amazon.nova-lite-v1:0:300k',
  trainingDataUri: 's3://b/train.jsonl',
  outputUri: 's3://b/out/',
  tags: { team: 'mail' },
  clientToken: 't',
};

it('always has the members that the API requires, and tags as lists', () => {
  const request: JobRequest = { ...base, method: 'sft', hyperparameters: { epochCount: '2' } };
  expect(toJobInput(request)).toEqual({
    jobName: 'j',
    customModelName: 'm',
    roleArn: base.roleArn,
    clientRequestToken: 't',
    baseModelIdentifier: base.baseModel,
    customizationType: 'FINE_TUNING',
    jobTags: [{ key: 'team', value: 'mail' }],
    customModelTags: [{ key: 'team', value: 'mail' }],
    trainingDataConfig: { s3Uri: 's3://b/train.jsonl' },
    outputDataConfig: { s3Uri: 's3://b/out/' },
    hyperParameters: { epochCount: '2' },
  });
});

it('writes numbers for reinforcement, and no string hyperparameters', () => {
  const graderLambdaArn = 'arn:aws:lambda:us-east-1:111122223333:function:g';
  const input = toJobInput({ ...base, method: 'rft', graderLambdaArn, rft: { epochCount: 1, reasoningEffort: 'low' } });
  expect(input).not.toHaveProperty('hyperParameters');
  expect(input).toMatchObject({
    customizationType: 'REINFORCEMENT_FINE_TUNING',
    customizationConfig: {
      rftConfig: {
        graderConfig: { lambdaGrader: { lambdaArn: graderLambdaArn } },
        hyperParameters: { epochCount: 1, reasoningEffort: 'low' },
      },
    },
  });
});

it('writes teacher, logs, key and network', () => {
  const vpc = { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] };
  const logs = { invocationLogs: { usePromptResponse: true } };
  const input = toJobInput({
    ...base,
    ...logs,
    vpc,
    kmsKey: 'alias/k',
    method: 'distillation',
    teacherModel: 'x',
    maxResponseLength: 9,
  });
  expect(input).toMatchObject({
    customizationType: 'DISTILLATION',
    customModelKmsKeyId: 'alias/k',
    vpcConfig: vpc,
    trainingDataConfig: {
      invocationLogsConfig: { usePromptResponse: true, invocationLogSource: { s3Uri: 's3://b/train.jsonl' } },
    },
    customizationConfig: {
      distillationConfig: { teacherModelConfig: { teacherModelIdentifier: 'x', maxResponseLengthForInference: 9 } },
    },
  });
});
