import type { MetricDatum, PutMetricDataInput } from '@aws-sdk/client-cloudwatch';
import type { Checked } from '../../iam/index.ts';
import type { OperationContext } from '../../service/operation.ts';
import type { Cloud } from '../../state/ports.ts';
import { refusals } from '../errors.ts';
import { type Distribution, distributionOf } from './distribution.ts';
import { metricKey } from './metric-input.ts';
import type { MetricStore } from './metric-store.ts';

/** Sources: PutMetricData. Milliseconds. */
const OLDEST = 14 * 24 * 3_600_000;
const NEWEST = 2 * 3_600_000;
const MAXIMUM_DATA = 1000;
const MAXIMUM_VALUES = 150;

/** Metrics of callers. Namespaces of AWS's own are refused, as on AWS. */
export function putMetricData({ database, clock }: Pick<Cloud, 'database' | 'clock'>, store: MetricStore) {
  return (input: Checked<PutMetricDataInput>, context: OperationContext): object => {
    if (input.EntityMetricData !== undefined) throw refusals.notEmulated('EntityMetricData');
    if (input.Namespace.startsWith('AWS/')) {
      throw refusals.invalid('The value AWS/ for parameter Namespace is invalid.');
    }
    const data = input.MetricData ?? [];
    if (data.length === 0) throw refusals.missing('MetricData');
    if (data.length > MAXIMUM_DATA) {
      throw refusals.invalid(`The collection MetricData must not have a size greater than ${MAXIMUM_DATA}.`);
    }
    const now = clock.now();
    const planned = data.map((datum, index) => ({
      metric: metricKey({ Namespace: input.Namespace, ...datum }, context),
      unit: datum.Unit ?? 'None',
      at: timeOf(datum, now),
      values: valuesOf(datum, `MetricData.member.${index + 1}`),
    }));
    database.transaction(() => {
      for (const { metric, unit, at, values } of planned) store.add(metric, unit, at, values);
    });
    return {};
  };
}

function timeOf({ Timestamp }: MetricDatum, now: number): number {
  const at = Timestamp?.getTime() ?? now;
  if (at >= now - OLDEST && at <= now + NEWEST) return at;
  throw refusals.invalid(
    'The parameter Timestamp must specify a time no more than two weeks in the past or two hours in the future.',
  );
}

function valuesOf(datum: MetricDatum, place: string): readonly Distribution[] {
  const { Value: value, Values: values, Counts: counts, StatisticValues: summary } = datum;
  const given = [value, values, summary].filter((one) => one !== undefined);
  if (given.length !== 1) {
    throw refusals.combination(`The parameter ${place} must have exactly one of Value, Values and StatisticValues.`);
  }
  if (value !== undefined) return [distributionOf(finite(value, place))];
  if (summary !== undefined) {
    const { SampleCount: count = 0, Sum: sum = 0, Minimum: min = 0, Maximum: max = 0 } = summary;
    for (const one of [count, sum, min, max]) finite(one, place);
    // Only the bounds are known: no percentiles of such values.
    return [{ count, sum, min, max, counts: {} }];
  }
  const listed = values ?? [];
  if (listed.length > MAXIMUM_VALUES) throw refusals.invalid(`${place}.Values has more than ${MAXIMUM_VALUES} values.`);
  if (counts !== undefined && counts.length !== listed.length) {
    throw refusals.invalid(`The parameters ${place}.Values and Counts must have the same length.`);
  }
  return listed.map((one, index) => distributionOf(finite(one, place), counts?.[index] ?? 1));
}

function finite(value: number, place: string): number {
  if (Number.isFinite(value)) return value;
  throw refusals.invalid(`The value ${value} for parameter ${place} is invalid.`);
}
