import { type CostLine, costLine, type PaidStep } from '../estimate.ts';
import { findPrice } from '../prices/find-price.ts';
import type { Price, PriceItem, PriceTable } from '../prices/price.ts';
import type { Range } from '../range.ts';
import type { Route, ServedModel } from '../served-model.ts';
import { inThousands, NO_TOKENIZER } from '../tokens/token-count.ts';

/** Tokens that go into a model and come out of it. */
export interface InferenceTokens {
  readonly input: Range;
  readonly output: Range;
}

const ITEMS: Readonly<Record<Exclude<Route, 'throughput'>, readonly [input: PriceItem, output: PriceItem]>> = {
  base: ['input', 'output'],
  global: ['global-input', 'global-output'],
  custom: ['custom-input', 'custom-output'],
};

/** Asking a model on demand, by the token. Provisioned throughput bills by the hour, so asking it is no line. */
export function inferenceCost(prices: PriceTable, served: ServedModel, tokens: InferenceTokens): CostLine[] {
  return tokenLines('inference', prices, served, tokens);
}

/** Lines of what goes in and what comes out. For the steps that ask a model. */
export function tokenLines(
  step: PaidStep,
  prices: PriceTable,
  served: ServedModel,
  { input, output }: InferenceTokens,
): CostLine[] {
  const { route, model, modelId } = served;
  if (route === 'throughput') return [];
  const priceOf = (item: PriceItem): Price | undefined =>
    model === undefined ? undefined : findPrice(prices, model, item);
  const [inputItem, outputItem] = ITEMS[route];
  const name = `${model ?? modelId}${route === 'base' ? '' : ` ${route}`}`;
  return [
    costLine(
      { step, what: `${name} input`, quantity: inThousands(input), unit: '1K tokens' },
      priceOf(inputItem),
      NO_TOKENIZER,
    ),
    costLine(
      { step, what: `${name} output`, quantity: inThousands(output), unit: '1K tokens' },
      priceOf(outputItem),
      ANSWER_LENGTH,
    ),
  ];
}

export const ANSWER_LENGTH = 'answers may be as long as the limit';
