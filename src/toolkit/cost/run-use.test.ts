import { describe, expect, it } from 'vitest';
import type { JobDetails, Prediction } from '../model/artifacts.ts';
import type { DatasetDocument } from '../model/dataset.ts';
import { actualRun, tokensPerDocument } from './actual-run.ts';
import { estimateRun } from './estimate-run.ts';
import { bundledPrices } from './prices/bundled-prices.ts';
import { planRun } from './run-plan.ts';
import { runUse } from './run-use.ts';

const PRICES = bundledPrices();
const DEPLOYMENT = 'arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment/abcdefghijkl';
const document = (id: string, split: DatasetDocument['split']): DatasetDocument => ({
  ...{ id, split, image: `images/${id}.png`, format: 'png', width: 900, height: 900, bytes: 1000, sha256: '' },
  label: 'memo',
});
const manifest = {
  documents: [document('a', 'train'), document('b', 'train'), document('c', 'test')],
  prompts: { system: '', task: 'Which?' },
  task: { kind: 'extraction', field: 'seller', answerFormat: 'text' },
} as const;

const job = (change: Partial<JobDetails> = {}): JobDetails => ({
  job_arn: 'arn:job',
  job_name: 'job',
  model_name: 'model',
  status: 'Completed',
  base_model: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-2-lite-v1:0:256k',
  role_arn: 'arn:role',
  training_data_uri: 's3://b/train.jsonl',
  output_uri: 's3://b/out/',
  hyperparameters: { epochCount: '3' },
  creation_time: '2026-11-01T00:00:00Z',
  end_time: '2026-11-01T02:00:00Z',
  model_id: 'arn:model',
  ...change,
});
const answered = (modelId: string, inputTokens: number, outputTokens: number): Prediction => ({
  document: 'c',
  key: '',
  modelId,
  answer: 'memo',
  inputTokens,
  outputTokens,
  attempts: 1,
});
const failed: Prediction = {
  document: 'c',
  key: '',
  modelId: 'x',
  error: { code: 'throttled', message: '' },
  attempts: 6,
};
const at = (time: string) => Date.parse(`2026-11-${time}Z`);
const baseModel = job().base_model;

describe('what a run has used', () => {
  it('is read from its artifacts', () => {
    const use = runUse({
      baseModel,
      manifest,
      job: job(),
      endpoint: { kind: 'throughput', createdAt: '2026-11-01T03:00:00Z' },
      predictions: [answered('us.amazon.nova-2-lite-v1:0', 1500, 10), answered(DEPLOYMENT, 1500, 4), failed],
      until: at('01T04:30:00'),
    });
    expect(use.training).toMatchObject({ epochs: 3 });
    expect(use.throughput).toEqual({ hours: { low: 1.5, high: 2 } });
    expect(use.storageMonths).toEqual({ low: 2.5 / 730, high: 1 });
    expect(tokensPerDocument(use.asked)).toMatchObject({ documents: 2, input: { low: 1500 }, output: { low: 7 } });
    const { lines, total } = actualRun(use, PRICES);
    expect(lines.map(({ step, what }) => [step, what])).toEqual([
      ['training', 'nova-2-lite training'],
      ['storage', 'nova-2-lite storage'],
      ['throughput', 'nova-2-lite throughput'],
      ['inference', 'nova-2-lite input'],
      ['inference', 'nova-2-lite output'],
      ['inference', 'nova-2-lite custom input'],
      ['inference', 'nova-2-lite custom output'],
      ['inference', 'x input'],
      ['inference', 'x output'],
    ]);
    // Nothing was counted for the model that never answered, so its unknown price is no gap.
    expect(total.complete).toBe(true);
    expect(lines[5]).toMatchObject({ low: 0.00045, high: 0.00045, why: '' });
  });

  it.each([
    ['that failed before training costs nothing', { status: 'Failed' }, undefined],
    [
      'that was stopped while training costs some part',
      { status: 'Stopped', phases: phases('Stopped') },
      { low: 0, high: 1 },
    ],
    [
      'that is training may come to cost all of it',
      { status: 'InProgress', phases: phases('InProgress') },
      { low: 0, high: 1 },
    ],
    ['that has completed costs all of it', {}, { low: 1, high: 1 }],
  ])('a job %s', (_, change, share) => {
    const { model_id: _model, ...unfinished } = job(change);
    const details = 'status' in change ? unfinished : job();
    const { training } = runUse({ baseModel, manifest, job: details, predictions: [], until: at('02T00:00:00') });
    const whole = planRun(manifest, { baseModel }).training.tokens;
    expect(training?.tokens).toEqual(
      share === undefined ? undefined : { low: whole.low * share.low, high: whole.high * share.high },
    );
  });

  it('stays within the estimate when the run does what was planned', () => {
    const estimate = estimateRun(planRun(manifest, { baseModel, epochs: 3, storageMonths: 1 }), PRICES);
    const asked = [answered('us.amazon.nova-2-lite-v1:0', 1302, 40), answered(DEPLOYMENT, 1302, 3)];
    const use = runUse({ baseModel, manifest, job: job(), predictions: asked, until: at('05T00:00:00') });
    const actual = actualRun(use, PRICES);
    expect(actual.total.high).toBeLessThanOrEqual(estimate.total.high);
    const inference = (lines: typeof actual.lines) =>
      lines.filter(({ step }) => step === 'inference').map(({ what, low, high }) => ({ what, low, high }));
    for (const [index, { what, low = 0 }] of inference(actual.lines).entries()) {
      const planned = inference(estimate.lines)[index];
      expect(planned?.what).toBe(what);
      expect(low).toBeGreaterThanOrEqual(planned?.low ?? Number.NaN);
      expect(low).toBeLessThanOrEqual(planned?.high ?? Number.NaN);
    }
  });
});

function phases(training: string): NonNullable<JobDetails['phases']> {
  return {
    validation: { status: 'Completed' },
    dataProcessing: { status: 'Completed' },
    training: { status: training },
  };
}
