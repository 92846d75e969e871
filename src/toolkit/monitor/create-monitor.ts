import { DataError } from '../errors.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { MonitorPlan } from './plan-monitor.ts';

export type MonitorEvent =
  | { readonly type: 'topic-policy-updated'; readonly topicArn: string }
  | { readonly type: 'alarm-ready'; readonly name: string }
  | { readonly type: 'rule-ready'; readonly name: string };

/** What a monitor consists of now. */
export interface MonitorSummary {
  readonly name: string;
  readonly endpoint: string;
  readonly topicArn: string;
  readonly alarms: readonly string[];
  readonly rule?: string;
}

/**
 * Carries a plan out. Doing it again changes nothing: alarms and rule are put under their names.
 * @throws DataError `monitor-not-possible` while the plan has findings of severity `error`; nothing is created then.
 */
export async function* createMonitor(
  plan: MonitorPlan,
  { signal }: { readonly signal?: AbortSignal },
  cloud: Cloud,
): AsyncGenerator<MonitorEvent, MonitorSummary> {
  const errors = plan.findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new DataError('monitor-not-possible', errors.map(({ message }) => message).join(' '), {
      remedy: errors.map(({ remedy }) => remedy).join('\n'),
    });
  }
  if (plan.topicPolicy) {
    await cloud.topics.setPolicy(plan.topicArn, plan.topicPolicy, signal);
    yield { type: 'topic-policy-updated', topicArn: plan.topicArn };
  }
  for (const alarm of plan.alarms) {
    await cloud.monitoring.putAlarm(alarm, signal);
    yield { type: 'alarm-ready', name: alarm.name };
  }
  if (plan.rule) {
    await cloud.eventRules.put(plan.rule, signal);
    yield { type: 'rule-ready', name: plan.rule.name };
  }
  const { name, endpoint, topicArn, alarms, rule } = plan;
  return { name, endpoint, topicArn, alarms: alarms.map((alarm) => alarm.name), ...(rule && { rule: rule.name }) };
}

/** The requests of a plan, in the API's own members and in order. */
export function monitorRequests(
  plan: MonitorPlan,
  cloud: Pick<Cloud, 'monitoring' | 'eventRules'>,
): readonly { readonly operation: string; readonly request: object }[] {
  const { topicArn: TopicArn, topicPolicy, alarms, rule } = plan;
  const policy = topicPolicy && { TopicArn, AttributeName: 'Policy', AttributeValue: JSON.stringify(topicPolicy) };
  return [
    ...(policy ? [{ operation: 'sns SetTopicAttributes', request: policy }] : []),
    ...alarms.map((alarm) => ({
      operation: 'cloudwatch PutMetricAlarm',
      request: cloud.monitoring.requestFor(alarm),
    })),
    ...(rule
      ? Object.entries(cloud.eventRules.requestsFor(rule)).map(([name, request]) => ({
          operation: `events ${name}`,
          request,
        }))
      : []),
  ];
}
