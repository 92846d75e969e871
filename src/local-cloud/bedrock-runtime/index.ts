export { createBedrockRuntimeService } from './service.ts';
