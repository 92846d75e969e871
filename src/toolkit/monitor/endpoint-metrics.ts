import type { Cloud } from '../ports/cloud.ts';
import type { Metric, MetricStatistic } from '../ports/monitoring.ts';

/** Bedrock's metrics of one endpoint. Source: Bedrock user guide, "Monitoring". */
export type EndpointMetricName =
  | 'Invocations'
  | 'InvocationLatency'
  | 'InvocationClientErrors'
  | 'InvocationServerErrors'
  | 'InvocationThrottles'
  | 'InputTokenCount'
  | 'OutputTokenCount';

/** @param modelId value of the dimension `ModelId`. */
export const endpointMetric = (name: EndpointMetricName, modelId: string): Metric => ({
  namespace: 'AWS/Bedrock',
  name,
  dimensions: { ModelId: modelId },
});

const DAY_MS = 24 * 3_600_000;
/** How far back a metric is looked for, to see under which id it is written. */
const LOOK_BACK_DAYS = 14;

/** Values that `ModelId` may have for an endpoint: AWS does not say whether deployments and throughput appear by ARN or by id. */
function modelIdCandidates(endpoint: string): readonly string[] {
  const id = endpoint.startsWith('arn:') ? endpoint.slice(endpoint.lastIndexOf('/') + 1) : endpoint;
  return id === endpoint ? [endpoint] : [endpoint, id];
}

/** The candidate that has invocations; the first one while none has. */
export async function modelIdInUse(endpoint: string, cloud: Cloud, signal?: AbortSignal): Promise<string> {
  const candidates = modelIdCandidates(endpoint);
  if (candidates.length === 1) return endpoint;
  const to = cloud.clock.now();
  const names = ['Invocations', 'InvocationClientErrors'] as const;
  const queries = candidates.flatMap((id) =>
    names.map((name) => ({ metric: endpointMetric(name, id), statistic: 'Sum' as MetricStatistic })),
  );
  const range = { from: to - LOOK_BACK_DAYS * DAY_MS, to, periodSeconds: 86_400 };
  const found = await cloud.monitoring.read(queries, range, signal);
  const used = candidates.find((_id, index) =>
    names.some((_name, offset) => (found[index * names.length + offset] ?? []).length > 0),
  );
  return used ?? endpoint;
}
