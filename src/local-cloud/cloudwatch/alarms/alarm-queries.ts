import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { refusals } from '../errors.ts';
import { evaluateQueries, type QuerySet, readQueries } from '../metrics/evaluate-queries.ts';
import { type MetricStore, MINUTE } from '../metrics/metric-store.ts';
import type { AlarmConfig, AlarmScope } from './alarm-store.ts';
import type { RecentValues } from './assess.ts';

/** The one series that an alarm watches, as queries. @throws ServiceError for what cannot be read. */
export function alarmQueries(config: AlarmConfig, { accountId, region }: AlarmScope): QuerySet {
  const caller = { accountId, arn: '', userId: '', accessKeyId: '' };
  return readQueries(config.Metrics ?? [metricQuery(config)], { caller, region });
}

function metricQuery(config: AlarmConfig): MetricDataQuery {
  return {
    Id: 'watched',
    MetricStat: {
      Metric: { Namespace: config.Namespace, MetricName: config.MetricName, Dimensions: config.Dimensions },
      Period: config.Period,
      Stat: config.Statistic ?? config.ExtendedStatistic,
      ...(config.Unit !== undefined && { Unit: config.Unit }),
    },
  };
}

/** The last whole periods before a moment, oldest first. */
export function recentValues(store: MetricStore, queries: QuerySet, config: AlarmConfig, moment: number): RecentValues {
  const { period } = queries;
  if (period < MINUTE) throw refusals.missing('Period');
  const count = config.EvaluationPeriods ?? 1;
  const from = moment - count * period;
  const [watched] = evaluateQueries(store, queries, { from, to: moment }, moment % period);
  return Array.from({ length: count }, (_, index) => {
    const at = from + index * period;
    return { at, value: watched?.series.get(at) };
  });
}
