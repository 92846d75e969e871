import { type CostEstimate, sumUp } from './estimate.ts';
import { findPrice, pricedModel, throughputItem } from './prices/find-price.ts';
import type { Price, PriceTable } from './prices/price.ts';
import { exactly, type Range, scaleRange } from './range.ts';
import { type InferenceTokens, inferenceCost } from './steps/inference.ts';

/** On demand against provisioned throughput, for one custom model. */
export interface BreakEven {
  /** USD of one document on demand; absent when a price is unknown. */
  readonly perDocument?: Range;
  /** USD of a day of throughput; absent when the price is unknown. */
  readonly throughputPerDay?: Range;
  /** Of a model unit and hour. */
  readonly hourPrice?: Pick<Price, 'usd' | 'date' | 'source' | 'origin'>;
  /** Documents a day from which throughput is the cheaper one: below `low` on demand surely is, above `high` throughput. */
  readonly documentsPerDay?: Range;
  /** What is unknown, in words. */
  readonly unknown: readonly string[];
  readonly prices?: CostEstimate['prices'];
}

const HOURS_A_DAY = 24;

/**
 * Where the two ways of serving cost the same. Whether so many documents fit through the units is another question: AWS publishes no
 * documents per unit. Pure.
 *
 * @param tokens of one document
 */
export function breakEven(
  prices: PriceTable,
  serving: { readonly baseModel: string; readonly tokens: InferenceTokens; readonly modelUnits?: number },
): BreakEven {
  const model = pricedModel(serving.baseModel) ?? serving.baseModel;
  const { modelUnits = 1, tokens } = serving;
  const onDemand = sumUp(inferenceCost(prices, { modelId: model, route: 'custom', model }, tokens));
  const hour: Price | undefined = findPrice(prices, model, throughputItem());
  const hourPrice = hour && priceOf(hour);
  const perDay = hour && scaleRange(hour.usd, HOURS_A_DAY * modelUnits);
  const { low, high, complete } = onDemand.total;
  const crossing =
    perDay && complete && low > 0
      ? { low: Math.ceil(perDay.low / high), high: Math.ceil(perDay.high / low) }
      : undefined;
  const dates = datesOf(onDemand, hour);
  return {
    ...(complete && { perDocument: { low, high } }),
    ...(perDay && { throughputPerDay: perDay }),
    ...(hourPrice && { hourPrice }),
    ...(crossing && { documentsPerDay: crossing }),
    unknown: [...onDemand.unknown, ...(hour ? [] : [`price of ${model} throughput per unit-hour`])],
    ...(dates && { prices: dates }),
  };
}

const priceOf = ({ usd, date, source, origin }: Price) => ({ usd, date, source, origin });

/** Dates and origins of every price in a comparison. */
function datesOf({ lines }: CostEstimate, hour: Price | undefined): CostEstimate['prices'] {
  if (hour === undefined) return sumUp(lines).prices;
  const line = { step: 'throughput', what: '', quantity: exactly(0), unit: 'unit-hour', why: '' } as const;
  return sumUp([...lines, { ...line, unitPrice: priceOf(hour) }]).prices;
}
