import type { CloudWatchClient, MetricAlarm, MetricDataQuery, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type {
  AlarmRequest,
  AlarmStatus,
  Metric,
  MetricPoint,
  MetricQuery,
  MetricRange,
  Monitoring,
} from '../ports/monitoring.ts';
import { call, pages, required, sending } from './call.ts';
import type { AwsClients } from './clients.ts';

/** Source: DeleteAlarms. */
const ALARMS_PER_DELETION = 100;

/** CloudWatch. */
export function createMonitoring(clients: AwsClients): Monitoring {
  const load = async () => ({ client: await clients.cloudWatch(), sdk: await import('@aws-sdk/client-cloudwatch') });
  const list: Monitoring['listAlarms'] = async function* (namePrefix, signal) {
    const { client, sdk } = await load();
    const AlarmNamePrefix = namePrefix === '' ? undefined : namePrefix;
    const fetchPage = (NextToken: string | undefined) =>
      call('list alarms', signal, () =>
        client.send(
          new sdk.DescribeAlarmsCommand({ AlarmNamePrefix, AlarmTypes: ['MetricAlarm'], NextToken }),
          sending(signal),
        ),
      );
    for await (const page of pages(fetchPage, (page) => page.NextToken)) {
      for (const alarm of page.MetricAlarms ?? []) yield statusOf(alarm);
    }
  };
  return {
    putAlarm: (alarm, signal) =>
      call(`create or update alarm ${alarm.name}`, signal, async () => {
        const { client, sdk } = await load();
        await client.send(new sdk.PutMetricAlarmCommand(requestFor(alarm)), sending(signal));
        // PutMetricAlarm ignores the tags of an alarm that exists.
        const { MetricAlarms } = await client.send(
          new sdk.DescribeAlarmsCommand({ AlarmNames: [alarm.name], AlarmTypes: ['MetricAlarm'] }),
          sending(signal),
        );
        const ResourceARN = required(MetricAlarms?.[0]?.AlarmArn, 'AlarmArn', 'DescribeAlarms');
        await client.send(new sdk.TagResourceCommand({ ResourceARN, Tags: tagsOf(alarm) }), sending(signal));
      }),
    requestFor,
    listAlarms: list,
    tags: (alarmArn, signal) =>
      call(`read the tags of ${alarmArn}`, signal, async () => {
        const { client, sdk } = await load();
        const command = new sdk.ListTagsForResourceCommand({ ResourceARN: alarmArn });
        const { Tags } = await client.send(command, sending(signal));
        return Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
      }),
    deleteAlarms: (names, signal) =>
      call(`delete alarms ${names.join(', ')}`, signal, async () => {
        const { client, sdk } = await load();
        // One name that is gone would keep the others from being deleted.
        for (let start = 0; start < names.length; start += ALARMS_PER_DELETION) {
          const AlarmNames = names.slice(start, start + ALARMS_PER_DELETION);
          const { MetricAlarms } = await client.send(
            new sdk.DescribeAlarmsCommand({ AlarmNames, MaxRecords: 100 }),
            sending(signal),
          );
          const found = (MetricAlarms ?? []).flatMap(({ AlarmName }) => (AlarmName ? [AlarmName] : []));
          if (found.length > 0) await client.send(new sdk.DeleteAlarmsCommand({ AlarmNames: found }), sending(signal));
        }
      }),
    read: (queries, range, signal) =>
      call('read metrics', signal, async () => readSeries(await load(), queries, range, signal)),
  };
}

interface Loaded {
  readonly client: CloudWatchClient;
  readonly sdk: typeof import('@aws-sdk/client-cloudwatch');
}

async function readSeries(
  { client, sdk }: Loaded,
  queries: readonly MetricQuery[],
  { from, to, periodSeconds }: MetricRange,
  signal: AbortSignal | undefined,
): Promise<readonly (readonly MetricPoint[])[]> {
  const points = queries.map((): MetricPoint[] => []);
  const input = {
    StartTime: new Date(from),
    EndTime: new Date(to),
    ScanBy: 'TimestampAscending' as const,
    MetricDataQueries: queries.map(({ metric, statistic }, index) =>
      statisticQuery(`q${index}`, metric, statistic, periodSeconds, true),
    ),
  };
  const fetchPage = (NextToken: string | undefined) =>
    client.send(new sdk.GetMetricDataCommand({ ...input, NextToken }), sending(signal));
  for await (const page of pages(fetchPage, (page) => page.NextToken)) {
    for (const { Id = '', Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
      const read = Timestamps.map((time, index) => ({ at: time.getTime(), value: Values[index] ?? 0 }));
      points[Number(Id.slice(1))]?.push(...read);
    }
  }
  return points;
}

function requestFor(alarm: AlarmRequest): PutMetricAlarmInput {
  return {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description,
    ...watchedMembers(alarm),
    EvaluationPeriods: alarm.periods,
    DatapointsToAlarm: alarm.breachingPeriods,
    Threshold: alarm.threshold,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [alarm.topicArn],
    OKActions: [alarm.topicArn],
    Tags: tagsOf(alarm),
  };
}

function watchedMembers({ watched, periodSeconds }: AlarmRequest): Partial<PutMetricAlarmInput> {
  if (watched.kind === 'figure') {
    const { metric, statistic } = watched;
    const isPercentile = statistic.startsWith('p');
    return {
      Namespace: metric.namespace,
      MetricName: metric.name,
      Dimensions: dimensionsOf(metric),
      Period: periodSeconds,
      ...(isPercentile ? { ExtendedStatistic: statistic } : { Statistic: statistic as 'Sum' }),
    };
  }
  const sumOf = (prefix: string, metrics: readonly Metric[]) =>
    metrics.map((_metric, index) => `FILL(${prefix}${index}, 0)`).join(' + ');
  const queries = (prefix: string, metrics: readonly Metric[]) =>
    metrics.map((metric, index) => statisticQuery(`${prefix}${index}`, metric, 'Sum', periodSeconds, false));
  return {
    Metrics: [
      {
        Id: 'share',
        Label: 'percent',
        Expression: `100 * (${sumOf('part', watched.part)}) / (${sumOf('whole', watched.whole)})`,
        ReturnData: true,
      },
      ...queries('part', watched.part),
      ...queries('whole', watched.whole),
    ],
  };
}

function statisticQuery(
  Id: string,
  metric: Metric,
  Stat: string,
  Period: number,
  ReturnData: boolean,
): MetricDataQuery {
  const Metric = { Namespace: metric.namespace, MetricName: metric.name, Dimensions: dimensionsOf(metric) };
  return { Id, MetricStat: { Metric, Period, Stat }, ReturnData };
}

const dimensionsOf = ({ dimensions }: Metric) => Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
const tagsOf = ({ tags }: AlarmRequest) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

function statusOf(alarm: MetricAlarm): AlarmStatus {
  const inMath = alarm.Metrics?.find(({ MetricStat }) => MetricStat)?.MetricStat?.Metric?.Dimensions;
  return {
    name: alarm.AlarmName ?? '',
    arn: alarm.AlarmArn ?? '',
    state: alarm.StateValue ?? '',
    reason: alarm.StateReason ?? '',
    changedAt: alarm.StateUpdatedTimestamp?.getTime() ?? 0,
    dimensions: Object.fromEntries(
      (inMath ?? alarm.Dimensions ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? '']),
    ),
  };
}
