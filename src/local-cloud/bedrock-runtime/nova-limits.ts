import { invalid } from './refusals.ts';
import { type Conversation, imagesOf } from './request/conversation.ts';

/** What one family of Nova models takes. */
export interface NovaLimits {
  readonly images: boolean;
  /** Most tokens that `maxTokens` may ask for. */
  readonly outputTokens: number;
}

/** Source: AWS's model cards. Older guides state 5,000 output tokens for the first generation; the later figure is used. */
const FIRST_GENERATION_OUTPUT = 10_000;
const SECOND_GENERATION_OUTPUT = 65_535;

export const IMAGE_FORMATS: readonly string[] = ['png', 'jpeg', 'gif', 'webp'];
/** Per message. Source: Converse. */
const IMAGES_PER_MESSAGE = 20;
/** Bytes of one image inside the request. Source: Converse, 3.75 MB. */
export const INLINE_IMAGE_BYTES = 3.75 * 1024 * 1024;
/** Bytes of one image in S3. Our own bound on memory: the Nova guide caps payloads at 25 MB and sends larger ones to S3. */
export const S3_IMAGE_BYTES = 25_000_000;
/** Pixels of either side. */
export const IMAGE_SIDE = 8000;

/** @param baseModelId e.g. `amazon.nova-lite-v1:0`, with or without a context suffix or profile prefix. */
function novaLimits(baseModelId: string): NovaLimits {
  return {
    images: !baseModelId.includes('nova-micro'),
    outputTokens: baseModelId.includes('nova-2') ? SECOND_GENERATION_OUTPUT : FIRST_GENERATION_OUTPUT,
  };
}

/** Output that a request may come to when it does not say. Tokens. */
export function mostOutputTokens(baseModelId: string): number {
  return novaLimits(baseModelId).outputTokens;
}

/** @throws ServiceError ValidationException for what can be told from the request alone. */
export function checkLimits(conversation: Conversation, baseModelId: string): void {
  const limits = novaLimits(baseModelId);
  const { maxTokens } = conversation.settings;
  if (maxTokens !== undefined && maxTokens > limits.outputTokens) {
    throw invalid(
      `The maximum tokens you requested exceeds the model limit of ${limits.outputTokens}. Try again with a maximum tokens value that is lower than ${limits.outputTokens}.`,
    );
  }
  if (!limits.images && imagesOf(conversation).length > 0) {
    throw invalid(
      `This model doesn't support the image field. Remove the image field from ${imagesOf(conversation)[0]?.place} and try again.`,
    );
  }
  for (const turn of conversation.turns) {
    if (turn.images.length > IMAGES_PER_MESSAGE) {
      throw invalid(
        `too many images in the message of ${turn.images[0]?.place}: ${turn.images.length}; the maximum is ${IMAGES_PER_MESSAGE}.`,
      );
    }
  }
}
