import type { ConverseRequest, ConverseResponse } from '@aws-sdk/client-bedrock-runtime';
import type { Operation } from '../service/operation.ts';
import { askModel, type ModelAnswer, type Runtime } from './answer/ask-model.ts';
import { responseFields } from './answer/response-fields.ts';
import { readConverse } from './request/read-converse.ts';

/** An answer in the shape of Converse. */
export function converseAnswer({ text, stopReason, usage, latencyMs }: Omit<ModelAnswer, 'confidence'>) {
  return {
    output: { message: { role: 'assistant' as const, content: [{ text }] } },
    stopReason,
    usage,
    metrics: { latencyMs },
  };
}

export function converse(runtime: Runtime): Operation<ConverseRequest, ConverseResponse> {
  return async (input, context) => {
    const answer = await askModel(runtime, input.modelId ?? '', () => readConverse(input), context);
    const fields = responseFields(answer, input.additionalModelResponseFieldPaths ?? []);
    return {
      ...converseAnswer(answer),
      ...(fields && { additionalModelResponseFields: fields as ConverseResponse['additionalModelResponseFields'] }),
      ...(input.performanceConfig && { performanceConfig: input.performanceConfig }),
      ...(input.serviceTier && { serviceTier: input.serviceTier }),
    };
  };
}
