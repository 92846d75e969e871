import type { Dimension, Metric } from '@aws-sdk/client-cloudwatch';
import type { OperationContext } from '../../service/operation.ts';
import { refusals } from '../errors.ts';
import type { MetricKey } from './metric-store.ts';

/** The metric that a request names, in its caller's account and region. */
export function metricKey(
  { Namespace, MetricName, Dimensions }: Metric,
  { caller, region }: Pick<OperationContext, 'caller' | 'region'>,
): MetricKey {
  if (!Namespace) throw refusals.missing('Namespace');
  if (!MetricName) throw refusals.missing('MetricName');
  return {
    accountId: caller.accountId,
    region,
    namespace: Namespace,
    name: MetricName,
    dimensions: dimensionRecord(Dimensions),
  };
}

export function dimensionRecord(dimensions: readonly Dimension[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((dimensions ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? '']));
}

export function dimensionList(dimensions: Readonly<Record<string, string>>): { Name: string; Value: string }[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}
