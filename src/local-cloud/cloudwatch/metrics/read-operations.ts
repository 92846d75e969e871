import type {
  Datapoint,
  GetMetricDataInput,
  GetMetricDataOutput,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
  ListMetricsInput,
  ListMetricsOutput,
  StandardUnit,
} from '@aws-sdk/client-cloudwatch';
import type { Checked } from '../../iam/index.ts';
import type { OperationContext } from '../../service/operation.ts';
import type { Cloud } from '../../state/ports.ts';
import { refusals } from '../errors.ts';
import { evaluateQueries, readQueries } from './evaluate-queries.ts';
import { dimensionList, metricKey } from './metric-input.ts';
import type { MetricKey, MetricStore, TimeRange } from './metric-store.ts';
import { checkPeriod, type Period, readPeriods, readStatistic } from './statistics.ts';

/** Sources: GetMetricData, GetMetricStatistics, ListMetrics. */
const MAXIMUM_QUERIES = 500;
const MAXIMUM_DATAPOINTS = 1440;
const METRICS_PER_PAGE = 500;
/** ListMetrics shows what had a value in this time, milliseconds. */
const LISTED = 14 * 24 * 3_600_000;
const RECENT = 3 * 3_600_000;

export function readOperations({ clock }: Pick<Cloud, 'clock'>, store: MetricStore) {
  return {
    GetMetricData: (input: Checked<GetMetricDataInput>, context: OperationContext): GetMetricDataOutput => {
      if (input.MetricDataQueries.length > MAXIMUM_QUERIES) {
        throw refusals.validation(
          `The collection MetricDataQueries must not have a size greater than ${MAXIMUM_QUERIES}.`,
        );
      }
      const queries = readQueries(input.MetricDataQueries, context);
      const ascending = input.ScanBy === 'TimestampAscending';
      const results = evaluateQueries(store, queries, rangeOf(input));
      return {
        MetricDataResults: results.map(({ id, label, series }) => {
          const points = [...series].sort(([a], [b]) => (ascending ? a - b : b - a));
          return {
            Id: id,
            Label: label,
            Timestamps: points.map(([at]) => new Date(at)),
            Values: points.map(([, value]) => value),
            StatusCode: 'Complete',
          };
        }),
        Messages: [],
      };
    },
    GetMetricStatistics: (
      input: Checked<GetMetricStatisticsInput>,
      context: OperationContext,
    ): GetMetricStatisticsOutput => getMetricStatistics(store, input, context),
    ListMetrics: (input: ListMetricsInput, context: OperationContext): ListMetricsOutput => {
      const since = clock.now() - (input.RecentlyActive === 'PT3H' ? RECENT : LISTED);
      const scope = { accountId: context.caller.accountId, region: context.region };
      const found = store.list(scope, since).filter((metric) => isAskedFor(metric, input));
      const from = input.NextToken === undefined ? 0 : readToken(input.NextToken);
      const page = found.slice(from, from + METRICS_PER_PAGE);
      return {
        Metrics: page.map(({ namespace, name, dimensions }) => ({
          Namespace: namespace,
          MetricName: name,
          Dimensions: dimensionList(dimensions),
        })),
        ...(from + page.length < found.length && { NextToken: String(from + page.length) }),
      };
    },
  };
}

function getMetricStatistics(
  store: MetricStore,
  input: Checked<GetMetricStatisticsInput>,
  context: OperationContext,
): GetMetricStatisticsOutput {
  const plain = input.Statistics ?? [];
  const extended = input.ExtendedStatistics ?? [];
  if (plain.length + extended.length === 0) throw refusals.missing('Statistics or ExtendedStatistics');
  const statistics = new Map([...plain, ...extended].map((name) => [name as string, readStatistic(name)]));
  const period = checkPeriod(input.Period);
  const range = rangeOf(input);
  const points = (range.to - range.from) / period;
  if (points > MAXIMUM_DATAPOINTS) {
    throw refusals.combination(
      `You have requested up to ${Math.ceil(points)} datapoints, which exceeds the limit of ${MAXIMUM_DATAPOINTS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  const found = readPeriods(store, { metric: metricKey(input, context), range, period, unit: input.Unit });
  const figureOf = (name: string, { values }: Period) => statistics.get(name)?.(values) ?? 0;
  return {
    Label: input.MetricName,
    Datapoints: found.map(
      (one): Datapoint => ({
        Timestamp: new Date(one.at),
        Unit: one.unit as StandardUnit,
        ...Object.fromEntries(plain.map((name) => [name, figureOf(name, one)])),
        ...(extended.length > 0 && {
          ExtendedStatistics: Object.fromEntries(extended.map((name) => [name, figureOf(name, one)])),
        }),
      }),
    ),
  };
}

function rangeOf({ StartTime, EndTime }: { readonly StartTime: Date; readonly EndTime: Date }): TimeRange {
  const range = { from: StartTime.getTime(), to: EndTime.getTime() };
  if (range.from < range.to) return range;
  throw refusals.validation('The parameter StartTime must be less than the parameter EndTime.');
}

function isAskedFor(metric: MetricKey, { Namespace, MetricName, Dimensions = [] }: ListMetricsInput): boolean {
  if (Namespace !== undefined && metric.namespace !== Namespace) return false;
  if (MetricName !== undefined && metric.name !== MetricName) return false;
  return Dimensions.every(({ Name = '', Value }) => {
    const found = metric.dimensions[Name];
    return found !== undefined && (Value === undefined || Value === found);
  });
}

function readToken(token: string): number {
  if (/^\d{1,9}$/.test(token)) return Number(token);
  throw refusals.token();
}
