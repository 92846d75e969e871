import type { Abortable } from '../lib/abort.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { MetricPoint, MetricStatistic } from '../ports/monitoring.ts';
import { type EndpointMetricName, endpointMetric, modelIdInUse } from './endpoint-metrics.ts';

/** What went through an endpoint in one period. */
export interface TrafficPeriod {
  /** Start, ISO time. */
  readonly start: string;
  readonly invocations: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
  readonly throttles: number;
  /** Milliseconds; absent without an answer. */
  readonly latencyP50Ms?: number;
  readonly latencyP95Ms?: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** An endpoint's metrics. Percentiles cannot be added up: those of the total are the worst period's. */
export interface Traffic {
  readonly modelId: string;
  /** ISO times. */
  readonly from: string;
  readonly to: string;
  readonly periodSeconds: number;
  /** Periods with traffic, oldest first. */
  readonly periods: readonly TrafficPeriod[];
  readonly total: Omit<TrafficPeriod, 'start'>;
}

export interface TrafficOptions extends Abortable {
  /** ARN or id. */
  readonly endpoint: string;
  /** How far back, at most 336 (two weeks). Default 24. */
  readonly hours?: number;
}

const COLUMNS: Readonly<Record<Exclude<keyof TrafficPeriod, 'start'>, readonly [EndpointMetricName, MetricStatistic]>> =
  {
    invocations: ['Invocations', 'Sum'],
    clientErrors: ['InvocationClientErrors', 'Sum'],
    serverErrors: ['InvocationServerErrors', 'Sum'],
    throttles: ['InvocationThrottles', 'Sum'],
    latencyP50Ms: ['InvocationLatency', 'p50'],
    latencyP95Ms: ['InvocationLatency', 'p95'],
    inputTokens: ['InputTokenCount', 'Sum'],
    outputTokens: ['OutputTokenCount', 'Sum'],
  };
type Column = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as Column[];
const isLatency = (column: Column): boolean => column.startsWith('latency');

/** Reads the metrics of the last hours: by five minutes up to three hours, else by the hour. */
export async function readTraffic(options: TrafficOptions, cloud: Cloud): Promise<Traffic> {
  const { endpoint, hours = 24, signal } = options;
  const modelId = await modelIdInUse(endpoint, cloud, signal);
  const periodSeconds = hours <= 3 ? 300 : 3600;
  const periodMs = periodSeconds * 1000;
  // Whole periods, the one under way included.
  const to = Math.ceil((cloud.clock.now() + 1) / periodMs) * periodMs;
  const from = to - Math.ceil((hours * 3_600_000) / periodMs) * periodMs;
  const queries = NAMES.map((column) => {
    const [name, statistic] = COLUMNS[column];
    return { metric: endpointMetric(name, modelId), statistic };
  });
  const series = await cloud.monitoring.read(queries, { from, to, periodSeconds }, signal);
  const byColumn = new Map(NAMES.map((column, index) => [column, series[index] ?? []]));
  const starts = [...new Set(series.flatMap((points) => points.map(({ at }) => at)))].sort((a, b) => a - b);
  return {
    modelId,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    periodSeconds,
    periods: starts.map((start) => ({
      start: new Date(start).toISOString(),
      ...figures(byColumn, (points) => points.filter(({ at }) => at === start)),
    })),
    total: figures(byColumn, (points) => points),
  };
}

function figures(
  byColumn: ReadonlyMap<Column, readonly MetricPoint[]>,
  choose: (points: readonly MetricPoint[]) => readonly MetricPoint[],
): Omit<TrafficPeriod, 'start'> {
  const entries = NAMES.flatMap((column): [string, number][] => {
    const values = choose(byColumn.get(column) ?? []).map(({ value }) => value);
    if (isLatency(column)) return values.length === 0 ? [] : [[column, Math.max(...values)]];
    return [[column, values.reduce((sum, value) => sum + value, 0)]];
  });
  return Object.fromEntries(entries) as Omit<TrafficPeriod, 'start'>;
}
