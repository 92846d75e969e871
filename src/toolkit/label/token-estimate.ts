import type { Prompts } from '../model/task.ts';
import type { InferenceParameters } from '../ports/model-runtime.ts';

/** Least and most tokens; the truth depends on each image and on the model's tokeniser. */
export interface TokenEstimate {
  readonly input: { readonly low: number; readonly high: number };
  readonly output: { readonly low: number; readonly high: number };
}

/** Of one image at most 1,300 pixels square. https://docs.aws.amazon.com/nova/latest/userguide/modalities-image.html */
const IMAGE_TOKENS = { low: 800, high: 2600 };
/** `{"type": "memo"}` */
const SHORTEST_ANSWER = 6;

/** Of asking with each pair of prompts that many times. */
export function estimateTokens(
  words: readonly { readonly prompts: Prompts; readonly calls: number }[],
  { maxTokens }: Pick<InferenceParameters, 'maxTokens'>,
): TokenEstimate {
  const estimate = { input: { low: 0, high: 0 }, output: { low: 0, high: 0 } };
  for (const { prompts, calls } of words) {
    const text = textTokens(prompts.system + prompts.task);
    estimate.input.low += calls * (IMAGE_TOKENS.low + text);
    estimate.input.high += calls * (IMAGE_TOKENS.high + text);
    estimate.output.low += calls * SHORTEST_ANSWER;
    estimate.output.high += calls * maxTokens;
  }
  return estimate;
}

/** A rule of thumb: four characters of Latin text, or one of any other script, make a token. */
function textTokens(text: string): number {
  const latin = text.match(/[\u0020-\u024f]/g)?.length ?? 0;
  return Math.ceil(latin / 4 + ([...text].length - latin));
}
