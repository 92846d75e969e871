import { ACCOUNT, type Caller, textAt } from './caller.ts';
import { ROLE_ARN } from './roles.ts';

const TAGS = [{ Key: 'team', Value: 'mail room' }];

/** Topics, alarms, event rules, schedules: what watches and what deletes. */
export async function watchAndSchedule(call: Caller, throughput: string): Promise<void> {
  const topic = await makeTopic(call);
  await setAlarm(call, topic, throughput);
  await setRule(call, topic);
  await setSchedule(call, throughput);
  await call('sns', 'DeleteTopic', { TopicArn: topic });
}

async function makeTopic(call: Caller): Promise<string> {
  const TopicArn = textAt(await call('sns', 'CreateTopic', { Name: 'story', Tags: TAGS }), 'TopicArn');
  const sns = (operation: string, input: object = {}) => call('sns', operation, { TopicArn, ...input });
  await sns('GetTopicAttributes');
  await sns('SetTopicAttributes', { AttributeName: 'DisplayName', AttributeValue: 'Story' });
  await sns('Publish', { Message: 'hello' });
  const subscribed = await sns('Subscribe', {
    Protocol: 'email',
    Endpoint: 'desk@example.com',
    ReturnSubscriptionArn: true,
  });
  await sns('ListSubscriptionsByTopic');
  for (const operation of ['ListSubscriptions', 'ListTopics']) await call('sns', operation);
  await call('sns', 'Unsubscribe', { SubscriptionArn: textAt(subscribed, 'SubscriptionArn') });
  await call('sns', 'TagResource', { ResourceArn: TopicArn, Tags: TAGS });
  await call('sns', 'ListTagsForResource', { ResourceArn: TopicArn });
  await call('sns', 'UntagResource', { ResourceArn: TopicArn, TagKeys: ['team'] });
  return TopicArn;
}

async function setAlarm(call: Caller, topic: string, throughput: string): Promise<void> {
  const watch = (operation: string, input: object = {}) => call('cloudwatch', operation, { ...input });
  const metric = { Namespace: 'AWS/Bedrock', MetricName: 'Invocations' };
  const Dimensions = [{ Name: 'ModelId', Value: throughput }];
  const AlarmName = 'story';
  await watch('PutMetricAlarm', {
    ...metric,
    AlarmName,
    Dimensions,
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    AlarmActions: [topic],
    Tags: TAGS,
  });
  await watch('SetAlarmState', { AlarmName, StateValue: 'ALARM', StateReason: 'a rehearsal' });
  const described = await watch('DescribeAlarms', { AlarmNames: [AlarmName] });
  const ResourceARN = textAt(described, 'MetricAlarms.0.AlarmArn');
  await watch('DescribeAlarmHistory', { AlarmName });
  await watch('TagResource', { ResourceARN, Tags: TAGS });
  await watch('ListTagsForResource', { ResourceARN });
  await watch('UntagResource', { ResourceARN, TagKeys: ['team'] });
  await watch('PutMetricData', { Namespace: 'Story', MetricData: [{ MetricName: 'Pages', Value: 3, Unit: 'Count' }] });
  await watch('ListMetrics', { Namespace: 'AWS/Bedrock' });
  const [StartTime, EndTime] = [new Date(Date.now() - 600_000), new Date(Date.now() + 60_000)];
  const span = { StartTime, EndTime };
  await watch('GetMetricStatistics', { ...metric, Dimensions, ...span, Period: 60, Statistics: ['Sum', 'Average'] });
  const MetricStat = { Metric: { ...metric, Dimensions }, Period: 60, Stat: 'Sum' };
  await watch('GetMetricData', { ...span, MetricDataQueries: [{ Id: 'asked', MetricStat }] });
  await watch('DeleteAlarms', { AlarmNames: [AlarmName] });
}

async function setRule(call: Caller, topic: string): Promise<void> {
  const events = (operation: string, input: object = {}) => call('events', operation, { ...input });
  const EventPattern = JSON.stringify({ source: ['aws.bedrock'] });
  const ResourceARN = textAt(await events('PutRule', { Name: 'story', EventPattern, Tags: TAGS }), 'RuleArn');
  await events('PutTargets', { Rule: 'story', Targets: [{ Id: 'topic', Arn: topic }] });
  await events('ListTargetsByRule', { Rule: 'story' });
  for (const operation of ['DescribeRule', 'DisableRule', 'EnableRule']) await events(operation, { Name: 'story' });
  await events('ListRules');
  await events('TagResource', { ResourceARN, Tags: TAGS });
  await events('ListTagsForResource', { ResourceARN });
  await events('UntagResource', { ResourceARN, TagKeys: ['team'] });
  await events('PutEvents', { Entries: [{ Source: 'story', DetailType: 'Told', Detail: '{}' }] });
  const Event = JSON.stringify({
    id: '1',
    'detail-type': 'Told',
    source: 'aws.bedrock',
    account: ACCOUNT,
    time: '2026-01-02T03:04:05Z',
    region: 'us-east-1',
    resources: [],
    detail: {},
  });
  await events('TestEventPattern', { EventPattern, Event });
  await events('RemoveTargets', { Rule: 'story', Ids: ['topic'] });
  await events('DeleteRule', { Name: 'story' });
}

async function setSchedule(call: Caller, throughput: string): Promise<void> {
  const scheduler = (operation: string, input: object = {}) => call('scheduler', operation, { ...input });
  const GroupName = 'story';
  const group = textAt(await scheduler('CreateScheduleGroup', { Name: GroupName, Tags: TAGS }), 'ScheduleGroupArn');
  const Target = {
    Arn: 'arn:aws:scheduler:::aws-sdk:bedrock:deleteProvisionedModelThroughput',
    RoleArn: ROLE_ARN,
    Input: JSON.stringify({ ProvisionedModelId: throughput }),
  };
  const schedule = {
    GroupName,
    Name: 'end',
    ScheduleExpression: 'at(2099-01-01T00:00:00)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target,
  };
  await scheduler('CreateSchedule', schedule);
  await scheduler('UpdateSchedule', { ...schedule, ScheduleExpression: 'at(2099-02-01T00:00:00)' });
  await scheduler('GetSchedule', { GroupName, Name: 'end' });
  await scheduler('ListSchedules', { GroupName });
  await scheduler('GetScheduleGroup', { Name: GroupName });
  await scheduler('ListScheduleGroups');
  await scheduler('TagResource', { ResourceArn: group, Tags: TAGS });
  await scheduler('ListTagsForResource', { ResourceArn: group });
  await scheduler('UntagResource', { ResourceArn: group, TagKeys: ['team'] });
  await scheduler('DeleteSchedule', { GroupName, Name: 'end' });
  await scheduler('DeleteScheduleGroup', { Name: GroupName });
}
