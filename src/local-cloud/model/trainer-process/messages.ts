import type { StandInHyperparameters, TrainingEvent } from '../stand-in.ts';

/** One training run over files. */
export interface TrainerRequest {
  /** JSON Lines, each a `StandInExample` with its pages inline. */
  readonly examplesFile: string;
  readonly validationFile?: string;
  /** Where the model goes. Written under a temporary name in the same folder, then renamed. */
  readonly artifactFile: string;
  readonly hyperparameters: StandInHyperparameters;
}

/** To the child: what to train, and the temporary name of the artifact. */
export interface TrainerOrder {
  readonly request: TrainerRequest;
  readonly temporaryFile: string;
}

/** From the child. `done` and `failed` are the last. */
export type TrainerMessage =
  | { readonly type: 'event'; readonly event: TrainingEvent }
  | { readonly type: 'done'; readonly bytes: number }
  | { readonly type: 'failed'; readonly message: string; readonly code?: string };
