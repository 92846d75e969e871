import type { ServiceDefinition } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import { converse } from './converse.ts';
import { converseStream } from './converse-stream.ts';
import { countTokens } from './count-tokens.ts';
import { countRefusal } from './invocation-metrics.ts';
import { invokeModel, invokeModelWithResponseStream } from './invoke-model.ts';
import { openModelCache } from './model-cache.ts';
import { openModelQuotas } from './quota/model-quotas.ts';

/** Amazon Bedrock Runtime. The stand-in model answers in place of Nova, under Nova's rules. */
export function createBedrockRuntimeService(cloud: Cloud): ServiceDefinition {
  const runtime = { cloud, models: openModelCache(), quotas: openModelQuotas(cloud) };
  return {
    name: 'bedrock-runtime',
    signingName: 'bedrock',
    protocol: 'restJson1',
    loadSchemas: () => import('@aws-sdk/client-bedrock-runtime'),
    operations: {
      Converse: converse(runtime),
      ConverseStream: converseStream(runtime),
      InvokeModel: invokeModel(runtime),
      InvokeModelWithResponseStream: invokeModelWithResponseStream(runtime),
      CountTokens: countTokens(runtime),
    },
    onRefused: (call) => countRefusal(cloud, call),
  };
}
