import type { CostLine } from '../estimate.ts';
import type { PriceTable } from '../prices/price.ts';
import type { ServedModel } from '../served-model.ts';
import { type InferenceTokens, tokenLines } from './inference.ts';

/** Having a model label documents; call it once for each opinion. */
export function labellingCost(prices: PriceTable, served: ServedModel, tokens: InferenceTokens): CostLine[] {
  return tokenLines('labelling', prices, served, tokens);
}
