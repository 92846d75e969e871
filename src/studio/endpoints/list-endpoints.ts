import {
  type Cloud,
  type HostState,
  isTagged,
  type ModelHost,
  type PriceTable,
  RUN_TAG,
  readTimeToLive,
  throughputHourPrice,
} from '../../toolkit/index.ts';
import type { EndpointList, EndpointView } from '../api.ts';

/** Everything of the account that answers for a custom model: what bills by the hour first. */
export async function listEndpoints(cloud: Cloud, prices: PriceTable, signal: AbortSignal): Promise<EndpointList> {
  const found: EndpointView[] = [];
  for (const host of [cloud.throughput, cloud.deployments]) {
    for await (const state of host.list({}, signal)) found.push(await describe(state, host, { cloud, prices, signal }));
  }
  return { endpoints: found, now: new Date(cloud.clock.now()).toISOString() };
}

interface Tools {
  readonly cloud: Cloud;
  readonly prices: PriceTable;
  readonly signal: AbortSignal;
}

async function describe(state: HostState, host: ModelHost, tools: Tools): Promise<EndpointView> {
  const { cloud, prices, signal } = tools;
  // Who may list endpoints, but not tags or schedules, is still told what bills.
  const tags = await cloud.customizer.tags(state.arn, signal).catch((): Readonly<Record<string, string>> => ({}));
  const ttl = await readTimeToLive(state, cloud, signal).catch(() => undefined);
  const run = tags[RUN_TAG];
  const price = host.kind === 'throughput' ? hourPrice(state, prices) : undefined;
  return {
    kind: host.kind,
    arn: state.arn,
    name: state.name,
    modelArn: state.modelArn,
    status: state.status,
    createdAt: new Date(state.createdAt).toISOString(),
    ours: isTagged(tags),
    billing: host.kind === 'throughput' ? 'hour' : 'token',
    ...(state.modelUnits !== undefined && { modelUnits: state.modelUnits }),
    ...(state.commitment !== undefined && { commitment: state.commitment }),
    ...(run !== undefined && { run }),
    ...(price !== undefined && { pricePerHour: { amount: price, currency: 'USD' } }),
    ...(ttl?.deadline !== undefined && { deadline: new Date(ttl.deadline).toISOString() }),
  };
}

/** USD of all model units; undefined when no price is known for the model behind it. */
function hourPrice(state: HostState, prices: PriceTable): number | undefined {
  const { modelUnits = 1, modelArn, baseModelArn = modelArn, commitment } = state;
  const term = commitment === 'OneMonth' || commitment === 'SixMonths' ? commitment : undefined;
  const unit = throughputHourPrice(prices, baseModelArn, term);
  return unit === undefined ? undefined : unit * modelUnits;
}
