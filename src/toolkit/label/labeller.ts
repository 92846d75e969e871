import type { Abortable } from '../lib/abort.ts';
import type { ImagePreparation } from '../lib/model-image.ts';
import type { RetryOptions } from '../lib/retry.ts';
import type { LabelledDocument } from '../model/dataset.ts';
import type { Prompts, Task } from '../model/task.ts';
import type { InferenceParameters } from '../ports/model-runtime.ts';

export type { ImagePreparation, ModelImage as LabelImage } from '../lib/model-image.ts';

/** One input image that waits for a label. */
export type UnlabelledDocument = Pick<LabelledDocument, 'id' | 'path' | 'bytes'>;

/** Who is asked for an opinion, and in which words. */
export interface Labeller {
  /** Anything a `modelId` can name. */
  readonly modelId: string;
  /** The answer rule must be in them: {@link labellingPrompts} makes such prompts. */
  readonly prompts: Prompts;
}

export interface LabelOptions extends Abortable {
  /** The answer format does not matter: labelling always asks for JSON, `{"<field>": "…"}`. */
  readonly task: Task;
  readonly first: Labeller;
  /** Asked about every document too; where the two disagree a person decides. */
  readonly second?: Labeller;
  /** JSON Lines file that answers are appended to, one flushed write each; labels found in it are not asked for again. */
  readonly journalFile: string;
  /** Default: temperature 0, at most 200 tokens. Services count `maxTokens` against the quota before they answer, so it is kept small. */
  readonly parameters?: InferenceParameters;
  /** Default: the bytes as they are, when they are in a format that Nova reads. */
  readonly images?: ImagePreparation;
  /** Calls at once, at most; how many there are follows what the service takes. Default 16. */
  readonly concurrency?: number;
  /** Calls per minute and model, at most. Default: what the service takes. */
  readonly requestsPerMinute?: number;
  readonly retry?: Pick<RetryOptions, 'attempts' | 'baseDelayMs' | 'maxDelayMs' | 'random'>;
}

/** Which of the two labellers. */
export type Opinion = 'first' | 'second';

export const DEFAULT_PARAMETERS: InferenceParameters = { maxTokens: 200, temperature: 0 };
