import { ANY_IMAGE_TOKENS, type TokenRange } from '../lib/image-token-range.ts';
import { textTokenRange } from '../lib/text-token-range.ts';
import type { Prompts } from '../model/task.ts';
import type { InferenceParameters } from '../ports/model-runtime.ts';

/** Least and most tokens; the truth depends on each image and on the model's tokeniser. */
export interface TokenEstimate {
  readonly input: TokenRange;
  readonly output: TokenRange;
}

/** `{"type": "memo"}` */
const SHORTEST_ANSWER = 6;

/** Of asking with each pair of prompts that many times. */
export function estimateTokens(
  words: readonly { readonly prompts: Prompts; readonly calls: number }[],
  { maxTokens }: Pick<InferenceParameters, 'maxTokens'>,
): TokenEstimate {
  const estimate = { input: { low: 0, high: 0 }, output: { low: 0, high: 0 } };
  for (const { prompts, calls } of words) {
    const text = textTokenRange(prompts.system + prompts.task);
    estimate.input.low += calls * (ANY_IMAGE_TOKENS.low + text.low);
    estimate.input.high += calls * (ANY_IMAGE_TOKENS.high + text.high);
    estimate.output.low += calls * SHORTEST_ANSWER;
    estimate.output.high += calls * maxTokens;
  }
  return estimate;
}
