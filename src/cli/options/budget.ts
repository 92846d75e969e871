import type { Command } from 'commander';
import type { CostEstimate } from '../../toolkit/index.ts';
import type { CommandContext } from '../command.ts';
import { describeEstimate } from '../render/money.ts';
import { realNumber } from './numbers.ts';

/** Flags of commands that spend money. */
export interface BudgetFlags {
  /** USD. */
  readonly maxCost?: number;
  /** File with prices of your own. */
  readonly prices?: string;
}

export const addBudgetOptions = (command: Command): Command =>
  command
    .option('--max-cost <usd>', 'refuse (exit code 6) when the estimate may exceed this', realNumber(0, 1e9))
    .option('--prices <file>', 'prices of your own, JSON or YAML; they go before AWS’s list and the bundled table');

/**
 * Shows what is about to be paid, on stderr, and holds the command back when that may be more than `--max-cost`.
 * Call it before the first paid call.
 *
 * @throws {BudgetError} `over-budget`
 */
export async function requireBudget(estimate: CostEstimate, flags: BudgetFlags, { io }: CommandContext): Promise<void> {
  const { formatCost, requireWithin } = await import('../../toolkit/index.ts');
  io.stderr.write(`${describeEstimate(estimate, formatCost)}\n`);
  if (flags.maxCost !== undefined) requireWithin(estimate, flags.maxCost);
}
