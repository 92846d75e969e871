import type {
  DeleteAlarmsInput,
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  MetricAlarm,
  SetAlarmStateInput,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-cloudwatch';
import type { Checked } from '../../iam/index.ts';
import type { OperationContext } from '../../service/operation.ts';
import type { Cloud } from '../../state/ports.ts';
import { refusals } from '../errors.ts';
import {
  type Alarm,
  type AlarmScope,
  alarmTags,
  deleteAlarm,
  findAlarm,
  findAlarmByArn,
  type HistoryItem,
  listAlarms,
  listHistory,
  putAlarmTags,
  removeAlarmTags,
} from './alarm-store.ts';
import type { AlarmWatch } from './alarm-watch.ts';

/** Source: DescribeAlarms. */
const DEFAULT_PAGE = 50;
const MAXIMUM_PAGE = 100;

const scopeOf = ({ caller, region }: OperationContext): AlarmScope => ({ accountId: caller.accountId, region });

export function alarmOperations({ database, clock }: Pick<Cloud, 'database' | 'clock'>, watch: AlarmWatch) {
  return {
    DescribeAlarms: (input: DescribeAlarmsInput, context: OperationContext): DescribeAlarmsOutput => {
      watch.catchUp();
      return describeAlarms(listAlarms(database, scopeOf(context)), input);
    },
    DescribeAlarmHistory: (input: DescribeAlarmHistoryInput, context: OperationContext): DescribeAlarmHistoryOutput => {
      watch.catchUp();
      return describeHistory(listHistory(database, scopeOf(context)), input);
    },
    /** All or none. */
    DeleteAlarms: ({ AlarmNames: names }: Checked<DeleteAlarmsInput>, context: OperationContext) =>
      database.transaction(() => {
        const found = names.map((name) => findAlarm(database, scopeOf(context), name));
        const missing = names.find((_name, index) => found[index] === undefined);
        if (missing !== undefined) throw refusals.noAlarm(missing);
        for (const alarm of found) if (alarm) deleteAlarm(database, alarm.arn);
        return {};
      }),
    /** Lasts until the next evaluation finds otherwise. */
    SetAlarmState: (input: Checked<SetAlarmStateInput>, context: OperationContext) => {
      watch.catchUp();
      const alarm = findAlarm(database, scopeOf(context), input.AlarmName);
      if (!alarm) throw refusals.noAlarm(input.AlarmName);
      const reasonData = input.StateReasonData ?? null;
      watch.change(alarm, { state: input.StateValue, reason: input.StateReason, reasonData, at: clock.now() });
      return {};
    },
    ...tagOperations(database),
  };
}

function describeAlarms(alarms: readonly Alarm[], input: DescribeAlarmsInput): DescribeAlarmsOutput {
  if (input.ChildrenOfAlarmName !== undefined || input.ParentsOfAlarmName !== undefined) {
    throw refusals.notEmulated('composite alarms');
  }
  if (input.AlarmNames !== undefined && input.AlarmNamePrefix !== undefined) {
    throw refusals.combination('AlarmNames and AlarmNamePrefix cannot be used together.');
  }
  const wanted = alarms.filter(
    ({ name, state, config }) =>
      (input.AlarmTypes === undefined || input.AlarmTypes.includes('MetricAlarm')) &&
      (input.AlarmNames === undefined || input.AlarmNames.includes(name)) &&
      name.startsWith(input.AlarmNamePrefix ?? '') &&
      (input.StateValue === undefined || input.StateValue === state) &&
      (input.ActionPrefix === undefined ||
        (config.AlarmActions ?? []).some((arn) => arn.startsWith(input.ActionPrefix ?? ''))),
  );
  const after = readToken(input.NextToken);
  const rest = after === undefined ? wanted : wanted.filter(({ name }) => name > after);
  const page = rest.slice(0, Math.min(input.MaxRecords ?? DEFAULT_PAGE, MAXIMUM_PAGE));
  const last = page.at(-1);
  return {
    MetricAlarms: page.map(alarmView),
    CompositeAlarms: [],
    ...(last && page.length < rest.length && { NextToken: writeToken(last.name) }),
  };
}

/** Members of the configuration are told back as they came. */
function alarmView({ arn, config, state, reason, reasonData, stateAt, configuredAt }: Alarm): MetricAlarm {
  return {
    ...config,
    AlarmArn: arn,
    ActionsEnabled: config.ActionsEnabled ?? true,
    OKActions: config.OKActions ?? [],
    AlarmActions: config.AlarmActions ?? [],
    InsufficientDataActions: config.InsufficientDataActions ?? [],
    Dimensions: config.Metrics ? undefined : (config.Dimensions ?? []),
    AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
    StateValue: state,
    StateReason: reason,
    ...(reasonData !== null && { StateReasonData: reasonData }),
    StateUpdatedTimestamp: new Date(stateAt),
    StateTransitionedTimestamp: new Date(stateAt),
  };
}

function describeHistory(
  items: readonly (HistoryItem & { readonly seq: number })[],
  input: DescribeAlarmHistoryInput,
): DescribeAlarmHistoryOutput {
  const from = input.StartDate?.getTime() ?? 0;
  const to = input.EndDate?.getTime() ?? Number.POSITIVE_INFINITY;
  const wanted = items.filter(
    ({ alarmName, type, at }) =>
      (input.AlarmName === undefined || input.AlarmName === alarmName) &&
      (input.HistoryItemType === undefined || input.HistoryItemType === type) &&
      at >= from &&
      at <= to,
  );
  const ordered = input.ScanBy === 'TimestampAscending' ? wanted : [...wanted].reverse();
  const after = readToken(input.NextToken);
  const start = after === undefined ? 0 : ordered.findIndex(({ seq }) => String(seq) === after) + 1;
  const page = ordered.slice(start, start + Math.min(input.MaxRecords ?? DEFAULT_PAGE, MAXIMUM_PAGE));
  const last = page.at(-1);
  return {
    AlarmHistoryItems: page.map(({ alarmName, at, type, summary, data }) => ({
      AlarmName: alarmName,
      AlarmType: 'MetricAlarm',
      Timestamp: new Date(at),
      HistoryItemType: type,
      HistorySummary: summary,
      HistoryData: data,
    })),
    ...(last && start + page.length < ordered.length && { NextToken: writeToken(String(last.seq)) }),
  };
}

function tagOperations(database: Cloud['database']) {
  const tagged = (arn: string, { caller }: OperationContext): string => {
    if (findAlarmByArn(database, arn)?.accountId !== caller.accountId) throw refusals.noResource(arn);
    return arn;
  };
  return {
    TagResource: ({ ResourceARN, Tags }: Checked<TagResourceInput>, context: OperationContext) => {
      const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
      database.transaction(() => putAlarmTags(database, tagged(ResourceARN, context), tags));
      return {};
    },
    UntagResource: ({ ResourceARN, TagKeys }: Checked<UntagResourceInput>, context: OperationContext) => {
      removeAlarmTags(database, tagged(ResourceARN, context), TagKeys);
      return {};
    },
    ListTagsForResource: (
      { ResourceARN }: Checked<ListTagsForResourceInput>,
      context: OperationContext,
    ): ListTagsForResourceOutput => ({
      Tags: Object.entries(alarmTags(database, tagged(ResourceARN, context))).map(([Key, Value]) => ({ Key, Value })),
    }),
  };
}

const writeToken = (text: string): string => Buffer.from(`after ${text}`).toString('base64url');

function readToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith('after ')) throw refusals.token();
  return text.slice('after '.length);
}
