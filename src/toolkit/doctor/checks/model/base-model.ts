import { findTrainableModel, NOVA_CANVAS, NOVA_MODELS } from '../../../model/nova.ts';
import type { Check } from '../../check.ts';
import { failure, ok, type Verdict } from '../../diagnosis.ts';

export const baseModel: Check = {
  name: 'base-model',
  group: 'model',
  offline: true,
  source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/custom-model-fine-tuning.html',
  run: async ({ input }) => (input.baseModel === undefined ? [] : [judge(input.baseModel)]),
};

const IDS = [...NOVA_MODELS, NOVA_CANVAS].map(({ customizationId }) => customizationId);

function judge(given: string): Verdict {
  if (/:custom-model\//.test(given)) return ok(`${given} is a custom model of yours: tuning goes on from it.`);
  const id = given.replace(/^arn:[^/]*foundation-model\//, '');
  const model = findTrainableModel(given);
  if (model !== undefined && [model.customizationId, model.name].includes(id)) {
    return ok(`${model.name} is customized as ${model.customizationId}.`);
  }
  const near = model?.customizationId ?? nearest(id);
  const remedy = near === undefined ? `Use one of ${IDS.join(', ')}.` : `Use ${near}.`;
  return failure('base-model-not-customizable', `${whyNot(id, near)}`, {
    remedy,
    refusal: 'The provided model identifier is invalid.',
  });
}

/** The id that is customized, of the same family and generation. */
function nearest(id: string): string | undefined {
  const [family] = /amazon\.nova-[a-z0-9-]+?-v\d+/.exec(id) ?? [];
  return family === undefined ? undefined : IDS.find((candidate) => candidate.startsWith(`${family}:`));
}

function whyNot(id: string, near: string | undefined): string {
  if (near === undefined) return `Bedrock does not customize ${JSON.stringify(id)}.`;
  if (/^[a-z]+\.amazon\./.test(id)) return `${id} is an inference profile: models are asked by it, not customized.`;
  const suffix = near.slice(near.lastIndexOf(':') + 1);
  if (/:\d+k$/.test(id)) return `${id} has another context suffix than the one that is customized, ${suffix}.`;
  if (near.startsWith(id)) return `${id} is the id to ask the model by; the one to customize ends in :${suffix}.`;
  return `${id} is not quite the id of a model that is customized.`;
}
