import { describe, expect, it } from 'vitest';
import { planSchedule } from './schedule.ts';

const settings = { epochCount: 2, learningRate: 1e-5, batchSize: 4, warmupSteps: 0, seed: 1 };

describe('planSchedule', () => {
  it('logs a step per 8 batches, the last of an epoch perhaps shorter', () => {
    expect(planSchedule(100, settings)).toMatchObject({ examplesPerStep: 32, stepsPerEpoch: 4, totalSteps: 8 });
    expect(planSchedule(1, settings)).toMatchObject({ stepsPerEpoch: 1, totalSteps: 2 });
  });

  it('starts at 500 times the job’s rate and falls to a tenth of it', () => {
    const { learningRateAt } = planSchedule(32_000, settings);
    expect(learningRateAt(1)).toBeCloseTo(0.005, 10);
    expect(learningRateAt(1001)).toBeCloseTo(0.00275, 6);
    expect(learningRateAt(2000)).toBeCloseTo(0.0005, 6);
  });

  it('warms up over the steps asked for, at most a third of the run', () => {
    const { learningRateAt } = planSchedule(960, { ...settings, warmupSteps: 1000 });
    expect(learningRateAt(1)).toBeCloseTo(0.005 / 20, 6);
    expect(learningRateAt(10)).toBeLessThan(learningRateAt(20));
    expect(learningRateAt(21)).toBeLessThan(learningRateAt(20));
  });
});
