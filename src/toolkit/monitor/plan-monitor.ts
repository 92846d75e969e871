import { InputError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import type { Finding } from '../model/finding.ts';
import { runTags } from '../model/tags.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { EventRuleRequest } from '../ports/event-rules.ts';
import type { AlarmRequest } from '../ports/monitoring.ts';
import { type EndpointMetricName, endpointMetric, modelIdInUse } from './endpoint-metrics.ts';
import { type PolicyData, type Publisher, publishRight, publishStatement, withStatements } from './topic-policy.ts';

/** Tag that says which monitor an alarm or rule belongs to. */
export const MONITOR_TAG = 'novatune:monitor';

/** When alarms go off. All are sums over five minutes unless they say otherwise. */
export interface MonitorThresholds {
  /** Refused invocations other than throttles. Default 5. */
  readonly clientErrors?: number;
  /** Invocations that failed on AWS's side. Default 3. */
  readonly serverErrors?: number;
  /** Default 5. */
  readonly throttles?: number;
  /** Milliseconds that 19 of 20 answers are to stay below; alarm after three periods in a row. Default 30,000. */
  readonly latencyP95Ms?: number;
  /** Failed invocations, throttles not counted, as percent of all. Absent: no such alarm. */
  readonly errorRatePercent?: number;
}

export interface MonitorOptions extends Abortable {
  /** Letters, digits, `_`, `.` and `-`, at most 50: what alarms and the rule are named after. */
  readonly name: string;
  /** What a `modelId` can name: ARN of a deployment or of provisioned throughput, id of a base model or profile. */
  readonly endpoint: string;
  readonly topicArn: string;
  readonly thresholds?: MonitorThresholds;
  /** Send the state changes of customization and batch jobs to the topic. Default true. */
  readonly jobEvents?: boolean;
  /** Add what is missing to the topic's policy. Default false: say so, and stop. */
  readonly updateTopicPolicy?: boolean;
}

/** Everything that will be created, and what stands in the way. */
export interface MonitorPlan {
  readonly name: string;
  readonly endpoint: string;
  /** Value of the metrics' dimension `ModelId`. */
  readonly modelId: string;
  readonly topicArn: string;
  readonly alarms: readonly AlarmRequest[];
  readonly rule?: EventRuleRequest;
  /** The topic's whole policy as it will be set; absent when it stays as it is. */
  readonly topicPolicy?: PolicyData;
  /** Of severity `error`: nothing may be created. */
  readonly findings: readonly Finding[];
}

const PERIOD_SECONDS = 300;
const NAME = /^[A-Za-z0-9_.-]{1,50}$/;
const TOPIC_ARN = /^arn:aws[^:]*:sns:([a-z0-9-]+):(\d{12}):([A-Za-z0-9_-]+)$/;

/**
 * Looks at topic and metrics and plans the alarms and the rule. Changes nothing.
 * @throws InputError `monitor-name-invalid`, `topic-invalid`, `topic-region`, `topic-not-found`.
 */
export async function planMonitor(options: MonitorOptions, cloud: Cloud): Promise<MonitorPlan> {
  const { name, endpoint, topicArn, thresholds = {}, jobEvents = true, signal } = options;
  requireName(name);
  const { accountId, region } = await cloud.identity(signal);
  const policy = await requireTopic(topicArn, region, cloud, signal);
  const publishers: Publisher[] = jobEvents ? ['cloudwatch', 'events'] : ['cloudwatch'];
  const question = { topicArn, accountId };
  const rights = publishers.map((publisher) => ({ publisher, right: publishRight(policy, publisher, question) }));
  const missing = rights
    .filter(({ right }) => right === 'missing')
    .map(({ publisher }) => publishStatement(publisher, question));
  const update = options.updateTopicPolicy === true && missing.length > 0;
  const modelId = await modelIdInUse(endpoint, cloud, signal);
  const tags = { ...runTags(name), [MONITOR_TAG]: name };
  return {
    name,
    endpoint,
    modelId,
    topicArn,
    alarms: planAlarms({ name, modelId, topicArn, tags, thresholds }),
    ...(jobEvents && { rule: jobRule(name, topicArn, tags) }),
    ...(update && { topicPolicy: withStatements(policy, missing) }),
    findings: rights.flatMap(({ publisher, right }) => {
      if (right === 'allowed' || (update && right === 'missing')) return [];
      return [topicFinding(publisher, right, question)];
    }),
  };
}

function requireName(name: string): void {
  if (NAME.test(name)) return;
  throw new InputError(
    'monitor-name-invalid',
    `Expected a name of at most 50 letters, digits, _ . and - for the monitor, got ${JSON.stringify(name)}.`,
  );
}

async function requireTopic(
  topicArn: string,
  region: string,
  cloud: Cloud,
  signal: AbortSignal | undefined,
): Promise<PolicyData> {
  const match = TOPIC_ARN.exec(topicArn);
  if (!match) {
    throw new InputError(
      'topic-invalid',
      `Expected the ARN of a standard SNS topic like arn:aws:sns:${region}:111122223333:alarms, got ${JSON.stringify(topicArn)}.`,
    );
  }
  if (match[1] !== region) {
    throw new InputError(
      'topic-region',
      `The topic ${topicArn} is in ${match[1]}; alarms and rules of ${region} reach topics of ${region} only.`,
      {
        remedy: `Name a topic in ${region}, or another --region.`,
      },
    );
  }
  const topic = await cloud.topics.get(topicArn, signal);
  if (topic) return topic.policy;
  throw new InputError('topic-not-found', `There is no topic ${topicArn}.`, {
    remedy: `Make it: aws sns create-topic --name ${match[3]} --region ${region}`,
  });
}

function topicFinding(
  publisher: Publisher,
  right: 'missing' | 'unknown',
  question: { readonly topicArn: string; readonly accountId: string },
): Finding {
  const service = `${publisher}.amazonaws.com`;
  const statement = JSON.stringify(publishStatement(publisher, question));
  return right === 'missing'
    ? {
        code: 'topic-policy-missing',
        severity: 'error',
        message: `The policy of the topic does not let ${service} publish, so nothing it sends would arrive.`,
        remedy: `Add this statement to the topic's policy, or use --update-topic-policy: ${statement}`,
        file: question.topicArn,
      }
    : {
        code: 'topic-policy-unclear',
        severity: 'warning',
        message: `Whether the policy of the topic lets ${service} publish depends on conditions that cannot be checked from here.`,
        remedy: `If no message arrives, add this statement to the topic's policy: ${statement}`,
        file: question.topicArn,
      };
}

interface AlarmScene {
  readonly name: string;
  readonly modelId: string;
  readonly topicArn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly thresholds: MonitorThresholds;
}

function planAlarms({ name, modelId, topicArn, tags, thresholds }: AlarmScene): AlarmRequest[] {
  const { clientErrors = 5, serverErrors = 3, throttles = 5, latencyP95Ms = 30_000, errorRatePercent } = thresholds;
  const common = { periodSeconds: PERIOD_SECONDS, topicArn, tags };
  const once = { ...common, breachingPeriods: 1, periods: 1 };
  const metric = (metricName: EndpointMetricName) => endpointMetric(metricName, modelId);
  const count = (suffix: string, metricName: EndpointMetricName, threshold: number, what: string): AlarmRequest => ({
    ...once,
    name: alarmName(name, suffix),
    description: `${what} of ${modelId}: ${threshold} or more in 5 minutes.`,
    watched: { kind: 'figure', metric: metric(metricName), statistic: 'Sum' },
    threshold,
  });
  const failures = [metric('InvocationClientErrors'), metric('InvocationServerErrors')];
  return [
    count('client-errors', 'InvocationClientErrors', clientErrors, 'Refused invocations'),
    count('server-errors', 'InvocationServerErrors', serverErrors, 'Failed invocations'),
    count('throttles', 'InvocationThrottles', throttles, 'Throttled invocations'),
    {
      ...common,
      name: alarmName(name, 'latency-p95'),
      description: `95th percentile of the answer time of ${modelId}: ${latencyP95Ms} ms or more, three times 5 minutes in a row.`,
      watched: { kind: 'figure', metric: metric('InvocationLatency'), statistic: 'p95' },
      threshold: latencyP95Ms,
      breachingPeriods: 3,
      periods: 3,
    },
    ...(errorRatePercent === undefined
      ? []
      : [
          {
            ...once,
            name: alarmName(name, 'error-rate'),
            description: `Errors of ${modelId}: ${errorRatePercent} % or more of the invocations of 5 minutes.`,
            watched: { kind: 'share' as const, part: failures, whole: [metric('Invocations'), ...failures] },
            threshold: errorRatePercent,
          },
        ]),
  ];
}

/** @param name of the monitor. */
export const alarmPrefix = (name = ''): string => `novatune-${name}${name === '' ? '' : '-'}`;
const alarmName = (name: string, suffix: string): string => alarmPrefix(name) + suffix;

/** Keys and words as AWS documents them: no `Bedrock` in front of the detail types. */
const jobRule = (name: string, topicArn: string, tags: Readonly<Record<string, string>>): EventRuleRequest => ({
  name: `${alarmPrefix(name)}jobs`,
  description: 'Customization and batch inference jobs of Amazon Bedrock that change their state.',
  pattern: {
    source: ['aws.bedrock'],
    'detail-type': ['Model Customization Job State Change', 'Batch Inference Job State Change'],
  },
  topicArn,
  tags,
});
