export { requireWithin } from './budget.ts';
export { bundledPrices } from './bundled-prices.ts';
export { type CostEstimate, type CostLine, type CostRange, type PaidStep, sumUp } from './estimate.ts';
export { type Commitment, findPrice, pricedModel, throughputHourPrice } from './find-price.ts';
export { formatCost, formatUsd } from './format-usd.ts';
export { PRICE_ITEMS, type Price, type PriceItem, type PriceOrigin, type PriceTable, type PriceUnit } from './price.ts';
export type { Range } from './range.ts';
