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
  },
): CostLine {
  const { model, tokens, epochs } = training;
  const line = {
    step: 'training',
    what: `${model} training`,
    quantity: inThousands(scaleRange(tokens, epochs)),
    unit: '1K tokens',
    ...(tokens.uncounted !== undefined && { atLeast: true }),
  } as const;
  return costLine(line, findPrice(prices, model, 'training'), tokens.uncounted ?? NO_TOKENIZER);
}
