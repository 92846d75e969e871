import { BudgetError } from '../errors.ts';
import type { CostEstimate } from './estimate.ts';
import { formatCost, formatUsd } from './format-usd.ts';

/**
 * Refuses what may cost more than allowed: the high end counts, and a part without a price cannot be promised to fit.
 * Call it before the first paid call.
 *
 * @param maxCost USD
 * @throws {BudgetError} `over-budget`
 */
export function requireWithin(estimate: CostEstimate, maxCost: number): void {
  const { total, unknown } = estimate;
  const allowed = `at most ${formatUsd(maxCost)}`;
  if (total.low > maxCost || (total.complete && total.high > maxCost)) {
    throw new BudgetError('over-budget', `Expected to spend ${allowed}, but the estimate is ${formatCost(total)}.`, {
      remedy: 'Nothing was paid for. Use less data, fewer epochs or a smaller model, or raise --max-cost.',
    });
  }
  if (total.complete) return;
  throw new BudgetError(
    'over-budget',
    `Expected to spend ${allowed}, but part of the cost is unknown: ${unknown.join(', ')}. The rest is ${formatCost({ ...total, complete: true })}.`,
    { remedy: 'Nothing was paid for. Give the missing prices with --prices FILE, or leave --max-cost out.' },
  );
}
