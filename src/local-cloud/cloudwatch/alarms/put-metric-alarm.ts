import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Checked } from '../../iam/index.ts';
import type { OperationContext } from '../../service/operation.ts';
import type { Cloud } from '../../state/ports.ts';
import { refusals } from '../errors.ts';
import { MINUTE } from '../metrics/metric-store.ts';
import { alarmQueries } from './alarm-queries.ts';
import { type Alarm, type AlarmConfig, addHistory, findAlarm, putAlarm, putAlarmTags } from './alarm-store.ts';
import { COMPARISON_OPERATORS, MISSING_TREATMENTS } from './assess.ts';

/** Members that would change what an alarm does, and are not emulated. */
const NOT_EMULATED = [
  'ThresholdMetricId',
  'EvaluationWindow',
  'WarmUpConfiguration',
  'EvaluationCriteria',
  'EvaluationInterval',
  'ActionConfiguration',
] as const;
const TOPIC_ARN = /^arn:aws[^:]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+$/;
/** Sources: PutMetricAlarm. Milliseconds. */
const LONGEST_WINDOW = 24 * 3_600_000;
const LONGEST_WINDOW_OF_HOURS = 7 * 24 * 3_600_000;

/** A new alarm starts without data and is evaluated at once; one that exists keeps its state and is configured anew. */
export function putMetricAlarm({ database, clock }: Pick<Cloud, 'database' | 'clock'>, evaluate: () => void) {
  return (input: Checked<PutMetricAlarmInput>, { caller, region }: OperationContext): object => {
    const { Tags: tags = [], ...config } = input;
    const scope = { accountId: caller.accountId, region };
    checkConfig(config);
    checkWindow(config, alarmQueries(config, scope).period);
    const now = clock.now();
    database.transaction(() => {
      const name = config.AlarmName;
      const existing = findAlarm(database, scope, name);
      const fresh: Alarm = {
        ...scope,
        arn: `arn:aws:cloudwatch:${region}:${scope.accountId}:alarm:${name}`,
        name,
        config,
        state: 'INSUFFICIENT_DATA',
        reason: 'Unchecked: Initial alarm creation',
        reasonData: null,
        stateAt: now,
        configuredAt: now,
        // The minute that has just ended counts already.
        evaluatedAt: Math.floor(now / MINUTE) * MINUTE - MINUTE,
      };
      putAlarm(database, existing ? { ...existing, config, configuredAt: now, evaluatedAt: fresh.evaluatedAt } : fresh);
      // As documented, tags count only when the alarm is new.
      if (!existing)
        putAlarmTags(database, fresh.arn, Object.fromEntries(tags.map(({ Key, Value }) => [Key ?? '', Value ?? ''])));
      const type = existing ? 'Update' : 'Create';
      const summary = `Alarm "${name}" ${existing ? 'updated' : 'created'}`;
      const data = JSON.stringify({ version: '1.0', type });
      addHistory(database, { ...scope, alarmName: name, at: now, type: 'ConfigurationUpdate', summary, data });
    });
    evaluate();
    return {};
  };
}

function checkConfig(config: AlarmConfig): void {
  const stranger = NOT_EMULATED.find((member) => config[member] !== undefined);
  if (stranger !== undefined) throw refusals.notEmulated(stranger);
  checkWatched(config);
  if (config.Threshold === undefined) throw refusals.missing('Threshold');
  if (config.EvaluationPeriods === undefined) throw refusals.missing('EvaluationPeriods');
  if (config.ComparisonOperator === undefined) throw refusals.missing('ComparisonOperator');
  if (!COMPARISON_OPERATORS.includes(config.ComparisonOperator)) {
    throw refusals.notEmulated(`ComparisonOperator ${config.ComparisonOperator}, which is for anomaly detection`);
  }
  if ((config.DatapointsToAlarm ?? 1) > config.EvaluationPeriods) {
    throw refusals.validation('DatapointsToAlarm must be less than or equal to EvaluationPeriods.');
  }
  if (!MISSING_TREATMENTS.includes(config.TreatMissingData ?? 'missing')) {
    throw refusals.validation(`The value ${config.TreatMissingData} for parameter TreatMissingData is not supported.`);
  }
  if (config.EvaluateLowSampleCountPercentile === 'ignore')
    throw refusals.notEmulated('EvaluateLowSampleCountPercentile ignore');
  for (const arn of [config.OKActions, config.AlarmActions, config.InsufficientDataActions].flatMap(
    (arns) => arns ?? [],
  )) {
    if (!TOPIC_ARN.test(arn)) throw refusals.notEmulated(`alarm actions other than SNS topics: ${arn}`);
  }
}

function checkWatched(config: AlarmConfig): void {
  if (config.Metrics === undefined) {
    if (config.MetricName === undefined) throw refusals.missing('MetricName');
    if (config.Namespace === undefined) throw refusals.missing('Namespace');
    if (config.Period === undefined) throw refusals.missing('Period');
    if ((config.Statistic === undefined) === (config.ExtendedStatistic === undefined)) {
      throw refusals.combination('Exactly one of Statistic and ExtendedStatistic must be given.');
    }
    return;
  }
  if (config.MetricName !== undefined || config.Period !== undefined || config.Statistic !== undefined) {
    throw refusals.combination('Metrics cannot be used together with MetricName, Period or Statistic.');
  }
  if (config.Metrics.filter(({ ReturnData }) => ReturnData ?? true).length !== 1) {
    throw refusals.validation('Exactly one element of the metrics list should return data.');
  }
}

function checkWindow({ EvaluationPeriods: count = 1 }: AlarmConfig, period: number): void {
  const longest = period >= 3_600_000 ? LONGEST_WINDOW_OF_HOURS : LONGEST_WINDOW;
  if (period === 0) throw refusals.missing('Period of a MetricStat');
  if (count * period > longest) {
    throw refusals.validation(
      'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400), or a week for periods of an hour and more.',
    );
  }
}
