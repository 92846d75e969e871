import { findTrainableModel } from '../../../model/nova.ts';
import type { Check } from '../../check.ts';
import { failure, ok, warning } from '../../diagnosis.ts';

/** By which id the base model answers, for comparisons with the tuned one. */
export const inferenceProfile: Check = {
  name: 'inference-profile',
  group: 'model',
  source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html',
  run: async ({ input, models, identity, cloud, signal }) => {
    const model = input.baseModel === undefined ? undefined : findTrainableModel(input.baseModel);
    if (model === undefined) return [];
    const [{ region }, offered, profiles] = await Promise.all([identity(), models(), cloud.catalogue.profiles(signal)]);
    const plain = model.inferenceIds.find((id) => id.startsWith('amazon.'));
    const onDemand = offered.some(({ id, inferenceTypes }) => id === plain && inferenceTypes.includes('ON_DEMAND'));
    const profile =
      model.inferenceIds.find((id) => profiles.includes(id)) ??
      profiles.find((id) => plain !== undefined && id.endsWith(`.${plain}`));
    if (onDemand && plain !== undefined) {
      return [ok(`The base model answers as ${profile === undefined ? plain : `${profile}, and as ${plain}`}.`)];
    }
    const message = `In ${region} the base model has no on-demand id of its own${profile === undefined ? ' and no inference profile' : ''}.`;
    if (profile !== undefined) {
      return [
        warning('inference-profile-needed', message, {
          remedy: `Ask it as ${profile}.`,
          refusal: `Invocation of model ID ${plain} with on-demand throughput isn’t supported.`,
        }),
      ];
    }
    return [failure('model-not-invocable', message, { remedy: 'Ask the base model in another region.' })];
  },
};
