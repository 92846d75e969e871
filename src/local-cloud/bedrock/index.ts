export type { BatchAnswer, BatchAnswerer, BatchQuestion } from './batch/batch-answerer.ts';
export { type BedrockService, createBedrockService } from './bedrock-service.ts';
export { type Endpoint, type EndpointRequest, resolveEndpoint } from './endpoint/resolve-endpoint.ts';
