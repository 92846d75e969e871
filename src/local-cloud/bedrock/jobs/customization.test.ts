import type { CreateModelCustomizationJobRequest, CustomizationConfig } from '@aws-sdk/client-bedrock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createJob,
  endOf,
  jobRequest,
  jsonLines,
  prepareBucketAndRole,
  put,
  textRecords,
} from '../testing/rehearsal.ts';
import { BUCKET, discard, openTestBedrock, type TestBedrock } from '../testing/test-bedrock.ts';

let bedrock: TestBedrock;
beforeEach(async () => {
  bedrock = await openTestBedrock();
  await prepareBucketAndRole(bedrock);
});
afterEach(() => discard(bedrock));

type Change = Partial<CreateModelCustomizationJobRequest>;
const refusal = (change: Change) =>
  bedrock.call('CreateModelCustomizationJob', { ...jobRequest(), ...change }).then(
    () => 'accepted',
    (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
  );

const GRADER = 'arn:aws:lambda:us-east-1:111122223333:function:grader';
const rftConfig = (lambdaArn = GRADER): CustomizationConfig => ({
  rftConfig: { graderConfig: { lambdaGrader: { lambdaArn } }, hyperParameters: { epochCount: 1, batchSize: 32 } },
});
const RFT: Change = {
  customizationType: 'REINFORCEMENT_FINE_TUNING',
  baseModelIdentifier: 'amazon.nova-2-lite-v1:0:256k',
  hyperParameters: undefined,
  customizationConfig: rftConfig(),
};
const distillation = (teacherModelIdentifier: string, maxResponseLengthForInference?: number): Change => ({
  customizationType: 'DISTILLATION',
  hyperParameters: undefined,
  customizationConfig: {
    distillationConfig: { teacherModelConfig: { teacherModelIdentifier, maxResponseLengthForInference } },
  },
});

describe('supervised fine-tuning', () => {
  it('takes no configuration of another way', async () => {
    expect(await refusal({ customizationConfig: rftConfig() })).toBe(
      'ValidationException: customizationConfig is not supported for FINE_TUNING.',
    );
    expect(await refusal({ customizationType: 'CONTINUED_PRE_TRAINING' })).toBe(
      'ValidationException: The customization type CONTINUED_PRE_TRAINING is not supported for amazon.nova-lite-v1:0:300k.',
    );
  });
});

describe('reinforcement fine-tuning', () => {
  it.each<[string, Change, string]>([
    [
      'another model',
      { baseModelIdentifier: 'amazon.nova-lite-v1:0:300k' },
      'is not supported for amazon.nova-lite-v1:0:300k',
    ],
    ['no configuration', { customizationConfig: undefined }, 'customizationConfig.rftConfig is required'],
    [
      'hyperparameters as text',
      { hyperParameters: { epochCount: '1' } },
      'use customizationConfig.rftConfig.hyperParameters',
    ],
    [
      'a grader elsewhere',
      { customizationConfig: rftConfig(GRADER.replace('us-east-1', 'eu-west-1')) },
      'is not in the region',
    ],
    ['a file that is no .jsonl', { trainingDataConfig: { s3Uri: `s3://${BUCKET}/data/` } }, 'must be in .jsonl format'],
  ])('is checked for its shape: %s', async (_, change, text) => {
    expect(await refusal({ ...RFT, ...change })).toMatch(/^ValidationException: /);
    expect(await refusal({ ...RFT, ...change })).toContain(text);
  });

  it('is refused with the reason when everything about it is sound, with a validation set too', async () => {
    const validators = { validators: [{ s3Uri: `s3://${BUCKET}/data/validation.jsonl` }] };
    expect(await refusal({ ...RFT, validationDataConfig: validators })).toBe(
      `ValidationException: The local cloud does not emulate reinforcement fine-tuning: it has no AWS Lambda to run the grader ${GRADER}.`,
    );
  });
});

describe('distillation', () => {
  const prompts = (count: number) =>
    jsonLines(textRecords(count).map((record) => ({ ...record, messages: record.messages.slice(0, 1) })));

  it.each([
    ['amazon.nova-micro-v1:0', 'amazon.nova-lite-v1:0:300k'],
    ['us.amazon.nova-pro-v1:0', 'amazon.nova-pro-v1:0:300k'],
  ])('does not pair %s with %s', async (teacher, baseModelIdentifier) => {
    expect(await refusal({ ...distillation(teacher), baseModelIdentifier })).toBe(
      `ValidationException: The teacher model ${teacher} is not supported for the student model ${baseModelIdentifier}.`,
    );
  });

  it('needs its configuration', async () => {
    expect(await refusal({ customizationType: 'DISTILLATION' })).toContain('distillationConfig is required');
    expect(await refusal(distillation('amazon.nova-pro-v1:0', 0))).toContain('maxResponseLengthForInference');
  });

  it('trains on what the teacher answers, and tells its configuration back', async () => {
    await put(bedrock, 'data/train.jsonl', prompts(100));
    const teacher = 'us.amazon.nova-pro-v1:0';
    const job = await endOf(bedrock, await createJob(bedrock, distillation(teacher, 500)));
    expect(job).toMatchObject({
      status: 'Completed',
      customizationType: 'DISTILLATION',
      customizationConfig: {
        distillationConfig: {
          teacherModelConfig: { teacherModelIdentifier: teacher, maxResponseLengthForInference: 500 },
        },
      },
    });
    const model = await bedrock.call('GetCustomModel', { modelIdentifier: job.outputModelArn });
    expect(model).toMatchObject({ customizationType: 'DISTILLATION', customizationConfig: job.customizationConfig });
  });

  it('asks for 100 prompts', async () => {
    await put(bedrock, 'data/train.jsonl', prompts(99));
    const job = await endOf(bedrock, await createJob(bedrock, distillation('amazon.nova-pro-v1:0')));
    expect(job).toMatchObject({ status: 'Failed', failureMessage: expect.stringContaining('99 records; the minimum') });
  });
});
