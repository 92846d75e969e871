import { findTrainableModel, type Method } from '../../../model/nova.ts';
import type { Check } from '../../check.ts';
import { failure, ok, warning } from '../../diagnosis.ts';

/** As ListFoundationModels calls the methods. It does not list reinforcement fine-tuning. */
const CUSTOMIZATIONS: Readonly<Partial<Record<Method, string>>> = {
  sft: 'FINE_TUNING',
  canvas: 'FINE_TUNING',
  distillation: 'DISTILLATION',
};

export const modelAccess: Check = {
  name: 'model-access',
  group: 'model',
  source: 'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html',
  run: async ({ input, models, identity }) => {
    const model = input.baseModel === undefined ? undefined : findTrainableModel(input.baseModel);
    if (model === undefined) return [];
    const { customizationId: id } = model;
    const [{ region }, offered] = await Promise.all([identity(), models()]);
    const listed = offered.find((candidate) => candidate.id === id);
    if (listed === undefined) {
      const remedy = 'Choose another model or region: older Nova models may be closed to new accounts.';
      return [failure('model-not-offered', `The account is not offered ${id} in ${region}.`, { remedy })];
    }
    const wanted = CUSTOMIZATIONS[input.method ?? 'sft'];
    if (wanted !== undefined && !listed.customizations.includes(wanted)) {
      const message = `${id} is offered for ${listed.customizations.join(', ') || 'no customization'}, not for ${wanted}.`;
      return [failure('method-not-offered', message, { remedy: 'Choose another method or model.' })];
    }
    if (listed.lifecycle !== 'ACTIVE') {
      const remedy = 'Plan with its successor: a model at the end of its life cannot be customized anew.';
      return [warning('model-legacy', `${id} is ${listed.lifecycle}.`, { remedy })];
    }
    return [ok(`${id} is offered in ${region}, for ${listed.customizations.join(', ')}.`)];
  },
};
