import { sha256Hex } from '../lib/hash.ts';
import { AS_THEY_ARE } from '../lib/model-image.ts';
import type { ConverseRequest } from '../ports/model-runtime.ts';
import type { InferOptions } from './infer-options.ts';

/** What makes two questions the same: the image's bytes and how they are made ready, the words, the parameters, and who is asked. */
export function predictionKey(
  image: Uint8Array,
  options: Pick<InferOptions, 'modelId' | 'prompts' | 'parameters' | 'images' | 'router'>,
): string {
  const { modelId, prompts, parameters, images = AS_THEY_ARE, router } = options;
  const request = { modelId, system: prompts.system, prompt: prompts.task, parameters };
  // What is usual is left out, so that keys stay the same when something new can be unusual.
  const unusual = {
    ...(images.recipe !== AS_THEY_ARE.recipe && { images: images.recipe }),
    ...(router !== undefined && { rollout: router.key }),
  };
  return keyOf(request, [image], unusual);
}

/** Like {@link predictionKey}, of a request as it is sent. */
export const requestKey = (request: ConverseRequest): string =>
  keyOf(
    request,
    request.images.map(({ bytes }) => bytes),
    {},
  );

function keyOf(
  { modelId, system, prompt, parameters }: Omit<ConverseRequest, 'images'>,
  images: readonly Uint8Array[],
  unusual: object,
): string {
  const { maxTokens, temperature, topP, topK } = parameters;
  return sha256Hex(
    JSON.stringify([
      ...images.map(sha256Hex),
      system,
      prompt,
      modelId,
      maxTokens,
      temperature,
      topP ?? null,
      topK ?? null,
      ...(Object.keys(unusual).length > 0 ? [unusual] : []),
    ]),
  );
}
