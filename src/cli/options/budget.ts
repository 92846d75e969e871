import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { CloudIdentity, ConnectedCloud, CostEstimate, LivePrices, PriceTable } from '../../toolkit/index.ts';
import type { CommandContext } from '../command.ts';
import { describeEstimate } from '../render/money.ts';
import { realNumber } from './numbers.ts';
import { resolveSettings, settingOf } from './settings.ts';

/** Flags of commands that spend money. */
export interface BudgetFlags extends PriceFlags {
  /** USD. */
  readonly maxCost?: number;
}

/** Flags that say what things cost. */
export interface PriceFlags {
  /** File with prices of your own. */
  readonly prices?: string;
  /** No look-up in AWS's price list. */
  readonly bundled?: boolean;
}

export const addBudgetOptions = (command: Command): Command =>
  addPriceFile(
    command.option('--max-cost <usd>', 'refuse (exit code 6) when the estimate may exceed this', realNumber(0, 1e9)),
  );

export const addPriceFile = (command: Command): Command =>
  command.option(
    '--prices <file>',
    'prices of your own, JSON or YAML; they go before AWS’s list and the bundled table',
  );

/**
 * Shows what is about to be paid, on stderr, and holds the command back when that may be more than `--max-cost`, `NOVATUNE_MAX_COST` or a
 * file's `maxCost`.
 * Call it before the first paid call.
 *
 * @throws {BudgetError} `over-budget`
 */
export async function requireBudget(
  estimate: CostEstimate,
  flags: BudgetFlags,
  context: CommandContext,
): Promise<void> {
  const { formatCost, requireWithin } = await import('../../toolkit/index.ts');
  context.io.stderr.write(`${describeEstimate(estimate, formatCost)}\n`);
  const maxCost = settingOf(await resolveSettings(flags, context), 'maxCost')?.value;
  if (maxCost !== undefined) requireWithin(estimate, Number(maxCost));
}

/** Prices, and why AWS's own could not be had. */
export interface LoadedPrices extends PriceTable {
  readonly failure?: string;
}

/**
 * The prices of the cloud's region: the bundled table, over it AWS's price list when it answers, over that the user's own file, over that
 * `--prices`. A failed look-up is no error.
 *
 * @throws {InputError} `prices-invalid` for files of the user
 */
export async function loadPrices(
  flags: PriceFlags,
  cloud: ConnectedCloud,
  { io }: CommandContext,
): Promise<LoadedPrices> {
  const { bundledPrices, CUSTOMIZATION_REGION, mergePrices, readPriceFile } = await import('../../toolkit/index.ts');
  const { region, live } = await lookUp(flags, cloud, io);
  const own = ownPriceFile(io.env);
  const table = mergePrices(
    region,
    region === CUSTOMIZATION_REGION ? bundledPrices().prices : [],
    live.prices,
    own === undefined ? [] : await readPriceFile(own, region, 'user'),
    flags.prices === undefined ? [] : await readPriceFile(resolve(io.cwd, flags.prices), region),
  );
  return { ...table, ...(live.failure !== undefined && { failure: live.failure }) };
}

async function lookUp(
  { bundled }: PriceFlags,
  cloud: ConnectedCloud,
  io: CommandContext['io'],
): Promise<{ readonly region: string; readonly live: LivePrices }> {
  const { CUSTOMIZATION_REGION, livePrices } = await import('../../toolkit/index.ts');
  if (bundled) return { region: CUSTOMIZATION_REGION, live: { prices: [] } };
  let identity: CloudIdentity;
  try {
    identity = await cloud.identity(io.signal);
  } catch (error) {
    io.signal.throwIfAborted();
    const failure = error instanceof Error ? error.message : String(error);
    return { region: CUSTOMIZATION_REGION, live: { prices: [], failure } };
  }
  const { region, rehearsal, endpoint } = identity;
  const live = await livePrices(cloud, {
    region,
    rehearsal,
    // What another endpoint answers is not kept for AWS.
    ...(endpoint === undefined && { cacheFile: cacheFile(region, io.env) }),
    signal: io.signal,
  });
  return { region, live };
}

type Env = CommandContext['io']['env'];

function cacheFile(region: string, { NOVATUNE_HOME: home, XDG_CACHE_HOME: cache }: Env): string {
  return resolve(home || join(cache || join(homedir(), '.cache'), 'novatune'), `prices-${region}.json`);
}

/** The user's own prices: `prices.yaml` or `prices.json` in `$NOVATUNE_HOME`, else in `novatune` under `$XDG_CONFIG_HOME` (`~/.config`). */
function ownPriceFile({ NOVATUNE_HOME: home, XDG_CONFIG_HOME: config }: Env): string | undefined {
  const folder = resolve(home || join(config || join(homedir(), '.config'), 'novatune'));
  return ['prices.yaml', 'prices.json'].map((name) => join(folder, name)).find((file) => existsSync(file));
}
