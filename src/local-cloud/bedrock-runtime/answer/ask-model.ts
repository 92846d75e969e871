import { OcrUnavailableError, type Page, ReaderCrashedError, UnreadableImageError } from '../../../pages/index.ts';
import { type Endpoint, resolveEndpoint } from '../../bedrock/index.ts';
import { answerQuestion, type StandInAnswer, StandInError, type StandInQuestion } from '../../model/index.ts';
import type { OperationContext } from '../../service/operation.ts';
import { ServiceError } from '../../service/service-error.ts';
import type { Cloud } from '../../state/ports.ts';
import { type LoadedImage, loadImages } from '../images.ts';
import type { ModelCache } from '../model-cache.ts';
import { checkLimits } from '../nova-limits.ts';
import { refusedByModel } from '../refusals.ts';
import { type Conversation, imagesOf, prefillOf, promptOf, systemOf } from '../request/conversation.ts';
import { type BoundedAnswer, boundAnswer, withoutPrefill } from './bound-answer.ts';
import { imageTokens } from './image-tokens.ts';
import { textTokens } from './text-tokens.ts';

/** What every operation of the runtime needs. */
export interface Runtime {
  readonly cloud: Cloud;
  readonly models: ModelCache;
}

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
}

export interface ModelAnswer extends BoundedAnswer {
  readonly usage: Usage;
  /** Milliseconds. */
  readonly latencyMs: number;
  /** How sure the stand-in is, 0 to 1, not calibrated. */
  readonly confidence: number;
}

/**
 * Asks whatever stands behind a model id.
 * @throws ServiceError for an unknown or unready endpoint, and for a conversation or image outside Nova's limits.
 */
export async function askModel(
  { cloud, models }: Runtime,
  modelId: string,
  readRequest: () => Conversation,
  context: OperationContext,
): Promise<ModelAnswer> {
  const started = cloud.clock.now();
  const endpoint = findEndpoint(cloud, modelId, context);
  const conversation = readRequest();
  checkLimits(conversation, endpoint.baseModelId);
  const pages: Page[] = [];
  let inputTokens = textTokensOf(conversation);
  // One page at a time: a request must not hold all readers.
  for await (const image of imagesFor(cloud, conversation, context)) {
    inputTokens += imageTokens(image.width, image.height);
    pages.push(await readPage(cloud, image, context.signal));
  }
  const question = { system: systemOf(conversation), prompt: promptOf(conversation), pages };
  const { text, confidence } = await answerFrom(endpoint, models, question);
  const bounded = boundAnswer(withoutPrefill(text, prefillOf(conversation)), conversation.settings);
  const outputTokens = textTokens(bounded.text);
  return {
    ...bounded,
    usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
    latencyMs: cloud.clock.now() - started,
    confidence,
  };
}

/** Tokens that a request would be charged for, without asking the model. */
export async function countInputTokens(
  { cloud }: Runtime,
  modelId: string,
  readRequest: () => Conversation,
  context: OperationContext,
): Promise<number> {
  const endpoint = findEndpoint(cloud, modelId, context);
  const conversation = readRequest();
  checkLimits(conversation, endpoint.baseModelId);
  let tokens = textTokensOf(conversation);
  for await (const { width, height } of imagesFor(cloud, conversation, context)) tokens += imageTokens(width, height);
  return tokens;
}

function findEndpoint(cloud: Cloud, modelId: string, { caller, region }: OperationContext): Endpoint {
  return resolveEndpoint(cloud, { modelId, accountId: caller.accountId, region });
}

/** A trained model that cannot be used is the model's fault, not the caller's: ModelErrorException. */
async function answerFrom(endpoint: Endpoint, models: ModelCache, question: StandInQuestion): Promise<StandInAnswer> {
  try {
    const model = endpoint.artifactFile === undefined ? undefined : await models.load(endpoint.artifactFile);
    return answerQuestion(question, model);
  } catch (error) {
    if (!(error instanceof StandInError)) throw error;
    throw modelError(error, { resourceName: endpoint.arn });
  }
}

function imagesFor(cloud: Cloud, conversation: Conversation, { caller }: OperationContext) {
  return loadImages(imagesOf(conversation), cloud.objects, caller.accountId);
}

function textTokensOf(conversation: Conversation): number {
  const texts = [...conversation.system, ...conversation.turns.flatMap((turn) => turn.texts)];
  return texts.reduce((sum, text) => sum + textTokens(text), 0);
}

async function readPage(cloud: Cloud, image: LoadedImage, signal: AbortSignal): Promise<Page> {
  try {
    return await cloud.pages.read(image.bytes, { signal });
  } catch (error) {
    if (error instanceof UnreadableImageError) throw refusedByModel(`${image.place}.source: ${error.message}`, error);
    if (error instanceof ReaderCrashedError || error instanceof OcrUnavailableError) throw modelError(error);
    throw error;
  }
}

/** The model could not answer, and the request is not to blame. SDKs do not retry it. */
function modelError(cause: Error, members: Readonly<Record<string, string>> = {}): ServiceError {
  return new ServiceError('ModelErrorException', cause.message, {
    status: 424,
    members: { originalStatusCode: 500, ...members },
    cause,
  });
}
