import type { Page } from '../../pages/index.ts';
import type { AnswerForm } from './answers/answer-form.ts';
import type { Head } from './heads/head.ts';

/** How model cards, answers and documentation name this model. It is a rehearsal and a baseline, never Nova. */
export const STAND_IN_NAME = 'novatune local stand-in';

/** What a request asks: the system text, the text of the user turn and its images, already read. */
export interface StandInQuestion {
  readonly system: string;
  readonly prompt: string;
  readonly pages: readonly Page[];
}

/** One training record. */
export interface StandInExample extends StandInQuestion {
  readonly answer: string;
}

/** The hyperparameters of a customization job, as the job states them. */
export interface StandInHyperparameters {
  /** Passes over the examples, at least 1. */
  readonly epochCount: number;
  /** The job's learning rate (for instance 1e-5); the heads learn at 500 times this rate. */
  readonly learningRate: number;
  /** Examples per optimiser update, at least 1. */
  readonly batchSize: number;
  /** Logged steps over which the rate rises to its full height; cut to a third of the run. 0 = none. */
  readonly warmupSteps: number;
  /** Whole number; the same seed and examples give the same bytes. */
  readonly seed: number;
}

/** What training reports while it runs. */
export type TrainingEvent =
  | { readonly type: 'loaded'; readonly examples: number; readonly validation: number }
  | TrainingStep
  | ValidationStep;

/** Mean loss over the examples of one logged step (8 × batchSize examples). `step` from 1, `epoch` from 0. */
export interface TrainingStep {
  readonly type: 'step';
  readonly step: number;
  readonly epoch: number;
  readonly trainingLoss: number;
}

/** Mean loss over the validation examples; `step` 0 is the base model. */
export interface ValidationStep {
  readonly type: 'validation';
  readonly step: number;
  readonly epoch: number;
  readonly validationLoss: number;
}

/** Heads learnt for one system and prompt text. */
export interface PromptGroup {
  readonly system: string;
  /** Empty for text-only examples: there the prompt is what is read. */
  readonly prompt: string;
  /** Examples without pages: the prompt's words are the features. */
  readonly textOnly: boolean;
  readonly form: AnswerForm;
  readonly heads: readonly Head[];
}

/** A trained model: plain data, see `serializeStandIn`. */
export interface StandInModel {
  /** `Page.version` of the training pages; '' when no example had a page. */
  readonly pageVersion: string;
  /** SHA-256 over the training examples, hexadecimal. */
  readonly examplesSha256: string;
  readonly hyperparameters: StandInHyperparameters;
  /** Records read, and how many of them could not be used. */
  readonly counts: { readonly examples: number; readonly skipped: number; readonly validation: number };
  readonly groups: readonly PromptGroup[];
  readonly training: readonly TrainingStep[];
  readonly validation: readonly ValidationStep[];
  /** One sentence per decision taken while training, for people. */
  readonly notes: readonly string[];
}

/** An answer, and how sure the model is of it: 0 to 1, not calibrated. */
export interface StandInAnswer {
  readonly text: string;
  readonly confidence: number;
}
