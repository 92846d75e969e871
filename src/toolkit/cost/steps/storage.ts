import { type CostLine, costLine } from '../estimate.ts';
import { findPrice } from '../prices/find-price.ts';
import type { PriceTable } from '../prices/price.ts';
import type { Range } from '../range.ts';

/** Keeping a custom model, from the end of its job until it is deleted. @param months of 730 hours */
export function storageCost(prices: PriceTable, stored: { readonly model: string; readonly months: Range }): CostLine {
  const { model, months } = stored;
  const line = { step: 'storage', what: `${model} storage`, quantity: months, unit: 'model-month' } as const;
  return costLine(
    line,
    findPrice(prices, model, 'storage'),
    'whether a begun month is billed as a whole one is not published',
  );
}
