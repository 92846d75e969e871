import type { Price, PriceOrigin, PriceUnit } from './prices/price.ts';
import { addRanges, multiplyRanges, type Range } from './range.ts';

/** USD. `complete` is false when part of it is unknown: then the sum is a lower bound, whatever `high` says. */
export interface CostRange extends Range {
  readonly complete: boolean;
}

/** Paid steps, as lines of an estimate name them. */
export type PaidStep = 'labelling' | 'training' | 'storage' | 'throughput' | 'inference' | 'batch';

/** One thing that is billed. `low` and `high` are USD, absent when the price is unknown. */
export interface CostLine {
  readonly step: PaidStep;
  /** E.g. `nova-lite input`. */
  readonly what: string;
  /** In `unit`s; tokens are counted in thousands. */
  readonly quantity: Range;
  readonly unit: PriceUnit;
  /** Absent when it is unknown. */
  readonly unitPrice?: Pick<Price, 'usd' | 'date' | 'source' | 'origin'>;
  readonly low?: number;
  readonly high?: number;
  /** Why it is a range, or what is unknown. Empty for exact figures. */
  readonly why: string;
}

export interface CostEstimate {
  readonly lines: readonly CostLine[];
  readonly total: CostRange;
  /** What has no price, in words. Empty when the total is complete. */
  readonly unknown: readonly string[];
  /** Dates and origins of the prices used; absent when none was. */
  readonly prices?: {
    readonly oldest: string;
    readonly newest: string;
    readonly origins: readonly PriceOrigin[];
  };
}

/** A line of so much of something, with or without a price. */
export function costLine(
  line: Pick<CostLine, 'step' | 'what' | 'quantity' | 'unit'>,
  price: Price | undefined,
  why: string,
): CostLine {
  if (price === undefined) {
    return { ...line, why: `the price of ${line.what} per ${line.unit} is unknown` };
  }
  const { usd, date, source, origin } = price;
  const disagree = usd.low === usd.high ? '' : 'sources disagree about the price';
  const reasons = [line.quantity.low === line.quantity.high ? '' : why, disagree].filter((reason) => reason !== '');
  return {
    ...line,
    unitPrice: { usd, date, source, origin },
    ...multiplyRanges(line.quantity, usd),
    why: reasons.join('; '),
  };
}

/** Sums lines. Lines of nothing do not make a total incomplete. */
export function sumUp(lines: readonly CostLine[]): CostEstimate {
  const missing = lines.filter(({ unitPrice, quantity }) => unitPrice === undefined && quantity.high > 0);
  const known = lines.flatMap(({ low, high }) => (low === undefined || high === undefined ? [] : [{ low, high }]));
  const used = lines.flatMap(({ unitPrice }) => (unitPrice === undefined ? [] : [unitPrice]));
  const dates = used.map(({ date }) => date).toSorted();
  const [oldest] = dates;
  const newest = dates.at(-1);
  return {
    lines,
    total: { ...addRanges(known), complete: missing.length === 0 },
    unknown: [...new Set(missing.map(({ what, unit }) => `${what} per ${unit}`))],
    ...(oldest !== undefined &&
      newest !== undefined && {
        prices: { oldest, newest, origins: [...new Set(used.map(({ origin }) => origin))] },
      }),
  };
}
