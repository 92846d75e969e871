import type { ConnectedCloud, HostState } from '../../toolkit/index.ts';
import type { CommandContext } from '../command.ts';
import { formatSeconds } from './progress.ts';

/** The line comes last, so nobody waits long for it. Milliseconds. */
const TIME_LIMIT_MS = 3000;
/** Endpoints that the line names, with their deadlines. */
const NAMED = 3;

/** One throughput that bills. */
export interface Billing {
  readonly name: string;
  /** USD; absent when the price is unknown. */
  readonly perHour?: number;
  /** When the cloud deletes it by itself, milliseconds since the epoch. */
  readonly deadline?: number;
}

/**
 * Says on stderr, in one line, what the account's provisioned throughput in this region costs by the hour, and how to stop it. Silent when
 * nothing bills, when the caller may not look, when looking takes long, and with `NOVATUNE_NO_COST_LINE`. Never fails the command.
 * @param cloudFlags flags that reach the same cloud, with a leading blank, for the command that is printed
 */
export async function printRunningCost(
  cloud: ConnectedCloud,
  cloudFlags: string,
  context: CommandContext,
): Promise<void> {
  const { io } = context;
  if (io.env.NOVATUNE_NO_COST_LINE) return;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new Error('The time is up.')), TIME_LIMIT_MS);
  try {
    const billing = await findBilling(cloud, context, limit.signal);
    if (billing.length === 0) return;
    const { rehearsal } = await cloud.identity(limit.signal);
    const { formatUsd } = await import('../../toolkit/index.ts');
    const surroundings = { now: cloud.clock.now(), rehearsal, cloudFlags, formatUsd };
    io.stderr.write(`${describeRunningCost(billing, surroundings)}\n`);
  } catch {
    // The command's own outcome stands, whatever keeps this line from being written.
  } finally {
    clearTimeout(timer);
  }
}

async function findBilling(cloud: ConnectedCloud, context: CommandContext, signal: AbortSignal): Promise<Billing[]> {
  const states: HostState[] = [];
  for await (const state of cloud.throughput.list({}, signal)) if (state.status !== 'Failed') states.push(state);
  if (states.length === 0) return [];
  const [{ readTimeToLive, throughputHourPrice }, { loadPrices }] = await Promise.all([
    import('../../toolkit/index.ts'),
    import('../options/budget.ts'),
  ]);
  // Without the look-up in AWS's price list, which takes seconds.
  const prices = await loadPrices({ bundled: true }, cloud, context);
  return Promise.all(
    states.map(async (state, index) => {
      const { name, modelUnits = 1, baseModelArn = state.modelArn, commitment } = state;
      const term = commitment === 'OneMonth' || commitment === 'SixMonths' ? commitment : undefined;
      const price = throughputHourPrice(prices, baseModelArn, term);
      // A caller who may list throughput but not schedules is still told the cost.
      const ttl = index < NAMED ? await readTimeToLive(state, cloud, signal).catch(() => undefined) : undefined;
      return {
        name,
        ...(price !== undefined && { perHour: price * modelUnits }),
        ...(ttl?.deadline !== undefined && { deadline: ttl.deadline }),
      };
    }),
  );
}

/** What the line depends on besides the throughput. */
interface Surroundings {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Nothing is really billed. */
  readonly rehearsal: boolean;
  readonly cloudFlags: string;
  readonly formatUsd: (usd: number) => string;
}

/** @param billing at least one */
export function describeRunningCost(billing: readonly Billing[], around: Surroundings): string {
  const known = billing.flatMap(({ perHour }) => (perHour === undefined ? [] : [perHour]));
  const sum = around.formatUsd(known.reduce((total, price) => total + price, 0));
  const price =
    known.length === 0
      ? 'price unknown'
      : `${known.length < billing.length ? 'at least ' : ''}${sum} an hour until deleted`;
  const named = billing.slice(0, NAMED).map(({ name, deadline }) => {
    if (deadline === undefined) return name;
    return `${name} (deletes itself ${deadline > around.now ? `in ${formatSeconds((deadline - around.now) / 1000)}` : 'now'})`;
  });
  const more = billing.length > NAMED ? ` and ${billing.length - NAMED} more` : '';
  const [first] = billing;
  const verb = around.rehearsal ? 'would bill on AWS' : 'bills now';
  const stop = `novatune throughput delete --name ${first?.name ?? ''}${around.cloudFlags}`;
  return `${verb}: provisioned throughput ${named.join(', ')}${more}, ${price}; stop ${billing.length > 1 ? 'the first' : 'it'} with: ${stop}`;
}
