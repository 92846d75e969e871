import { readFile } from 'node:fs/promises';
import type { Abortable } from '../lib/abort.ts';
import { sha256Hex } from '../lib/hash.ts';
import { mapUnordered } from '../lib/map-unordered.ts';
import { type RetryOptions, withRetries } from '../lib/retry.ts';
import type { Prediction } from '../model/artifacts.ts';
import type { ImageFormat } from '../model/example.ts';
import type { Prompts } from '../model/task.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { InferenceParameters } from '../ports/model-runtime.ts';
import { openPredictionLog } from './prediction-log.ts';

/** One document to ask about. */
export interface InferenceDocument {
  /** Id in the data set, or the file name. */
  readonly document: string;
  /** Absolute path of an image in a format the model reads. */
  readonly image: string;
  readonly format: ImageFormat;
}

export interface InferOptions extends Abortable {
  /** Anything a `modelId` can name: base model, inference profile, deployment or provisioned throughput. */
  readonly modelId: string;
  readonly prompts: Prompts;
  readonly parameters: InferenceParameters;
  /** JSON Lines file that results are appended to; answers found in it are not asked again. */
  readonly predictionsFile: string;
  /** Calls at once. Default 4. */
  readonly concurrency?: number;
  readonly retry?: Omit<RetryOptions, 'signal'>;
}

export type InferEvent =
  | { readonly type: 'documents-resumed'; readonly count: number }
  | { readonly type: 'document-answered'; readonly prediction: Prediction }
  | { readonly type: 'document-failed'; readonly prediction: Prediction };

export interface InferSummary {
  /** Documents asked for. */
  readonly documents: number;
  readonly answered: number;
  readonly failed: number;
  /** Taken from an earlier run without a call. */
  readonly resumed: number;
}

/**
 * Documents → predictions. Each result is on disk before the next event; a second run asks only what has no answer yet.
 * Memory: `concurrency` images.
 */
export async function* infer(
  documents: Iterable<InferenceDocument> | AsyncIterable<InferenceDocument>,
  options: InferOptions,
  cloud: Cloud,
): AsyncGenerator<InferEvent, InferSummary> {
  const { signal, concurrency = 4 } = options;
  const log = await openPredictionLog(options.predictionsFile);
  const count = { documents: 0, answered: 0, failed: 0, resumed: 0 };
  try {
    const work = async (document: InferenceDocument): Promise<Prediction | undefined> => {
      const bytes = await readFile(document.image);
      const key = predictionKey(bytes, options);
      if (log.answered.has(key)) return undefined;
      const prediction = await ask({ ...document, bytes, key }, options, cloud);
      await log.append(prediction);
      return prediction;
    };
    for await (const prediction of mapUnordered(documents, work, { concurrency, ...(signal && { signal }) })) {
      count.documents += 1;
      if (prediction === undefined) {
        count.resumed += 1;
        yield { type: 'documents-resumed', count: count.resumed };
      } else if (prediction.error) {
        count.failed += 1;
        yield { type: 'document-failed', prediction };
      } else {
        count.answered += 1;
        yield { type: 'document-answered', prediction };
      }
    }
    return count;
  } finally {
    await log.close();
  }
}

/** What makes two calls the same: the image's bytes, the words, the model and the parameters. */
export function predictionKey(
  image: Uint8Array,
  options: Pick<InferOptions, 'modelId' | 'prompts' | 'parameters'>,
): string {
  const { maxTokens, temperature, topP, topK } = options.parameters;
  return sha256Hex(
    JSON.stringify([
      sha256Hex(image),
      options.prompts.system,
      options.prompts.task,
      options.modelId,
      maxTokens,
      temperature,
      topP ?? null,
      topK ?? null,
    ]),
  );
}

async function ask(
  document: InferenceDocument & { readonly bytes: Uint8Array; readonly key: string },
  options: InferOptions,
  cloud: Cloud,
): Promise<Prediction> {
  const { modelId, prompts, parameters, signal } = options;
  let startedAt = 0;
  const request = {
    modelId,
    system: prompts.system,
    images: [{ format: document.format, bytes: document.bytes }],
    prompt: prompts.task,
    parameters,
  };
  const outcome = await withRetries(
    () => {
      startedAt = performance.now();
      return cloud.runtime.converse(request, signal);
    },
    cloud.clock,
    { ...options.retry, ...(signal && { signal }) },
  );
  const about = { document: document.document, key: document.key, modelId, attempts: outcome.attempts };
  if ('error' in outcome) return { ...about, error: { code: outcome.error.code, message: outcome.error.message } };
  const { text, stopReason, inputTokens, outputTokens } = outcome.result;
  return {
    ...about,
    answer: text,
    stopReason,
    inputTokens,
    outputTokens,
    latencyMs: Math.round(performance.now() - startedAt),
  };
}
