import type { CurvePoint, TrainingCurve } from '../model/training-curve.ts';
import { type Advice, type AdviceRule, HYPERPARAMETER_GUIDE } from './advice.ts';
import { diverged } from './rules/diverged.ts';
import { nothingLearnt } from './rules/nothing-learnt.ts';
import { stillFalling } from './rules/still-falling.ts';
import { unstable } from './rules/unstable.ts';
import { validationRising } from './rules/validation-rising.ts';

/** What a training that went wrong says first; later rules are not asked when an earlier one of a group has spoken. */
const GROUPS: readonly (readonly AdviceRule[])[] = [
  [diverged, unstable, nothingLearnt, stillFalling],
  [validationRising],
];

/**
 * Plain advice about a training, each with the figures behind it. Silent where the curve is too short or too noisy to tell: on curves that are flat but for
 * noise, at most one in twenty gets advice that it should not get (measured in the tests).
 */
export function adviseTraining(curve: TrainingCurve): Advice[] {
  const lost = curve.training.filter(({ loss }) => !Number.isFinite(loss));
  const [first] = lost;
  if (first) return [lostNumbers(first, lost.length)];
  const bySteps = (points: readonly CurvePoint[]) =>
    points.filter(({ loss }) => Number.isFinite(loss)).sort((a, b) => a.step - b.step);
  const tidy = { name: curve.name, training: bySteps(curve.training), validation: bySteps(curve.validation) };
  const advice = GROUPS.flatMap((rules) => firstAdvice(rules, tidy) ?? []);
  // What passed its best needs no more epochs, whatever the training loss does.
  return advice.some(({ code }) => code === 'validation-loss-rising')
    ? advice.filter(({ code }) => code !== 'loss-still-falling')
    : advice;
}

function firstAdvice(rules: readonly AdviceRule[], curve: TrainingCurve): Advice | undefined {
  for (const rule of rules) {
    const advice = rule(curve);
    if (advice) return advice;
  }
  return undefined;
}

const lostNumbers = ({ step }: CurvePoint, count: number): Advice => ({
  code: 'training-diverged',
  message: `The training loss is no number from step ${step} on (${count} steps): training has diverged.`,
  remedy: 'Train again with a tenth of the learning rate, and more warm-up steps.',
  evidence: { step, count },
  source: HYPERPARAMETER_GUIDE,
});
