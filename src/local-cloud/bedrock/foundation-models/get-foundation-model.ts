import type { GetFoundationModelRequest, GetFoundationModelResponse } from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { refusals, required } from '../refusals.ts';
import { findModel, foundationModelId } from './catalogue.ts';
import { listedModels } from './foundation-model-view.ts';

export function getFoundationModel(): Operation<GetFoundationModelRequest, GetFoundationModelResponse> {
  return (input, context) => {
    const id = foundationModelId(context.region, required(input.modelIdentifier, 'modelIdentifier'));
    const model = id === undefined ? undefined : findModel(context.region, id);
    const details = model && listedModels(context.region, model).find((listed) => listed.modelId === id);
    if (details === undefined) throw refusals.modelIdentifier();
    return { modelDetails: details };
  };
}
