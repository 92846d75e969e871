import { InputError } from '../errors.ts';

/**
 * Refuses what Bedrock does not run in batches, before anything is uploaded.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference-supported.html
 * @throws {InputError} `batch-model-unsupported`
 */
export function requireBatchModel(modelId: string): string {
  const kind = /^arn:aws[^:]*:bedrock:[^:]*:\d{12}:([a-z-]+)\//.exec(modelId)?.[1];
  const tuned = TUNED[kind ?? ''];
  if (tuned !== undefined) {
    throw new InputError(
      'batch-model-unsupported',
      `Expected a base model, got ${tuned} (${modelId}). Bedrock runs batch inference for base models only: tuned Nova models are not supported.`,
      { remedy: `Ask it live: novatune infer --model-id ${modelId}` },
    );
  }
  if (/^amazon\.nova[^:]*:\d+:\d+k$/.test(modelId)) {
    throw new InputError(
      'batch-model-unsupported',
      `Expected a model id for inference, got ${modelId}, which names a model for customization only.`,
      { remedy: `Leave out the last part: ${modelId.replace(/:\d+k$/, '')}` },
    );
  }
  return modelId;
}

const TUNED: Readonly<Record<string, string>> = {
  'custom-model': 'a custom model',
  'custom-model-deployment': 'a deployment of a custom model',
  'provisioned-model': 'provisioned throughput',
  'imported-model': 'an imported model',
};
