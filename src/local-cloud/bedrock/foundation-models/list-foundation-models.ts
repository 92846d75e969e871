import type {
  FoundationModelSummary,
  ListFoundationModelsRequest,
  ListFoundationModelsResponse,
} from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { modelsIn } from './catalogue.ts';
import { listedModels } from './foundation-model-view.ts';

export function listFoundationModels(): Operation<ListFoundationModelsRequest, ListFoundationModelsResponse> {
  return (input, context) => ({
    modelSummaries: modelsIn(context.region)
      .flatMap((model) => listedModels(context.region, model))
      .filter((summary) => matches(summary, input)),
  });
}

function matches(summary: FoundationModelSummary, filter: ListFoundationModelsRequest): boolean {
  const tests = [
    filter.byProvider === undefined || summary.providerName?.toLowerCase() === filter.byProvider.toLowerCase(),
    has(summary.customizationsSupported, filter.byCustomizationType),
    has(summary.outputModalities, filter.byOutputModality),
    has(summary.inferenceTypesSupported, filter.byInferenceType),
  ];
  return tests.every(Boolean);
}

function has(values: readonly string[] | undefined, wanted: string | undefined): boolean {
  return wanted === undefined || (values?.includes(wanted) ?? false);
}
