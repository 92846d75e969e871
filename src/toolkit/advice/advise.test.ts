import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TrainingCurve } from '../model/training-curve.ts';
import { adviseTraining } from './advise.ts';
import { rankShift } from './statistics/rank-shift.ts';
import { trendOf } from './statistics/trend.ts';

/** Mulberry32: the simulations are the same on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const gauss = (uniform: () => number) => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

interface Plan {
  readonly steps: number;
  readonly epochs: number;
  /** Loss without noise, by progress from 0 to 1. */
  readonly level: (progress: number) => number;
  /** Of the level, by progress. */
  readonly noise: (progress: number) => number;
  readonly validation?: readonly number[];
  /** Of each validation point. */
  readonly validationNoise?: number;
}

function simulate({ steps, epochs, level, noise, validation = [], validationNoise = 0 }: Plan, seed: number) {
  const uniform = random(seed);
  const per = steps / epochs;
  const curve: TrainingCurve = {
    name: 'simulated',
    training: Array.from({ length: steps }, (_, index) => {
      const progress = index / steps;
      const loss = Math.max(0.001, level(progress) * (1 + noise(progress) * gauss(uniform)));
      return { step: index + 1, epoch: Math.floor(index / per), loss };
    }),
    validation: validation.map((loss, epoch) => ({
      step: Math.round((epoch + 1) * per),
      epoch,
      loss: loss * (1 + validationNoise * gauss(uniform)),
    })),
  };
  return curve;
}

const RUNS = 200;
const share = (plan: Plan, matches: (codes: readonly string[]) => boolean) =>
  Array.from({ length: RUNS }, (_, seed) => adviseTraining(simulate(plan, seed)).map(({ code }) => code)).filter(
    matches,
  ).length / RUNS;
const says = (code: string) => (codes: readonly string[]) => codes.includes(code);
const falling = (from: number, to: number) => (progress: number) => to + (from - to) * Math.exp(-8 * progress);

describe('advice', () => {
  it.each([18, 60, 300])('is silent on flat, noisy curves of %i steps but for one in twenty', (steps) => {
    const flat: Plan = {
      steps,
      epochs: 5,
      level: () => 1,
      noise: () => 0.35,
      validation: [1, 1, 1, 1, 1],
      validationNoise: 0.1,
    };
    const wrong = (codes: readonly string[]) => codes.some((code) => code !== 'nothing-learnt');
    expect(share(flat, wrong)).toBeLessThanOrEqual(0.05);
  });

  it('is silent on a training that fell and settled', () => {
    const settled: Plan = {
      steps: 120,
      epochs: 3,
      level: falling(1.6, 0.3),
      noise: () => 0.15,
      validation: [0.6, 0.45, 0.44],
    };
    expect(share(settled, (codes) => codes.length > 0)).toBeLessThanOrEqual(0.05);
  });

  it('tells a validation loss that has passed its lowest point', () => {
    const overfit: Plan = {
      steps: 200,
      epochs: 5,
      level: falling(1.6, 0.05),
      noise: () => 0.15,
      validation: [0.6, 0.42, 0.45, 0.54, 0.68],
      validationNoise: 0.01,
    };
    expect(share(overfit, says('validation-loss-rising'))).toBeGreaterThan(0.9);
    const [advice] = adviseTraining(simulate({ ...overfit, validationNoise: 0 }, 1));
    expect(advice?.message).toBe(
      'The validation loss was lowest after epoch 2 (0.420) and has risen to 0.680 since (+62 %).',
    );
    expect(advice?.remedy).toBe('Train for fewer epochs: stop after epoch 2.');
  });

  it('tells a loss that still falls at the end', () => {
    const unfinished: Plan = { steps: 120, epochs: 2, level: (progress) => 1.6 - 1.1 * progress, noise: () => 0.1 };
    expect(share(unfinished, says('loss-still-falling'))).toBeGreaterThan(0.9);
  });

  it('tells swings that grow', () => {
    const shaky: Plan = {
      steps: 160,
      epochs: 4,
      level: falling(1.6, 0.5),
      noise: (progress) => 0.03 + 0.4 * progress ** 2,
    };
    expect(share(shaky, says('loss-unstable'))).toBeGreaterThan(0.7);
  });

  it('tells a training that learnt nothing, when it is quiet enough to tell', () => {
    const quiet: Plan = { steps: 120, epochs: 2, level: () => 1.5, noise: () => 0.04 };
    expect(share(quiet, says('nothing-learnt'))).toBeGreaterThan(0.95);
    expect(share({ ...quiet, noise: () => 0.6 }, says('nothing-learnt'))).toBeLessThan(0.1);
  });

  it('tells a training that diverged, with and without numbers', () => {
    const away: Plan = {
      steps: 80,
      epochs: 2,
      level: (progress) => (progress < 0.4 ? 1.5 - 2 * progress : 0.7 + 4 * (progress - 0.4)),
      noise: () => 0.1,
    };
    expect(share(away, says('training-diverged'))).toBeGreaterThan(0.9);
    const lost = [1, 0.9, Number.NaN, Number.NaN].map((loss, index) => ({ step: index + 1, loss }));
    expect(adviseTraining({ name: 'lost', training: lost, validation: [] })).toMatchObject([
      { code: 'training-diverged', evidence: { step: 3, count: 2 } },
    ]);
  });

  it.each([0, 1, 5])('has nothing to say about %i steps', (count) => {
    const training = Array.from({ length: count }, (_, index) => ({ step: index + 1, loss: 1 / (index + 1) }));
    expect(adviseTraining({ name: 'short', training, validation: training })).toEqual([]);
  });

  const REAL = path.join(import.meta.dirname, '../../../../shared/data/step_wise_training_metrics.csv');
  it.skipIf(!existsSync(REAL))('is silent on a real file of 18 steps', () => {
    const training = readFileSync(REAL, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map(Number))
      .map(([step = 0, epoch = 0, loss = 0]) => ({ step, epoch, loss }));
    expect(adviseTraining({ name: 'real', training, validation: [] })).toEqual([]);
  });
});

describe('the statistics behind it', () => {
  it('find the slope of a line in spite of an outlier', () => {
    const values = Array.from({ length: 20 }, (_, index) => (index === 7 ? 100 : 3 - 0.1 * index));
    const { slope, pFalling, pRising } = trendOf(values);
    expect(slope).toBeCloseTo(-0.1, 6);
    expect(pFalling).toBeLessThan(0.001);
    expect(pRising).toBeGreaterThan(0.99);
  });

  it('give the interval of Hodges and Lehmann', () => {
    const first = [1, 2, 3, 4, 5, 6, 7, 8];
    const { shift, low, high, pAbove } = rankShift(
      first,
      first.map((value) => value + 10),
    );
    expect(shift).toBe(10);
    expect(low).toBeLessThan(10);
    expect(high).toBeGreaterThan(10);
    expect(pAbove).toBeLessThan(0.001);
  });
});
