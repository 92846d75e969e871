import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNovaModel, SFT_HYPERPARAMETERS } from '../model/nova.ts';
import { formatHyperparameters, plainDecimal, recommendHyperparameters } from './hyperparameters.ts';
import { checkName } from './job-rules.ts';
import { planJob } from './plan-job.ts';
import { serviceRoleDocument } from './service-role.ts';
import { parseMetrics } from './training-metrics.ts';

describe('formatHyperparameters', () => {
  it('writes plain decimals, never an exponent', () => {
    expect(formatHyperparameters({ epochCount: 2, learningRate: 1e-5, learningRateWarmupSteps: 0 })).toEqual({
      epochCount: '2',
      learningRate: '0.00001',
      learningRateWarmupSteps: '0',
    });
  });

  it('keeps every learning rate in range exact', () => {
    const { min, max } = SFT_HYPERPARAMETERS.learningRate;
    fc.assert(
      fc.property(fc.integer({ min: Math.round(min * 1e9), max: Math.round(max * 1e9) }), (billionths) => {
        const text = plainDecimal(billionths / 1e9);
        expect(text).toMatch(/^0\.\d+$/);
        expect(Number(text)).toBe(billionths / 1e9);
      }),
    );
  });

  it.each([
    { epochCount: 6 },
    { epochCount: 1.5 },
    { learningRate: 1e-7 },
    { learningRateWarmupSteps: 101 },
    { batchSize: Number.NaN },
  ])('refuses %j', (values) => {
    expect(() => formatHyperparameters(values)).toThrow(expect.objectContaining({ code: 'hyperparameter-invalid' }));
  });
});

describe('recommendHyperparameters', () => {
  it('uses the divisor of the model for warm-up', () => {
    const lite = findNovaModel('nova-lite');
    const nova2 = findNovaModel('nova-2-lite');
    if (!lite || !nova2) throw new Error('expected both models in the table');
    expect(recommendHyperparameters(lite, 1600)).toEqual({ epochCount: 2, learningRateWarmupSteps: 10 });
    expect(recommendHyperparameters(lite, 46)).toEqual({ epochCount: 5, learningRateWarmupSteps: 0 });
    expect(recommendHyperparameters(nova2, 300)).toEqual({ epochCount: 3 });
  });
});

describe('findNovaModel', () => {
  it.each([
    'nova-lite',
    'amazon.nova-lite-v1:0:300k',
    'us.amazon.nova-lite-v1:0',
    'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0:300k',
  ])('knows %s', (id) => {
    expect(findNovaModel(id)?.name).toBe('nova-lite');
  });
  it('does not guess', () => expect(findNovaModel('amazon.nova-lite-v1:0:24k')).toBeUndefined());
});

describe('checkName', () => {
  it('knows that job names take no underscore and model names no double hyphen', () => {
    expect(checkName('job name', 'inv-1.2+b')).toBe('inv-1.2+b');
    expect(checkName('model name', 'inv_1-b')).toBe('inv_1-b');
    expect(() => checkName('job name', 'inv_1')).toThrow(/no underscore/);
    expect(() => checkName('model name', 'inv--1')).toThrow(/single/);
    expect(() => checkName('model name', 'x'.repeat(64))).toThrow(/1 to 63/);
  });
});

describe('serviceRoleDocument', () => {
  const role = serviceRoleDocument({
    name: 'novatune-x',
    accountId: '111122223333',
    region: 'us-east-1',
    reads: ['s3://data-bucket/runs/x/'],
    outputUri: 's3://out-bucket/runs/x/output',
    tags: {},
  });

  it('trusts Bedrock only for jobs of this account', () => {
    expect(role.trust).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'bedrock.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': '111122223333' },
            ArnEquals: { 'aws:SourceArn': 'arn:aws:bedrock:us-east-1:111122223333:model-customization-job/*' },
          },
        },
      ],
    });
  });

  it('names the buckets and prefixes used, and nothing wider', () => {
    const text = JSON.stringify(role.policies);
    expect(text).not.toMatch(/s3:::\*|"s3:\*"|"\*"/);
    expect(role.policies['novatune-job-data']).toMatchObject({
      Statement: [
        { Resource: ['arn:aws:s3:::data-bucket'], Condition: { StringLike: { 's3:prefix': ['runs/x/', 'runs/x/*'] } } },
        { Resource: ['arn:aws:s3:::out-bucket'] },
        { Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::data-bucket/runs/x/*'] },
        { Resource: ['arn:aws:s3:::out-bucket/runs/x/output/*'] },
      ],
    });
  });
});

describe('planJob', () => {
  const uploaded = {
    bucket: 'b',
    prefix: 'p/',
    trainingDataUri: 's3://b/p/train.jsonl',
    validationDataUri: 's3://b/p/validation.jsonl',
    outputUri: 's3://b/p/output/',
    objects: 3,
    bytesSent: 0,
  };
  const options = {
    jobName: 'j',
    modelName: 'm',
    baseModel: 'nova-lite',
    role: { create: 'r' },
    hyperparameters: { epochCount: 2 },
    tags: {},
  };

  it('writes the customization id of the model', () => {
    expect(planJob(uploaded, options)).toMatchObject({
      baseModel: 'amazon.nova-lite-v1:0:300k',
      validationDataUri: uploaded.validationDataUri,
      hyperparameters: { epochCount: '2' },
    });
  });

  it('refuses a validation file for a model that takes none', () => {
    expect(() => planJob(uploaded, { ...options, baseModel: 'nova-2-lite' })).toThrow(
      expect.objectContaining({ code: 'validation-file-unsupported' }),
    );
  });

  it('refuses a model it does not know', () => {
    expect(() => planJob(uploaded, { ...options, baseModel: 'amazon.nova-lite-v1:0' })).not.toThrow();
    expect(() => planJob(uploaded, { ...options, baseModel: 'claude' })).toThrow(
      expect.objectContaining({ code: 'base-model-unknown' }),
    );
  });
});

describe('parseMetrics', () => {
  it('keeps losses that are no numbers, and says where a file is broken', () => {
    expect(parseMetrics('step_number,training_loss\n1,nan\n2,-Inf\n', 'f.csv').map(({ loss }) => loss)).toEqual([
      Number.NaN,
      Number.NaN,
    ]);
    expect(() => parseMetrics('step_number,training_loss\n1,"2\n', 'f.csv')).toThrow(
      expect.objectContaining({ code: 'metrics-unreadable', message: expect.stringContaining('f.csv') }),
    );
  });

  it('reads columns by their names, with or without perplexity', () => {
    expect(parseMetrics('step_number,epoch_number,training_loss\n1,0,1.5\n2,0,1.25\n', 'f.csv')).toEqual([
      { step: 1, epoch: 0, loss: 1.5 },
      { step: 2, epoch: 0, loss: 1.25 },
    ]);
    expect(parseMetrics('perplexity,validation_loss,step_number\r\n4.5,1.5,0\r\n', 'f.csv')).toEqual([
      { step: 0, loss: 1.5, perplexity: 4.5 },
    ]);
  });

  it('says which line holds no number', () => {
    expect(() => parseMetrics('step_number,training_loss\n1,low\n', 's3://b/f.csv')).toThrow(
      /s3:\/\/b\/f\.csv: line 2: expected a number in training_loss/,
    );
    expect(() => parseMetrics('step,loss\n1,2\n', 'f.csv')).toThrow(
      expect.objectContaining({ code: 'metrics-unreadable' }),
    );
  });
});
