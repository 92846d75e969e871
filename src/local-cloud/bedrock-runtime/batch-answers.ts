import type { BatchAnswer, BatchAnswerer, BatchQuestion } from '../bedrock/index.ts';
import type { Cloud } from '../state/ports.ts';
import { answerConversation } from './answer/ask-model.ts';
import { converseAnswer } from './converse.ts';
import { nativeAnswer } from './invoke-model.ts';
import { openModelCache } from './model-cache.ts';
import { checkLimits } from './nova-limits.ts';
import { invalid } from './refusals.ts';
import { isRecord } from './request/model-fields.ts';
import { readConverseValue, readNativeValue } from './request/read-native.ts';

/** Answers the records of batch inference jobs exactly as the runtime answers requests. */
export function createBatchAnswerer(cloud: Cloud): BatchAnswerer {
  const models = openModelCache();
  return { answer: (question) => answer({ cloud: { ...cloud, objects: question.objects }, models }, question) };
}

async function answer(
  answering: Parameters<typeof answerConversation>[0],
  { endpoint, invocationType, modelInput, accountId, signal }: BatchQuestion,
): Promise<BatchAnswer> {
  if (!isRecord(modelInput)) throw invalid('modelInput: expected a JSON object.');
  const started = answering.cloud.clock.now();
  const conversation = invocationType === 'Converse' ? readConverseValue(modelInput) : readNativeValue(modelInput);
  checkLimits(conversation, endpoint.baseModelId);
  const given = await answerConversation(answering, endpoint, conversation, { signal, caller: { accountId } });
  const { inputTokens, outputTokens } = given.usage;
  const latencyMs = answering.cloud.clock.now() - started;
  const modelOutput = invocationType === 'Converse' ? converseAnswer({ ...given, latencyMs }) : nativeAnswer(given);
  return { modelOutput, inputTokens, outputTokens };
}
