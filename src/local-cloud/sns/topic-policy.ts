import { conditionContext, evaluatePolicies, parsePolicy } from '../iam/index.ts';
import type { Topic } from './topic-store.ts';

/** Actions of the policy that SNS gives a new topic. */
const OWNER_ACTIONS = [
  'SNS:GetTopicAttributes',
  'SNS:SetTopicAttributes',
  'SNS:AddPermission',
  'SNS:RemovePermission',
  'SNS:DeleteTopic',
  'SNS:Subscribe',
  'SNS:ListSubscriptionsByTopic',
  'SNS:Publish',
];

/** The policy of a topic that nobody has given one: everything for the owner's account, nothing for services. */
export function defaultPolicy(topicArn: string, accountId: string): string {
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: OWNER_ACTIONS,
        Resource: topicArn,
        Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
      },
    ],
  });
}

/** A service that wants to publish on behalf of something in an account. */
export interface ServicePublisher {
  /** e.g. `events.amazonaws.com`. */
  readonly service: string;
  /** ARN of the rule or alarm. */
  readonly sourceArn: string;
  readonly sourceAccount: string;
  readonly now: number;
}

/**
 * Whether a topic's policy lets a service publish. EventBridge must be named as a service; CloudWatch also gets in as the account
 * that owns the alarm, which is why alarms reach a topic with the default policy and rules do not.
 */
export function mayPublish(topic: Topic, { service, sourceArn, sourceAccount, now }: ServicePublisher): boolean {
  const policy = parsePolicy(topic.attributes.Policy ?? defaultPolicy(topic.arn, topic.accountId), 'resource');
  const context = conditionContext({
    'aws:SourceArn': sourceArn,
    'aws:SourceAccount': sourceAccount,
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:SecureTransport': 'true',
  });
  const asService = evaluatePolicies([policy], {
    action: 'sns:Publish',
    resource: topic.arn,
    principal: { kind: 'Service', name: service },
    context,
  });
  if (asService !== 'implicitDeny') return asService === 'allowed';
  if (service !== 'cloudwatch.amazonaws.com') return false;
  const asOwner = evaluatePolicies([policy], {
    action: 'sns:Publish',
    resource: topic.arn,
    principal: { kind: 'AWS', name: `arn:aws:iam::${sourceAccount}:root` },
    context: new Map([...context, ['aws:sourceowner', sourceAccount]]),
  });
  return asOwner === 'allowed';
}
