import type { CleanupSummary, PriceTable, Resource, StandingCost, StandingTotal } from '../../../toolkit/index.ts';
import { formatBytes } from '../../render/bytes.ts';
import { formatTable } from '../../render/table.ts';

/** A resource and what it bills. */
export interface PricedResource extends Resource {
  readonly region?: string;
  readonly cost: StandingCost;
}

export async function priceAll(resources: readonly Resource[], prices: PriceTable): Promise<PricedResource[]> {
  const { standingCost } = await import('../../../toolkit/index.ts');
  return resources.map((resource) => ({ ...resource, cost: standingCost(resource, prices) }));
}

/** Of what can go now, and of what cannot. */
export interface Totals {
  readonly deletable: StandingTotal;
  readonly blocked: StandingTotal;
}

export async function totalOf(resources: readonly PricedResource[]): Promise<Totals> {
  const { sumStanding } = await import('../../../toolkit/index.ts');
  const costsOf = (isBlocked: boolean) =>
    resources.filter(({ blocked }) => (blocked !== undefined) === isBlocked).map(({ cost }) => cost);
  return { deletable: sumStanding(costsOf(false)), blocked: sumStanding(costsOf(true)) };
}

type Format = (usd: number) => string;

export async function describeList(resources: readonly PricedResource[]): Promise<string> {
  if (resources.length === 0) return 'nothing found that novatune made';
  const { formatUsd } = await import('../../../toolkit/index.ts');
  const regions = new Set(resources.map(({ region }) => region));
  const withRegion = regions.size > 1;
  const rows = resources.map(({ region = '', kind, name, run = '', cost, blocked, ...resource }) => [
    ...(withRegion ? [region] : []),
    kind,
    nameOf(name, resource),
    run,
    describeCost(cost, formatUsd),
    blocked ? 'no, see below' : 'yes',
  ]);
  const header = [...(withRegion ? ['region'] : []), 'kind', 'name', 'run', 'bills', 'can go now'];
  const obstacles = resources.flatMap(({ blocked }) => (blocked ? [`  ${blocked.reason}`] : []));
  const { deletable, blocked } = await totalOf(resources);
  return [
    formatTable(header, rows),
    ...obstacles,
    `deleting stops ${describeTotal(deletable, formatUsd)}`,
    ...(obstacles.length > 0 ? [`what cannot go yet bills ${describeTotal(blocked, formatUsd)}`] : []),
  ].join('\n');
}

function nameOf(name: string, { count, bytes }: Pick<Resource, 'count' | 'bytes'>): string {
  if (count === undefined) return name;
  return `${name} (${count}${bytes === undefined ? '' : `, ${formatBytes(bytes)}`})`;
}

function describeCost(cost: StandingCost, format: Format): string {
  if (cost.per === 'nothing') return 'nothing';
  if (cost.per === 'unknown') return `unknown (${cost.why})`;
  return `${describeRange(cost.usd, format)} per ${cost.per}`;
}

function describeRange({ low, high }: { readonly low: number; readonly high: number }, format: Format): string {
  // Below a hundredth of a cent every figure is noise.
  if (high > 0 && high < 0.0001) return 'less than $0.0001';
  const [from, to] = [format(low), format(high)];
  return from === to ? from : `${from} to ${to}`;
}

function describeTotal({ perHour, perMonth, unknown }: StandingTotal, format: Format): string {
  const hour = perHour.high > 0 ? `${describeRange(perHour, format)} per hour, ` : '';
  const month = `${describeRange(perMonth, format)} per month`;
  return `${hour}${month}${unknown === 0 ? '' : `, and ${unknown} of unknown price`}`;
}

export async function describeSummary(
  deleted: readonly Resource[],
  kept: CleanupSummary['kept'],
  priced: readonly PricedResource[],
): Promise<string> {
  const { formatUsd, sumStanding } = await import('../../../toolkit/index.ts');
  const gone = new Set(deleted.map(({ id }) => id));
  const saved = sumStanding(priced.filter(({ id }) => gone.has(id)).map(({ cost }) => cost));
  return [
    `${deleted.length} deleted, ${kept.length} kept`,
    ...(deleted.length > 0 ? [`stopped billing: ${describeTotal(saved, formatUsd)}`] : []),
    ...kept.map(({ resource, reason }) => `kept ${resource.kind} ${resource.name}: ${reason}`),
  ].join('\n');
}
