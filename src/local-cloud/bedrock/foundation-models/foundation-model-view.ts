import type {
  FoundationModelDetails,
  FoundationModelSummary,
  InferenceType,
  ModelModality,
} from '@aws-sdk/client-bedrock';
import { foundationModelArn } from '../arn.ts';
import { type CatalogueModel, CUSTOMIZATION_REGION } from './catalogue.ts';

/** Every listed id of a model: the one to invoke first, then those with a context suffix where they are sold. */
export function listedModels(region: string, model: CatalogueModel): readonly FoundationModelSummary[] {
  const suffixed = region === CUSTOMIZATION_REGION ? model.provisionedIds : [];
  return [model.onDemandId, ...suffixed].map((id) => foundationModelView(region, model, id));
}

function foundationModelView(region: string, model: CatalogueModel, modelId: string): FoundationModelDetails {
  const bare = modelId === model.onDemandId;
  const onDemand = model.onDemandRegions.includes(region) ? ['ON_DEMAND'] : [];
  // INFERENCE_PROFILE is on the real wire although the published enum does not have it.
  const inferenceTypes = bare ? [...onDemand, 'INFERENCE_PROFILE'] : ['PROVISIONED'];
  return {
    modelArn: foundationModelArn(region, modelId),
    modelId,
    modelName: model.modelName,
    providerName: 'Amazon',
    inputModalities: [...model.inputModalities] as ModelModality[],
    outputModalities: ['TEXT'],
    responseStreamingSupported: true,
    // Distillation and reinforcement fine-tuning exist on AWS for some of these, but not here.
    customizationsSupported: modelId === model.customizableId ? ['FINE_TUNING'] : [],
    inferenceTypesSupported: inferenceTypes as InferenceType[],
    modelLifecycle: { status: 'ACTIVE' },
  };
}
