import { CloudError } from '../errors.ts';
import type { Prediction } from '../model/artifacts.ts';
import type { ShadowAnswer } from '../model/rollout.ts';
import type { RoutedAnswer } from '../ports/model-router.ts';
import type { ConverseRequest } from '../ports/model-runtime.ts';
import type { InferOptions } from './infer-options.ts';
import type { AskedAnswer, CallCount, ModelAsker } from './model-asker.ts';

type Question = Omit<ConverseRequest, 'modelId'>;
type About = Pick<Prediction, 'document' | 'key' | 'modelId'>;

/** Asks about one document. A failure of the service is the document's prediction; others are thrown. */
export async function askDocument(
  about: About,
  question: Question,
  { router, signal }: Pick<InferOptions, 'router' | 'signal'>,
  asker: ModelAsker,
): Promise<Prediction> {
  const count: CallCount = { calls: 0 };
  const runtime = asker.runtimeFor(count);
  const { document, modelId } = about;
  try {
    if (router === undefined) {
      const answer = await runtime.converse({ ...question, modelId }, signal);
      return { ...about, ...recordOf(answer), attempts: count.calls };
    }
    const routed = await router.ask(document, question, runtime, signal);
    return { ...about, ...routedRecord(routed), attempts: count.calls };
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof CloudError)) throw error;
    return { ...about, attempts: count.calls, error: { code: error.code, message: error.message } };
  }
}

function routedRecord({ modelId, answer, route, shadow }: RoutedAnswer<AskedAnswer>) {
  return { modelId, ...recordOf(answer), route, ...(shadow && { shadow: shadowRecord(shadow) }) };
}

function shadowRecord(shadow: NonNullable<RoutedAnswer<AskedAnswer>['shadow']>): ShadowAnswer {
  const { modelId } = shadow;
  if ('answer' in shadow) return { modelId, ...recordOf(shadow.answer) };
  const { code, message } = shadow.error;
  return { modelId, error: { code, message } };
}

function recordOf({ text, stopReason, inputTokens, outputTokens, latencyMs, cached }: AskedAnswer) {
  return { answer: text, stopReason, inputTokens, outputTokens, latencyMs, ...(cached && { cached }) };
}
