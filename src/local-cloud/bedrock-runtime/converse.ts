import type { ConverseRequest, ConverseResponse } from '@aws-sdk/client-bedrock-runtime';
import type { Operation } from '../service/operation.ts';
import { askModel, type Runtime } from './answer/ask-model.ts';
import { responseFields } from './answer/response-fields.ts';
import { readConverse } from './request/read-converse.ts';

export function converse(runtime: Runtime): Operation<ConverseRequest, ConverseResponse> {
  return async (input, context) => {
    const answer = await askModel(runtime, input.modelId ?? '', () => readConverse(input), context);
    const fields = responseFields(answer, input.additionalModelResponseFieldPaths ?? []);
    return {
      output: { message: { role: 'assistant', content: [{ text: answer.text }] } },
      stopReason: answer.stopReason,
      usage: answer.usage,
      metrics: { latencyMs: answer.latencyMs },
      ...(fields && { additionalModelResponseFields: fields as ConverseResponse['additionalModelResponseFields'] }),
      ...(input.performanceConfig && { performanceConfig: input.performanceConfig }),
      ...(input.serviceTier && { serviceTier: input.serviceTier }),
    };
  };
}
