import type {
  ConverseStreamOutput,
  ConverseStreamRequest,
  ConverseStreamResponse,
} from '@aws-sdk/client-bedrock-runtime';
import type { Operation } from '../service/operation.ts';
import { askModel, type ModelAnswer, type Runtime } from './answer/ask-model.ts';
import { piecesOf } from './answer/bound-answer.ts';
import { responseFields } from './answer/response-fields.ts';
import { readConverse } from './request/read-converse.ts';

/** The stand-in answers at once; the answer is then given out in pieces, so that refusals are plain HTTP errors. */
export function converseStream(runtime: Runtime): Operation<ConverseStreamRequest, ConverseStreamResponse> {
  return async (input, context) => {
    const answer = await askModel(runtime, input.modelId ?? '', () => readConverse(input), context);
    return { stream: eventsOf(answer, responseFields(answer, input.additionalModelResponseFieldPaths ?? [])) };
  };
}

async function* eventsOf(
  answer: ModelAnswer,
  fields: Readonly<Record<string, unknown>> | undefined,
): AsyncGenerator<ConverseStreamOutput> {
  yield { messageStart: { role: 'assistant' } };
  for (const text of piecesOf(answer.text)) {
    yield { contentBlockDelta: { contentBlockIndex: 0, delta: { text } } };
  }
  yield { contentBlockStop: { contentBlockIndex: 0 } };
  const additional = fields && { additionalModelResponseFields: fields as never };
  yield { messageStop: { stopReason: answer.stopReason, ...additional } };
  yield { metadata: { usage: answer.usage, metrics: { latencyMs: answer.latencyMs } } };
}
