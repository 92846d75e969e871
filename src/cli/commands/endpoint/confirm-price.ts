import type { ConnectedCloud } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { type BudgetFlags, loadPrices, requireBudget } from '../../options/budget.ts';
import { confirm } from '../../options/confirm.ts';
import { type Kind, TERMS, type Term } from './endpoint-flags.ts';

export interface PaidFlags extends BudgetFlags {
  readonly modelUnits?: number;
  readonly commitment?: Term;
  readonly yesCommit?: Term;
  /** Milliseconds. */
  readonly ttl?: number;
  readonly yes?: boolean;
}

/** Asks before something that bills. A commitment cannot be undone, so its term has to be typed in full, or repeated as `--yes-commit`. */
export async function confirmPrice(
  kind: Kind,
  name: string,
  flags: PaidFlags,
  baseModel: string,
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<void> {
  const paid = kind === 'throughput' ? ` (${await priceText(flags, baseModel, cloud, context)})` : '';
  await confirm(
    `Create the ${kind} ${name}${paid}`,
    flags.yes || flags.commitment ? { yes: true } : {},
    cloud,
    context,
  );
  if (flags.commitment !== undefined) await confirmTerm(name, flags.commitment, paid, flags, context);
}

const HOUR_MS = 3_600_000;

/** Shows what the throughput will cost, holds the command back over `--max-cost`, and says the same in short. */
async function priceText(
  flags: PaidFlags,
  baseModel: string,
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<string> {
  const { formatUsd, pricedModel, sumUp, throughputCost, throughputHourPrice } = await import(
    '../../../toolkit/index.ts'
  );
  const { modelUnits = 1, ttl } = flags;
  const commitment = flags.commitment && TERMS[flags.commitment];
  const prices = await loadPrices(flags, cloud, context);
  const use = {
    model: pricedModel(baseModel) ?? baseModel,
    modelUnits,
    ...(ttl !== undefined && { hours: { low: ttl / HOUR_MS, high: Math.ceil(ttl / HOUR_MS) } }),
    ...(commitment && { commitment }),
  };
  await requireBudget(sumUp([throughputCost(prices, use)]), flags, context);
  const price = throughputHourPrice(prices, baseModel, commitment);
  const units = `${modelUnits} model unit${modelUnits === 1 ? '' : 's'}`;
  const cost = price === undefined ? 'price unknown' : `about ${formatUsd(price * modelUnits)} an hour`;
  return `${units}, ${cost}, billed until it is deleted, idle or not`;
}

async function confirmTerm(
  name: string,
  term: Term,
  paid: string,
  { yesCommit }: PaidFlags,
  { io }: CommandContext,
): Promise<void> {
  if (yesCommit === term) return;
  const { InputError } = await import('../../../toolkit/index.ts');
  const what = `The commitment of ${name}${paid} cannot be ended early`;
  if (yesCommit !== undefined || !io.stdin.isTTY || !io.stderr.isTTY) {
    throw new InputError('confirmation-needed', `${what}; it needs its term repeated.`, {
      remedy: `Add --yes-commit ${term}. --yes is not enough.`,
    });
  }
  const { createInterface } = await import('node:readline/promises');
  const prompt = createInterface({ input: io.stdin, output: io.stderr });
  try {
    const answer = await prompt.question(`${what}. Type ${term} to buy it: `, { signal: io.signal });
    if (answer.trim() !== term) throw new InputError('not-confirmed', 'Nothing was done.');
  } finally {
    prompt.close();
  }
}
