import type { CostRange } from './estimate.ts';

/** USD for people: cents from ten cents up, two significant digits below, no cents from $100 up. */
export function formatUsd(usd: number): string {
  if (usd === 0) return '$0.00';
  const short = Number(usd.toPrecision(2));
  if (short < 0.1) return `$${plainDecimal(short)}`;
  const digits = usd < 100 ? 2 : 0;
  return usd.toLocaleString('en-US', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** `$0.12 to $0.45`, `at least $1.95`, `unknown`. An incomplete sum has no upper end. */
export function formatCost({ low, high, complete }: CostRange): string {
  if (!complete) return high === 0 ? 'unknown' : `at least ${formatUsd(low)}`;
  const [from, to] = [formatUsd(low), formatUsd(high)];
  return from === to ? from : `${from} to ${to}`;
}

/** Two significant digits without an exponent. */
const plainDecimal = (value: number): string => value.toFixed(Math.min(20, 1 - Math.floor(Math.log10(value))));
