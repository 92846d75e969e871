import { pricedModel } from './prices/find-price.ts';

/** How a model is asked decides what is billed: a base model, one through a global profile, a custom model on demand, or throughput by the hour. */
export type Route = 'base' | 'global' | 'custom' | 'throughput';

export interface ServedModel {
  /** As given. */
  readonly modelId: string;
  readonly route: Route;
  /** Short name of the base model; absent when the id does not tell it. */
  readonly model?: string;
}

/**
 * What a `modelId` of an inference call is billed as. Pure.
 *
 * @param modelArn of the custom model behind a deployment: its ARN names the base model, that of the deployment does not
 */
export function servedModel(modelId: string, modelArn?: string): ServedModel {
  const model = pricedModel(modelArn ?? modelId) ?? pricedModel(modelId);
  return { modelId, route: routeOf(modelId), ...(model !== undefined && { model }) };
}

function routeOf(modelId: string): Route {
  if (modelId.includes(':provisioned-model/')) return 'throughput';
  if (modelId.includes(':custom-model-deployment/') || modelId.includes(':custom-model/')) return 'custom';
  return /(^|\/)global\./.test(modelId) ? 'global' : 'base';
}
