import type { CostEstimate, CostRange, PriceOrigin, Range } from '../../toolkit/index.ts';

const ORIGINS: Readonly<Record<PriceOrigin, string>> = {
  bundled: 'bundled table',
  live: 'AWS price list',
  rehearsal: 'price list of the emulator',
  file: '--prices',
  user: 'your prices file',
};

export const describeOrigin = (origin: PriceOrigin): string => ORIGINS[origin];

/** `1,234`, `1,234 to 5,678`; one digit after the point below 100. */
export function formatRange({ low, high }: Range): string {
  const [from, to] = [formatQuantity(low), formatQuantity(high)];
  return from === to ? from : `${from} to ${to}`;
}

const formatQuantity = (value: number): string =>
  value < 1
    ? value.toLocaleString('en-US', { maximumSignificantDigits: 2 })
    : value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });

/**
 * `estimate $0.12 to $0.45 (prices of 2025-07-20 to 2026-08-02, bundled table)`, and what is unknown.
 * @param format the toolkit's own, so that printing loads nothing by itself
 */
export function describeEstimate(estimate: CostEstimate, format: (cost: CostRange) => string): string {
  const { total, unknown, prices } = estimate;
  const dates = prices === undefined ? '' : ` (${describeDates(prices)})`;
  const missing = unknown.length === 0 ? '' : `; unknown: ${unknown.join(', ')}`;
  return `estimate ${format(total)}${dates}${missing}`;
}

/** `prices of 2025-07-20 to 2026-08-02, bundled table` */
export function describeDates({ oldest, newest, origins }: NonNullable<CostEstimate['prices']>): string {
  const span = oldest === newest ? oldest : `${oldest} to ${newest}`;
  return `prices of ${span}, ${origins.map(describeOrigin).join(' and ')}`;
}
