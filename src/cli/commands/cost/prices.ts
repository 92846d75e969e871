import type { Command } from 'commander';
import type { PriceItem, PriceTable } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { printResult } from '../../output.ts';
import { describePrices } from '../../render/cost.ts';
import { addCostOptions, type CostFlags, pricesOf } from './price-options.ts';

export function registerPrices(command: Command, context: CommandContext): void {
  addCostOptions(command)
    .addHelpText('after', '\nExamples:\n  $ novatune cost prices\n  $ novatune cost prices --bundled --json')
    .action((flags: CostFlags) => showPrices(flags, context));
}

/** Prices that every model has; that one is missing is worth saying. */
const EVERY_MODEL: readonly PriceItem[] = [
  'training',
  'storage',
  'input',
  'output',
  'custom-input',
  'custom-output',
  'throughput-hour',
];

async function showPrices(flags: CostFlags, context: CommandContext): Promise<void> {
  const { findPrice, NOVA_MODELS, PRICE_ITEMS } = await import('../../../toolkit/index.ts');
  const { failure, ...table } = await pricesOf(flags, context);
  const missing = NOVA_MODELS.flatMap(({ name }) =>
    EVERY_MODEL.filter((item) => findPrice(table, name, item) === undefined).map((item) => `${name} ${item}`),
  );
  const text = () =>
    [describePrices(table, PRICE_ITEMS), ...(missing.length > 0 ? ['', `unknown: ${missing.join(', ')}`] : [])].join(
      '\n',
    );
  printResult(
    { ...withUnits(table, PRICE_ITEMS), unknown: missing, ...(failure && { failure }) },
    text,
    flags.json,
    context,
  );
}

const withUnits = ({ region, prices }: PriceTable, units: Readonly<Record<PriceItem, string>>) => ({
  region,
  prices: prices.map((price) => ({ ...price, unit: units[price.item] })),
});
