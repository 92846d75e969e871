import { type CostLine, costLine } from '../estimate.ts';
import { findPrice } from '../prices/find-price.ts';
import type { Price, PriceItem, PriceTable } from '../prices/price.ts';
import { scaleRange } from '../range.ts';
import { inThousands, NO_TOKENIZER } from '../tokens/token-count.ts';
import { ANSWER_LENGTH, type InferenceTokens } from './inference.ts';

/** Batch inference of a base model: half of on demand, unless a price of its own is known. @param model short name */
export function batchCost(prices: PriceTable, model: string, { input, output }: InferenceTokens): CostLine[] {
  const line = (what: string, quantity: InferenceTokens['input']) =>
    ({ step: 'batch', what: `${model} batch ${what}`, quantity: inThousands(quantity), unit: '1K tokens' }) as const;
  return [
    costLine(line('input', input), batchPrice(prices, model, 'batch-input', 'input'), NO_TOKENIZER),
    costLine(line('output', output), batchPrice(prices, model, 'batch-output', 'output'), ANSWER_LENGTH),
  ];
}

function batchPrice(prices: PriceTable, model: string, own: PriceItem, onDemand: PriceItem): Price | undefined {
  const known = findPrice(prices, model, own);
  if (known !== undefined) return known;
  const whole = findPrice(prices, model, onDemand);
  return (
    whole && { ...whole, item: own, usd: scaleRange(whole.usd, 0.5), source: `half of on demand: ${whole.source}` }
  );
}
