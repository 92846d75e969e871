import type { Price, PriceOrigin, PriceUnit } from './prices/price.ts';
import { addRanges, multiplyRanges, type Range } from './range.ts';

/** USD. `complete` is false when part of it is unknown: then `low` is a lower bound and `high` none at all. */
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
  /** The quantity is a lower bound: part of it could not be counted. */
  readonly atLeast?: boolean;
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
  /** What has no price or could not be counted, in words. Empty when the total is complete. */
  readonly unknown: readonly string[];
  /** Dates and origins of the prices used; absent when none was. */
  readonly prices?: {
    readonly oldest: string;
    readonly newest: string;
    readonly origins: readonly PriceOrigin[];
  };
}

/** A line of so much of something, with or without a price. @param why it is so much, when the quantity is a range or a lower bound. */
export function costLine(
  line: Pick<CostLine, 'step' | 'what' | 'quantity' | 'unit' | 'atLeast'>,
  price: Price | undefined,
  why: string,
): CostLine {
  const isExact = line.quantity.low === line.quantity.high && line.atLeast !== true;
  const reasons = isExact ? [] : [why];
  if (price === undefined) {
    return { ...line, why: ['no price is known', ...reasons].join('; ') };
  }
  const { usd, date, source, origin } = price;
  if (usd.low !== usd.high) reasons.push('sources disagree about the price');
  return {
    ...line,
    unitPrice: { usd, date, source, origin },
    ...multiplyRanges(line.quantity, usd),
    why: reasons.join('; '),
  };
}

/** Sums lines. Lines of nothing do not make a total incomplete. */
export function sumUp(lines: readonly CostLine[]): CostEstimate {
  const gaps = lines.flatMap(({ unitPrice, quantity, what, unit, atLeast, why }) => {
    if (unitPrice === undefined) return quantity.high > 0 || atLeast === true ? [`price of ${what} per ${unit}`] : [];
    return atLeast === true ? [`${what}: ${why}`] : [];
  });
  const known = lines.flatMap(({ low, high }) => (low === undefined || high === undefined ? [] : [{ low, high }]));
  const used = lines.flatMap(({ unitPrice }) => (unitPrice === undefined ? [] : [unitPrice]));
  const dates = used.map(({ date }) => date).toSorted();
  const [oldest] = dates;
  const newest = dates.at(-1);
  return {
    lines,
    total: { ...addRanges(known), complete: gaps.length === 0 },
    unknown: [...new Set(gaps)],
    ...(oldest !== undefined &&
      newest !== undefined && {
        prices: { oldest, newest, origins: [...new Set(used.map(({ origin }) => origin))] },
      }),
  };
}
