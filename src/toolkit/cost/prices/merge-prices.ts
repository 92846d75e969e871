import type { Price, PriceTable } from './price.ts';

/** Puts tables over one another: a later price replaces an earlier one of the same model and item. Sorted by model and item. */
export function mergePrices(region: string, ...layers: readonly (readonly Price[])[]): PriceTable {
  const merged = new Map(layers.flat().map((price) => [`${price.model} ${price.item}`, price]));
  const keys = [...merged.keys()].toSorted();
  return { region, prices: keys.flatMap((key) => merged.get(key) ?? []) };
}
