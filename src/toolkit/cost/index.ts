export { requireWithin } from './budget.ts';
export { type CostEstimate, type CostLine, type CostRange, type PaidStep, sumUp } from './estimate.ts';
export { formatCost, formatUsd } from './format-usd.ts';
export { bundledPrices } from './prices/bundled-prices.ts';
export { type Commitment, findPrice, pricedModel, throughputHourPrice } from './prices/find-price.ts';
export { type LivePriceOptions, type LivePrices, livePrices } from './prices/live-prices.ts';
export { mergePrices } from './prices/merge-prices.ts';
export {
  PRICE_ITEMS,
  type Price,
  type PriceItem,
  type PriceOrigin,
  type PriceTable,
  type PriceUnit,
} from './prices/price.ts';
export { readPriceFile } from './prices/price-file.ts';
export type { Range } from './range.ts';
