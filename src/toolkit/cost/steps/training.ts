import type { Method } from '../../model/nova.ts';
import { type CostLine, costLine } from '../estimate.ts';
import { findPrice } from '../prices/find-price.ts';
import type { PriceTable } from '../prices/price.ts';
import { scaleRange } from '../range.ts';
import { inThousands, NO_TOKENIZER, type TokenCount } from '../tokens/token-count.ts';

/**
 * Tokens of the training file × epochs × rate. The validation file is not billed.
 * https://aws.amazon.com/bedrock/pricing/
 */
export function trainingCost(
  prices: PriceTable,
  training: {
    /** Short name. */
    readonly model: string;
    /** Of one pass over the training file. */
    readonly tokens: TokenCount;
    readonly epochs: number;
    /** Default `sft`; no price of another method is known. */
    readonly method?: Method;
  },
): CostLine {
  const { model, tokens, epochs, method = 'sft' } = training;
  const line = {
    step: 'training',
    what: method === 'sft' ? `${model} training` : `${model} ${method} training`,
    quantity: inThousands(scaleRange(tokens, epochs)),
    unit: '1K tokens',
    ...(tokens.uncounted !== undefined && { atLeast: true }),
  } as const;
  const price = method === 'sft' ? findPrice(prices, model, 'training') : undefined;
  return costLine(line, price, tokens.uncounted ?? NO_TOKENIZER);
}
