import type { CountTokensRequest, CountTokensResponse } from '@aws-sdk/client-bedrock-runtime';
import type { Operation } from '../service/operation.ts';
import { countInputTokens, type Runtime } from './answer/ask-model.ts';
import { bytesOf } from './invoke-model.ts';
import { invalid } from './refusals.ts';
import { readConverse } from './request/read-converse.ts';
import { readNative } from './request/read-native.ts';

/** An estimate by the rules of `image-tokens.ts` and `text-tokens.ts`, the same that Converse reports as usage. */
export function countTokens(runtime: Runtime): Operation<CountTokensRequest, CountTokensResponse> {
  return async ({ modelId = '', input }, context) => {
    if (input?.converse) {
      const request = input.converse;
      return { inputTokens: await countInputTokens(runtime, modelId, () => readConverse(request), context) };
    }
    if (input?.invokeModel) {
      const body = await bytesOf(input.invokeModel.body);
      return { inputTokens: await countInputTokens(runtime, modelId, () => readNative(body), context) };
    }
    throw invalid('input: expected converse or invokeModel.');
  };
}
