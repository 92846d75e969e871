import {
  bundledPrices,
  type Cloud,
  type HostState,
  isTagged,
  type ModelHost,
  RUN_TAG,
  throughputHourPrice,
} from '../../toolkit/index.ts';
import type { EndpointList, EndpointView } from '../api.ts';

/** Everything of the account that answers for a custom model: what bills by the hour first. */
export async function listEndpoints(cloud: Cloud, signal: AbortSignal): Promise<EndpointList> {
  const found: EndpointView[] = [];
  for (const host of [cloud.throughput, cloud.deployments]) {
    for await (const state of host.list({}, signal)) found.push(await describe(state, host, cloud, signal));
  }
  return { endpoints: found, now: new Date(cloud.clock.now()).toISOString() };
}

async function describe(state: HostState, host: ModelHost, cloud: Cloud, signal: AbortSignal): Promise<EndpointView> {
  const tags = await cloud.customizer.tags(state.arn, signal).catch(() => ({}) as Readonly<Record<string, string>>);
  const run = tags[RUN_TAG];
  const price = host.kind === 'throughput' ? await hourPrice(state, cloud, signal) : undefined;
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
  };
}

/** USD of all model units; undefined when the price list does not know the model behind it. */
async function hourPrice(state: HostState, cloud: Cloud, signal: AbortSignal): Promise<number | undefined> {
  const model = await cloud.customizer.getModel(state.modelArn, signal).catch(() => undefined);
  const commitment = state.commitment === 'OneMonth' || state.commitment === 'SixMonths' ? state.commitment : undefined;
  const unit = throughputHourPrice(bundledPrices(), model?.baseModelArn ?? state.modelArn, commitment);
  return unit === undefined ? undefined : unit * (state.modelUnits ?? 1);
}
