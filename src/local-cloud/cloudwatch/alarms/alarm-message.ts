import { dimensionRecord } from '../metrics/metric-input.ts';
import type { Alarm, AlarmState } from './alarm-store.ts';

/** Long names as CloudWatch writes them; others are written by their codes. */
const REGION_NAMES: Readonly<Record<string, string>> = {
  'us-east-1': 'US East (N. Virginia)',
  'us-west-2': 'US West (Oregon)',
};

/** What CloudWatch sends to a topic when an alarm changes its state. */
export function alarmMessage(
  alarm: Alarm,
  oldState: AlarmState,
): { readonly subject: string; readonly message: string } {
  const { config } = alarm;
  const region = REGION_NAMES[alarm.region] ?? alarm.region;
  const body = {
    AlarmName: alarm.name,
    AlarmDescription: config.AlarmDescription ?? null,
    AWSAccountId: alarm.accountId,
    AlarmConfigurationUpdatedTimestamp: timeText(alarm.configuredAt),
    NewStateValue: alarm.state,
    NewStateReason: alarm.reason,
    StateChangeTime: timeText(alarm.stateAt),
    Region: region,
    AlarmArn: alarm.arn,
    OldStateValue: oldState,
    OKActions: config.OKActions ?? [],
    AlarmActions: config.AlarmActions ?? [],
    InsufficientDataActions: config.InsufficientDataActions ?? [],
    Trigger: triggerOf(alarm),
  };
  // SNS takes subjects of fewer than 100 characters.
  const subject = `${alarm.state}: "${alarm.name}" in ${region}`;
  return { subject: subject.length < 100 ? subject : `${subject.slice(0, 96)}...`, message: JSON.stringify(body) };
}

function triggerOf({ config }: Alarm): object {
  const common = {
    Period: config.Period,
    EvaluationPeriods: config.EvaluationPeriods,
    DatapointsToAlarm: config.DatapointsToAlarm,
    ComparisonOperator: config.ComparisonOperator,
    Threshold: config.Threshold,
    TreatMissingData: config.TreatMissingData ?? 'missing',
    EvaluateLowSampleCountPercentile: config.EvaluateLowSampleCountPercentile ?? '',
  };
  if (config.Metrics) return { ...common, Metrics: config.Metrics };
  const dimensions = Object.entries(dimensionRecord(config.Dimensions)).map(([name, value]) => ({ value, name }));
  const statistic =
    config.Statistic === undefined
      ? { StatisticType: 'ExtendedStatistic', ExtendedStatistic: config.ExtendedStatistic }
      : { StatisticType: 'Statistic', Statistic: config.Statistic.toUpperCase() };
  return {
    MetricName: config.MetricName,
    Namespace: config.Namespace,
    ...statistic,
    Unit: config.Unit ?? null,
    Dimensions: dimensions,
    ...common,
  };
}

/** `2026-11-22T11:56:00.000+0000`. */
const timeText = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');
