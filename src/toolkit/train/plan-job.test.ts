import { describe, expect, it } from 'vitest';
import { type JobOptions, planJob } from './plan-job.ts';

const data = { trainingDataUri: 's3://b/p/train.jsonl', outputUri: 's3://b/out/' };
const named = { jobName: 'j', modelName: 'm', baseModel: 'nova-lite', tags: {} };
const GRADER = 'arn:aws:lambda:us-east-1:111122223333:function:grader';
const refusal = (options: JobOptions, more: object = {}) => {
  try {
    planJob({ ...data, ...more }, options);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('planJob', () => {
  it('writes down each method with settings of its own', () => {
    expect(
      planJob(data, {
        ...named,
        baseModel: 'nova-2-lite',
        method: 'rft',
        graderLambdaArn: GRADER,
        hyperparameters: { epochCount: 50, learningRate: 1e-3, reasoningEffort: 'high' },
      }),
    ).toMatchObject({
      method: 'rft',
      baseModel: 'amazon.nova-2-lite-v1:0:256k',
      graderLambdaArn: GRADER,
      rft: { epochCount: 50, learningRate: 0.001, reasoningEffort: 'high' },
    });
    expect(
      planJob(data, {
        ...named,
        method: 'distillation',
        teacherModel: 'us.amazon.nova-premier-v1:0',
        maxResponseLength: 9,
      }),
    ).toMatchObject({ method: 'distillation', teacherModel: 'us.amazon.nova-premier-v1:0', maxResponseLength: 9 });
    expect(
      planJob(data, {
        ...named,
        baseModel: 'nova-canvas',
        method: 'canvas',
        hyperparameters: { stepCount: 20_000, learningRate: 1e-7 },
      }),
    ).toMatchObject({
      baseModel: 'amazon.nova-canvas-v1:0',
      hyperparameters: { stepCount: '20000', learningRate: '0.0000001' },
    });
  });

  it.each<[string, JobOptions, RegExp]>([
    [
      'method-unsupported',
      { ...named, method: 'rft', graderLambdaArn: GRADER, hyperparameters: {} },
      /rft for nova-lite/,
    ],
    ['method-unsupported', { ...named, baseModel: 'nova-canvas', hyperparameters: {} }, /sft for nova-canvas/],
    [
      'teacher-unsupported',
      { ...named, method: 'distillation', teacherModel: 'amazon.nova-micro-v1:0' },
      /into nova-lite/,
    ],
    [
      'teacher-unsupported',
      { ...named, baseModel: 'nova-pro', method: 'distillation', teacherModel: 'amazon.nova-pro-v1:0' },
      /into nova-pro/,
    ],
    [
      'option-invalid',
      { ...named, baseModel: 'nova-2-lite', method: 'rft', graderLambdaArn: 'grader', hyperparameters: {} },
      /grader function/,
    ],
    ['option-invalid', { ...named, hyperparameters: {}, kmsKey: 'my key' }, /KMS key/],
    [
      'option-invalid',
      { ...named, hyperparameters: {}, vpc: { subnetIds: ['subnet-1'], securityGroupIds: [] } },
      /1 to 5 security group ids, got 0/,
    ],
    [
      'option-invalid',
      { ...named, hyperparameters: {}, vpc: { subnetIds: ['vpc-1'], securityGroupIds: ['sg-1'] } },
      /subnet ids, got "vpc-1"/,
    ],
    ['option-invalid', { ...named, hyperparameters: {}, tags: { owner: 'Zoë & co' } }, /owner=Zoë/],
  ])('refuses with %s', (code, options, message) => {
    expect(refusal(options)).toMatchObject({ name: 'InputError', code, message: expect.stringMatching(message) });
  });

  it.each<[JobOptions, string]>([
    [
      { ...named, hyperparameters: { batchSize: 65 } },
      'Expected batchSize (nova-lite, method sft) to be a whole number from 1 to 64, got 65.',
    ],
    [
      { ...named, baseModel: 'nova-2-lite', method: 'rft', graderLambdaArn: GRADER, hyperparameters: { batchSize: 8 } },
      'Expected batchSize (nova-2-lite, method rft) to be a whole number from 16 to 512, got 8.',
    ],
    [
      {
        ...named,
        baseModel: 'nova-2-lite',
        method: 'rft',
        graderLambdaArn: GRADER,
        hyperparameters: { maxPromptLength: 0 },
      },
      'Expected maxPromptLength (nova-2-lite, method rft) to be a whole number from 1 up, got 0.',
    ],
    [
      { ...named, baseModel: 'nova-canvas', method: 'canvas', hyperparameters: { learningRate: 1e-3 } },
      'Expected learningRate (nova-canvas, method canvas) to be a number from 0.0000001 to 0.0001, got 0.001.',
    ],
  ])('names range and source of a wrong value', (options, message) => {
    expect(refusal(options)).toMatchObject({ message, remedy: expect.stringContaining('Source: https://docs.aws') });
  });

  it('trains on invocation logs where Bedrock does', () => {
    const logs = { invocationLogs: { usePromptResponse: true } };
    expect(refusal({ ...named, hyperparameters: {} }, logs)).toMatchObject({ code: 'option-invalid' });
    const teacher = { ...named, method: 'distillation', teacherModel: 'amazon.nova-pro-v1:0' } as const;
    expect(planJob({ ...data, ...logs }, teacher)).toMatchObject(logs);
  });
});
