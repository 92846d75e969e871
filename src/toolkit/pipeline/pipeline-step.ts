import type { PageReader } from '../../pages/index.ts';
import type { AuditEvent } from '../audit/index.ts';
import type { CleanupEvent } from '../cleanup/index.ts';
import type { PriceTable } from '../cost/index.ts';
import type { DeployEvent } from '../deploy/index.ts';
import type { InferEvent } from '../infer/index.ts';
import type { Cloud, CloudIdentity } from '../ports/cloud.ts';
import type { HubAccess, PrepareEvent } from '../prepare/index.ts';
import type { RunFolder } from '../run/index.ts';
import type { TrainEvent } from '../train/index.ts';
import type { UploadEvent } from '../upload/index.ts';
import type { ValidateEvent } from '../validate/index.ts';
import type { Recipe } from './recipe.ts';

export const STEP_NAMES = [
  'audit',
  'prepare',
  'validate',
  'upload',
  'train',
  'deploy',
  'infer',
  'evaluate',
  'report',
  'cleanup',
] as const;
export type StepName = (typeof STEP_NAMES)[number];

/** What a step of the pipeline may use. Artifacts travel through the run folder alone. */
export interface StepContext {
  readonly recipe: Recipe;
  readonly run: RunFolder;
  readonly cloud: Cloud;
  readonly identity: CloudIdentity;
  /** Version of novatune, for the report. */
  readonly version: string;
  /** Reads pages for the audit. */
  readonly pages?: PageReader;
  /** How to reach the Hugging Face Hub. */
  readonly hub?: HubAccess;
  /** What things cost, for scores and the run's cost. */
  readonly prices?: PriceTable;
  readonly signal?: AbortSignal;
}

export type StepEvent =
  | { readonly step: 'audit'; readonly event: AuditEvent }
  | { readonly step: 'prepare'; readonly event: PrepareEvent }
  | { readonly step: 'validate'; readonly event: ValidateEvent }
  | { readonly step: 'upload'; readonly event: UploadEvent }
  | { readonly step: 'train'; readonly event: TrainEvent }
  | { readonly step: 'deploy'; readonly event: DeployEvent }
  | {
      readonly step: 'infer';
      readonly model: 'base' | 'tuned';
      readonly done: number;
      readonly documents: number;
      readonly event: InferEvent;
    }
  | { readonly step: 'cleanup'; readonly event: CleanupEvent };

/** Binds one step to the run folder: reads its inputs there, leaves its artifact there. */
export interface PipelineStep {
  readonly name: StepName;
  /** Whether the recipe asks for it. */
  wanted(recipe: Recipe): boolean;
  /** Whether an earlier run has finished it. */
  isDone(context: StepContext): boolean | Promise<boolean>;
  /** @returns one line about the result. */
  run(context: StepContext): AsyncGenerator<StepEvent, string>;
}

/** The abort signal as an options object, when there is one. */
export const abortable = ({ signal }: { readonly signal?: AbortSignal }): { readonly signal?: AbortSignal } =>
  signal ? { signal } : {};
