import { refusals } from '../errors.ts';
import { type Distribution, mergeDistributions, percentileOf } from './distribution.ts';
import { type MetricKey, type MetricStore, MINUTE, type TimeRange } from './metric-store.ts';

/** Reads one figure off the values of a period. */
export type Statistic = (values: Distribution) => number;

const STATISTICS: Readonly<Record<string, Statistic>> = {
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
  Average: ({ sum, count }) => sum / count,
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
};

/** @param name `Sum` and the like, or a percentile: `p50`, `p99.9`. @throws ServiceError for any other. */
export function readStatistic(name: string): Statistic {
  const plain = Object.hasOwn(STATISTICS, name) ? STATISTICS[name] : undefined;
  if (plain) return plain;
  const percent = Number(/^p(\d{1,3}(\.\d{1,10})?)$/.exec(name)?.[1]);
  if (percent >= 0 && percent <= 100) return (values) => percentileOf(values, percent);
  throw refusals.invalid(
    `The value ${name} for parameter Stat is not supported. The local cloud has ${Object.keys(STATISTICS).join(', ')} and percentiles like p95.`,
  );
}

/** @throws ServiceError unless it is a whole number of minutes: finer values are not kept. */
export function checkPeriod(seconds: number): number {
  if (Number.isInteger(seconds) && seconds >= 60 && seconds % 60 === 0) return seconds * 1000;
  throw refusals.invalid(
    `The period must be a multiple of 60 seconds, not ${seconds}: the local cloud keeps values by the minute.`,
  );
}

/** One period of a metric. */
export interface Period {
  /** Start, milliseconds since the epoch. */
  readonly at: number;
  readonly unit: string;
  readonly values: Distribution;
}

/** What is asked of one metric. */
export interface PeriodRequest {
  readonly metric: MetricKey;
  readonly range: TimeRange;
  /** Milliseconds, whole minutes. */
  readonly period: number;
  /** Only values of this unit. */
  readonly unit?: string | undefined;
  /** Where periods begin. Default the epoch, so that they begin at full hours and days. */
  readonly origin?: number;
}

/** Periods that have values, oldest first. */
export function readPeriods(store: MetricStore, request: PeriodRequest): readonly Period[] {
  const { metric, range, period, unit, origin = 0 } = request;
  const startOf = (at: number) => Math.floor((at - origin) / period) * period + origin;
  const whole = { from: startOf(Math.floor(range.from / MINUTE) * MINUTE), to: range.to };
  const groups = new Map<number, { unit: string; parts: Distribution[] }>();
  for (const minute of store.read(metric, whole)) {
    if (unit !== undefined && minute.unit !== unit) continue;
    const at = startOf(minute.at);
    const group = groups.get(at) ?? { unit: minute.unit, parts: [] };
    groups.set(at, group);
    group.parts.push(minute.values);
  }
  return [...groups].flatMap(([at, { unit: foundUnit, parts }]) => {
    const values = mergeDistributions(parts);
    return values === undefined || values.count === 0 ? [] : [{ at, unit: foundUnit, values }];
  });
}
