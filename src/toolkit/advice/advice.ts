import type { TrainingCurve } from '../model/training-curve.ts';

/** One piece of advice about a training, with the figures it rests on. */
export interface Advice {
  /** Stable, kebab-case. */
  readonly code: string;
  /** What was seen, in figures. */
  readonly message: string;
  /** What to try. */
  readonly remedy: string;
  /** The figures behind the message, by name. */
  readonly evidence: Readonly<Record<string, number>>;
  /** Where the rule of thumb comes from. */
  readonly source: string;
}

/** Looks at a curve whose values are finite, in the order of its steps; silent when it cannot tell. */
export type AdviceRule = (curve: TrainingCurve) => Advice | undefined;

/** https://docs.aws.amazon.com/nova/latest/userguide/customize-fine-tune-hyperparameters.html */
export const HYPERPARAMETER_GUIDE =
  'https://docs.aws.amazon.com/nova/latest/userguide/customize-fine-tune-hyperparameters.html';
