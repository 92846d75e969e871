export { createBatchAnswerer } from './batch-answers.ts';
export { createBedrockRuntimeService } from './service.ts';
