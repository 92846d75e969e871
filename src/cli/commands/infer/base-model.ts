import type { ConnectedCloud } from '../../../toolkit/index.ts';

/**
 * The base model behind a custom model's endpoint, by the id that it is asked under.
 *
 * @throws InputError `base-model-unknown`
 */
export async function chooseBase(modelId: string, cloud: ConnectedCloud): Promise<string> {
  const { InputError, NOVA_MODELS } = await import('../../../toolkit/index.ts');
  const host = modelId.includes(':provisioned-model/') ? cloud.throughput : cloud.deployments;
  const state = modelId.startsWith('arn:') ? await host.describe(modelId) : undefined;
  // arn:…:custom-model/amazon.nova-lite-v1:0:300k/…
  const base = NOVA_MODELS.find(({ customizationId }) => state?.modelArn.includes(`/${customizationId}/`));
  const [inferenceId] = base?.inferenceIds ?? [];
  if (inferenceId !== undefined) return inferenceId;
  throw new InputError(
    'base-model-unknown',
    `Expected the endpoint of a custom Nova model to compare, got ${modelId}.`,
    {
      remedy: 'Name the base model: --compare-with-base us.amazon.nova-lite-v1:0.',
    },
  );
}
