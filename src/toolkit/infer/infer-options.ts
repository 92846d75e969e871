import type { Abortable } from '../lib/abort.ts';
import type { ImagePreparation } from '../lib/model-image.ts';
import type { RetryOptions } from '../lib/retry.ts';
import type { Prompts } from '../model/task.ts';
import type { ModelRouter } from '../ports/model-router.ts';
import type { InferenceParameters } from '../ports/model-runtime.ts';
import type { AnswerCache } from './answer-cache.ts';

/** One document to ask about. */
export interface InferenceDocument {
  /** Id in the data set, or the path inside its folder. */
  readonly document: string;
  /** Absolute path of the image; what it is, its bytes tell. */
  readonly image: string;
}

/** How fast and how patiently a model is asked. */
export interface AskingOptions extends Abortable {
  /** Calls at once to each model, at most; how many there are follows what the service takes. Default 64. */
  readonly concurrency?: number;
  /** Calls per minute to each model, at most. Default: what the service takes. */
  readonly requestsPerMinute?: number;
  /** Tokens per minute to each model, at most; a call reserves its input and `maxTokens`. Default: what the service takes. */
  readonly tokensPerMinute?: number;
  /** Longest wait for one answer, milliseconds. Default 300,000. */
  readonly requestTimeoutMs?: number;
  readonly retry?: Pick<RetryOptions, 'attempts' | 'baseDelayMs' | 'maxDelayMs' | 'random'>;
  /** Answers given before, shared between runs. Default: none. */
  readonly cache?: AnswerCache;
}

export interface InferOptions extends AskingOptions {
  /** Anything a `modelId` can name: base model, inference profile, deployment or provisioned throughput. */
  readonly modelId: string;
  readonly prompts: Prompts;
  readonly parameters: InferenceParameters;
  /** JSON Lines file that results are appended to; answers found in it are not asked again. */
  readonly predictionsFile: string;
  /** Default: the bytes as they are, when they are in a format that Nova reads. */
  readonly images?: ImagePreparation;
  /** Ask only about documents whose last prediction in the file is an error. Default false. */
  readonly onlyFailed?: boolean;
  /** Chooses between models; `modelId` is its primary. Default: `modelId` alone. */
  readonly router?: ModelRouter;
}

export const DEFAULT_CONCURRENCY = 64;
export const DEFAULT_REQUEST_TIMEOUT_MS = 300_000;
