import { OcrUnavailableError, type Page, ReaderCrashedError, UnreadableImageError } from '../../../pages/index.ts';
import { type Endpoint, resolveEndpoint } from '../../bedrock/index.ts';
import { answerQuestion, type StandInAnswer, StandInError, type StandInQuestion } from '../../model/index.ts';
import type { OperationContext } from '../../service/operation.ts';
import { ServiceError } from '../../service/service-error.ts';
import type { Cloud } from '../../state/ports.ts';
import { type LoadedImage, loadImages } from '../images.ts';
import { countAnswer } from '../invocation-metrics.ts';
import type { ModelCache } from '../model-cache.ts';
import { checkLimits, mostOutputTokens } from '../nova-limits.ts';
import type { ModelQuota, ModelQuotas } from '../quota/model-quotas.ts';
import { refusedByModel } from '../refusals.ts';
import { type Conversation, imagesOf, prefillOf, promptOf, systemOf } from '../request/conversation.ts';
import { type BoundedAnswer, boundAnswer, withoutPrefill } from './bound-answer.ts';
import { imageTokens } from './image-tokens.ts';
import { textTokens } from './text-tokens.ts';

/** What an answer is made with. */
export interface Answering {
  readonly cloud: Cloud;
  readonly models: ModelCache;
}

/** What every operation of the runtime needs. */
export interface Runtime extends Answering {
  readonly quotas: ModelQuotas;
}

/** On whose behalf the model is asked. */
type Asker = Pick<OperationContext, 'signal'> & { readonly caller: Pick<OperationContext['caller'], 'accountId'> };

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
 * Asks whatever stands behind a model id, under the quotas per minute.
 * @throws ServiceError for an unknown or unready endpoint, for a conversation or image outside Nova's limits, and beyond a quota.
 */
export async function askModel(
  runtime: Runtime,
  modelId: string,
  readRequest: () => Conversation,
  context: OperationContext,
): Promise<ModelAnswer> {
  const { clock, settings } = runtime.cloud;
  const started = clock.now();
  const endpoint = findEndpoint(runtime.cloud, modelId, context);
  const quota = runtime.quotas.of(context.caller.accountId, endpoint);
  quota.admitRequest();
  const conversation = readRequest();
  checkLimits(conversation, endpoint.baseModelId);
  const settle = await reserve(runtime.cloud, quota, endpoint, conversation, context);
  let used = 0;
  try {
    const answer = await answerConversation(runtime, endpoint, conversation, context);
    used = answer.usage.totalTokens;
    if (settings.answerDelayMs > 0) await clock.sleep(settings.answerDelayMs, context.signal);
    const timed = { ...answer, latencyMs: clock.now() - started };
    countAnswer(runtime.cloud, endpoint, timed, context);
    return timed;
  } finally {
    settle(used);
  }
}

/** Takes the most tokens the request can come to out of the minute's quota; uncounted, because costly, when there is none. */
async function reserve(
  cloud: Cloud,
  quota: ModelQuota,
  endpoint: Endpoint,
  conversation: Conversation,
  asker: Asker,
): Promise<(used: number) => void> {
  if (!quota.limitsTokens()) return () => undefined;
  const output = conversation.settings.maxTokens ?? mostOutputTokens(endpoint.baseModelId);
  return quota.reserveTokens((await inputTokensOf(cloud, conversation, asker)) + output);
}

/**
 * The answer to one conversation that is within {@link checkLimits}.
 * @throws ServiceError for an image outside Nova's limits and for a model that cannot answer.
 */
export async function answerConversation(
  { cloud, models }: Answering,
  endpoint: Endpoint,
  conversation: Conversation,
  asker: Asker,
): Promise<Omit<ModelAnswer, 'latencyMs'>> {
  const pages: Page[] = [];
  let inputTokens = textTokensOf(conversation);
  // One page at a time: a request must not hold all readers.
  for await (const image of imagesFor(cloud, conversation, asker)) {
    inputTokens += imageTokens(image.width, image.height);
    pages.push(await readPage(cloud, image, asker.signal));
  }
  const question = { system: systemOf(conversation), prompt: promptOf(conversation), pages };
  const { text, confidence } = await answerFrom(endpoint, models, question);
  const bounded = boundAnswer(withoutPrefill(text, prefillOf(conversation)), conversation.settings);
  const outputTokens = textTokens(bounded.text);
  return {
    ...bounded,
    usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
    confidence,
  };
}

/** Tokens that a request would be charged for, without asking the model. */
export async function countInputTokens(
  { cloud }: Answering,
  modelId: string,
  readRequest: () => Conversation,
  context: OperationContext,
): Promise<number> {
  const endpoint = findEndpoint(cloud, modelId, context);
  const conversation = readRequest();
  checkLimits(conversation, endpoint.baseModelId);
  return inputTokensOf(cloud, conversation, context);
}

async function inputTokensOf(cloud: Cloud, conversation: Conversation, asker: Asker): Promise<number> {
  let tokens = textTokensOf(conversation);
  for await (const { width, height } of imagesFor(cloud, conversation, asker)) tokens += imageTokens(width, height);
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

function imagesFor(cloud: Cloud, conversation: Conversation, { caller }: Asker) {
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
