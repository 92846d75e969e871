import { sniffImage } from '../../pages/index.ts';
import { ANY_IMAGE_TOKENS, imageTokenRange } from '../lib/image-token-range.ts';
import { textTokenRange } from '../lib/text-token-range.ts';
import type { ConverseRequest } from '../ports/model-runtime.ts';

/** Most tokens that a request may take: Bedrock sets input and `maxTokens` aside before it answers. An estimate; no tokenizer is published. */
export function mostTokens({ images, system, prompt, parameters }: ConverseRequest): number {
  const ofImages = images.reduce((sum, { bytes }) => sum + tokensOfImage(bytes), 0);
  return ofImages + textTokenRange(system).high + textTokenRange(prompt).high + parameters.maxTokens;
}

function tokensOfImage(bytes: Uint8Array): number {
  const header = sniffImage(bytes);
  return (header.kind === 'image' ? imageTokenRange(header.width, header.height) : ANY_IMAGE_TOKENS).high;
}
