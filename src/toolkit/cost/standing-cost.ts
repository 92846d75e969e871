import { findPrice, pricedModel, throughputItem } from './prices/find-price.ts';
import type { PriceTable } from './prices/price.ts';
import { exactly, type Range, scaleRange } from './range.ts';

/** Something that may bill while it stays, whether or not it is used. */
export interface StandingThing {
  /** As cleanup names kinds; those that cost nothing while they stay need no figures. */
  readonly kind: string;
  /** Short name, id or ARN of a base model. */
  readonly baseModel?: string;
  /** Default 1. */
  readonly modelUnits?: number;
  /** `OneMonth`, `SixMonths`; absent: none. */
  readonly commitment?: string;
  readonly bytes?: number;
}

/** What a thing bills: nothing, so much per hour or month, or nobody knows. */
export type StandingCost =
  | { readonly per: 'nothing' }
  | { readonly per: 'hour' | 'month'; readonly usd: Range; readonly date: string }
  | { readonly per: 'unknown'; readonly why: string };

/** USD per GB and month of S3 Standard, first 50 TB, us-east-1. Source: Amazon S3 pricing page; other regions take up to twice that. */
const S3_GB_MONTH = { usd: 0.023, date: '2025' } as const;
const GB = 2 ** 30;

/** USD per standard alarm and metric, month. Source: Amazon CloudWatch pricing page; an alarm on an error rate watches up to three metrics. */
const ALARM_MONTH = { low: 0.1, high: 0.3, date: '2025' } as const;

const NOTHING: StandingCost = { per: 'nothing' };

/** What a thing costs for as long as it stays. Pure. */
export function standingCost(thing: StandingThing, prices: PriceTable): StandingCost {
  switch (thing.kind) {
    case 'throughput':
      return throughputCost(thing, prices);
    case 'model':
      return modelCost(thing, prices);
    case 'objects':
      return thing.bytes === undefined
        ? unknown('the objects have not been counted')
        : { per: 'month', usd: exactly((thing.bytes / GB) * S3_GB_MONTH.usd), date: S3_GB_MONTH.date };
    case 'alarm':
      return { per: 'month', usd: { low: ALARM_MONTH.low, high: ALARM_MONTH.high }, date: ALARM_MONTH.date };
    case 'uploads':
      return unknown('the size of parts that were sent is not looked up');
    case 'job':
    case 'batch-job':
      return unknown('billed by tokens while it runs: novatune cost estimate');
    default:
      return NOTHING;
  }
}

function throughputCost(thing: StandingThing, prices: PriceTable): StandingCost {
  const { baseModel = '', modelUnits = 1, commitment } = thing;
  const term = commitment === 'OneMonth' || commitment === 'SixMonths' ? commitment : undefined;
  if (commitment !== undefined && term === undefined) return unknown(`no price is known for the term ${commitment}`);
  const model = pricedModel(baseModel);
  const price = model === undefined ? undefined : findPrice(prices, model, throughputItem(term));
  if (!price) return unknown(`no price is known for throughput of ${model ?? (baseModel || 'an unknown model')}`);
  return { per: 'hour', usd: scaleRange(price.usd, modelUnits), date: price.date };
}

function modelCost({ baseModel = '' }: StandingThing, prices: PriceTable): StandingCost {
  const model = pricedModel(baseModel);
  const price = model === undefined ? undefined : findPrice(prices, model, 'storage');
  if (!price) return unknown(`no price is known for storing a ${model ?? (baseModel || 'custom')} model`);
  return { per: 'month', usd: price.usd, date: price.date };
}

const unknown = (why: string): StandingCost => ({ per: 'unknown', why });

/** AWS counts a month as so many hours. */
const HOURS_PER_MONTH = 730;

/** What deleting all of it ends. */
export interface StandingTotal {
  /** USD per hour of what is billed by the hour. */
  readonly perHour: Range;
  /** USD per month of everything, 730 hours. */
  readonly perMonth: Range;
  /** Things without a price. */
  readonly unknown: number;
}

export function sumStanding(costs: Iterable<StandingCost>): StandingTotal {
  const hour = { low: 0, high: 0 };
  const month = { low: 0, high: 0 };
  let without = 0;
  for (const cost of costs) {
    if (cost.per === 'unknown') without += 1;
    if (cost.per !== 'hour' && cost.per !== 'month') continue;
    const sum = cost.per === 'hour' ? hour : month;
    sum.low += cost.usd.low;
    sum.high += cost.usd.high;
  }
  return {
    perHour: hour,
    perMonth: { low: month.low + hour.low * HOURS_PER_MONTH, high: month.high + hour.high * HOURS_PER_MONTH },
    unknown: without,
  };
}
