import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { addPriceFile, type LoadedPrices, loadPrices, type PriceFlags } from '../../options/budget.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../../options/cloud.ts';

export interface CostFlags extends CloudFlags, PriceFlags {
  readonly json?: boolean;
}

/** Flags of every verb of `cost`: nothing here is paid for. */
export const addCostOptions = (command: Command): Command =>
  addPriceFile(addCloudOptions(command))
    .option('--bundled', 'do not look prices up, take the bundled table')
    .option('--json', 'print JSON');

/** Prices for a command that needs nothing else of a cloud. Says on stderr when AWS's list could not be read. */
export async function pricesOf(flags: CostFlags, context: CommandContext): Promise<LoadedPrices> {
  const { CUSTOMIZATION_REGION } = await import('../../../toolkit/index.ts');
  const prices = await withCloud(
    { region: CUSTOMIZATION_REGION, ...flags },
    context,
    (cloud) => loadPrices(flags, cloud, context),
    { costLine: flags.bundled !== true },
  );
  if (prices.failure !== undefined) {
    const [reason] = prices.failure.split('\n');
    context.io.stderr.write(`prices of AWS's list are not to be had, the bundled table is taken: ${reason}\n`);
  }
  return prices;
}
