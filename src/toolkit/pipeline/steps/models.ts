import { InputError } from '../../errors.ts';
import { findNovaModel, NOVA_MODELS, type NovaModel } from '../../model/nova.ts';
import type { Recipe } from '../recipe.ts';

/** @throws {InputError} `base-model-unknown` */
export function baseModelOf({ baseModel = 'nova-lite' }: Pick<Recipe, 'baseModel'>): NovaModel {
  const model = findNovaModel(baseModel);
  if (model) return model;
  throw new InputError(
    'base-model-unknown',
    `Expected one of ${NOVA_MODELS.map(({ name }) => name).join(', ')}, got ${JSON.stringify(baseModel)}.`,
  );
}
