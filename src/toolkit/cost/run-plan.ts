import type { DatasetManifest } from '../model/dataset.ts';
import { SFT_HYPERPARAMETERS } from '../model/nova.ts';
import type { Commitment } from './prices/find-price.ts';
import type { Range } from './range.ts';
import type { InferenceTokens } from './steps/inference.ts';
import { askingTokens, trainingTokens } from './tokens/dataset-tokens.ts';
import type { TokenCount } from './tokens/token-count.ts';

/** What a run will use, as far as it is known beforehand. */
export interface RunPlan {
  /** Short name or id of the base model. */
  readonly baseModel: string;
  readonly training: {
    /** Of one epoch. */
    readonly tokens: TokenCount;
    readonly epochs: number;
  };
  /** The held-out documents, asked of the base and the custom model once each. */
  readonly asking?: InferenceTokens & { readonly documents: number };
  /** Absent: a deployment, which costs nothing by itself. */
  readonly throughput?: {
    readonly modelUnits?: number;
    /** Absent: unknown. */
    readonly hours?: Range;
    readonly commitment?: Commitment;
  };
  /** Months that the custom model is kept. */
  readonly storageMonths: number;
}

export interface PlanOptions {
  readonly baseModel: string;
  /** Default: the service's own, 2. */
  readonly epochs?: number;
  /** Most tokens of an answer. Default 256. */
  readonly maxTokens?: number;
  readonly throughput?: RunPlan['throughput'];
  /** Default 1. */
  readonly storageMonths?: number;
}

/** Tokens of an answer, unless a recipe or flag says otherwise. */
export const DEFAULT_MAX_TOKENS = 256;

/** What a run over a prepared data set will use. Pure: the manifest alone is read. */
export function planRun(
  manifest: Pick<DatasetManifest, 'documents' | 'prompts' | 'task'>,
  options: PlanOptions,
): RunPlan {
  return {
    ...planTraining(trainingTokens(manifest), options),
    asking: askingTokens(manifest, 'test', options.maxTokens ?? DEFAULT_MAX_TOKENS),
  };
}

/** The same where only the tokens of the training file are known. */
export function planTraining(tokens: TokenCount, options: PlanOptions): RunPlan {
  const { baseModel, epochs = SFT_HYPERPARAMETERS.epochCount.default, throughput, storageMonths = 1 } = options;
  return { baseModel, training: { tokens, epochs }, storageMonths, ...(throughput && { throughput }) };
}
