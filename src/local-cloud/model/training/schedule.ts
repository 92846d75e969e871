import type { StandInHyperparameters } from '../stand-in.ts';
import { StandInError } from '../stand-in-error.ts';

/** Head learning rate per unit of the job's: 1e-5 becomes 0.005, 1e-4 becomes 0.05. Measured. */
const LEARNING_RATE_GAIN = 500;
/** One logged step covers this many batches: 46 examples at batch size 1 log 6 steps an epoch, as the service does. */
const BATCHES_PER_STEP = 8;
const MAX_WARMUP_SHARE = 1 / 3;
/** The rate ends at this share of its height. */
const FINAL_SHARE = 0.1;

/** How a run is cut into logged steps. */
export interface Schedule {
  readonly examplesPerStep: number;
  readonly stepsPerEpoch: number;
  /** Logged steps of the whole run. */
  readonly totalSteps: number;
  /** Learning rate of the heads during one logged step, counted from 1. */
  learningRateAt(step: number): number;
}

export function planSchedule(exampleCount: number, hyperparameters: StandInHyperparameters): Schedule {
  const { epochCount, learningRate, batchSize, warmupSteps } = hyperparameters;
  const examplesPerStep = BATCHES_PER_STEP * batchSize;
  const stepsPerEpoch = Math.ceil(exampleCount / examplesPerStep);
  const totalSteps = stepsPerEpoch * epochCount;
  const warmup = Math.min(warmupSteps, Math.max(1, totalSteps * MAX_WARMUP_SHARE));
  const learningRateAt = (step: number): number => {
    const rising = warmup > 0 ? Math.min(1, step / warmup) : 1;
    const falling = 0.5 * (1 + Math.cos((Math.PI * (step - 1)) / totalSteps));
    return learningRate * LEARNING_RATE_GAIN * rising * (FINAL_SHARE + (1 - FINAL_SHARE) * falling);
  };
  return { examplesPerStep, stepsPerEpoch, totalSteps, learningRateAt };
}

/** @throws {StandInError} `STAND_IN_TRAINING` naming the first hyperparameter out of bounds. */
export function checkHyperparameters(hyperparameters: StandInHyperparameters): void {
  const { learningRate } = hyperparameters;
  const least = { epochCount: 1, batchSize: 1, warmupSteps: 0, seed: Number.MIN_SAFE_INTEGER } as const;
  for (const [name, bound] of Object.entries(least)) {
    const value = hyperparameters[name as keyof typeof least];
    if (Number.isSafeInteger(value) && value >= bound) continue;
    const expected = name === 'seed' ? 'a whole number' : `a whole number of at least ${bound}`;
    throw new StandInError('STAND_IN_TRAINING', `Expected ${expected} for ${name}, got ${String(value)}.`);
  }
  if (Number.isFinite(learningRate) && learningRate > 0) return;
  const got = String(learningRate);
  throw new StandInError('STAND_IN_TRAINING', `Expected a number above 0 for learningRate, got ${got}.`);
}
