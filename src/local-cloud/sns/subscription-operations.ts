import { randomUUID } from 'node:crypto';
import type {
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse,
  ListSubscriptionsInput,
  ListSubscriptionsResponse,
  SubscribeInput,
  SubscribeResponse,
  UnsubscribeInput,
} from '@aws-sdk/client-sns';
import type { Checked } from '../iam/index.ts';
import type { OperationContext } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import { refusals } from './errors.ts';
import {
  deleteSubscription,
  findTopic,
  putSubscription,
  type Subscription,
  subscriptionsAfter,
} from './topic-store.ts';

const PROTOCOLS = ['email', 'email-json', 'http', 'https', 'sms', 'sqs', 'lambda', 'firehose', 'application'];
/** What SNS shows in place of the ARN until the endpoint's owner has confirmed, which nobody can here. */
const PENDING = 'PendingConfirmation';
/** Source: ListSubscriptions. */
const PAGE = 100;

/** Subscriptions are kept and listed as pending; nothing is delivered outside the cloud. */
export function subscriptionOperations({ database }: Pick<Cloud, 'database'>) {
  const requireTopic = (arn: string) => {
    if (!findTopic(database, arn)) throw refusals.noTopic();
  };
  return {
    Subscribe: (input: Checked<SubscribeInput>, { caller }: OperationContext): SubscribeResponse => {
      const { TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint } = input;
      requireTopic(topicArn);
      if (!PROTOCOLS.includes(protocol)) throw refusals.invalid(`Protocol ${protocol}`);
      if (!endpoint) throw refusals.invalid('Endpoint');
      const arn = `${topicArn}:${randomUUID()}`;
      const kept = putSubscription(database, { arn, topicArn, accountId: caller.accountId, protocol, endpoint });
      return { SubscriptionArn: input.ReturnSubscriptionArn ? kept : 'pending confirmation' };
    },
    Unsubscribe: ({ SubscriptionArn }: Checked<UnsubscribeInput>) => {
      deleteSubscription(database, SubscriptionArn);
      return {};
    },
    ListSubscriptions: (
      { NextToken }: ListSubscriptionsInput,
      { caller, region }: OperationContext,
    ): ListSubscriptionsResponse => {
      const of = { accountId: caller.accountId, region };
      return page(subscriptionsAfter(database, of, readToken(NextToken), PAGE + 1));
    },
    ListSubscriptionsByTopic: ({
      TopicArn: topicArn,
      NextToken,
    }: Checked<ListSubscriptionsByTopicInput>): ListSubscriptionsByTopicResponse => {
      requireTopic(topicArn);
      return page(subscriptionsAfter(database, { topicArn }, readToken(NextToken), PAGE + 1));
    },
  };
}

const readToken = (token: string | undefined): string => Buffer.from(token ?? '', 'base64url').toString();

function page(found: readonly Subscription[]): ListSubscriptionsResponse {
  const shown = found.slice(0, PAGE);
  const last = shown.at(-1);
  return {
    Subscriptions: shown.map(({ topicArn, accountId, protocol, endpoint }) => ({
      SubscriptionArn: PENDING,
      Owner: accountId,
      Protocol: protocol,
      Endpoint: endpoint,
      TopicArn: topicArn,
    })),
    ...(found.length > PAGE && last && { NextToken: Buffer.from(last.arn).toString('base64url') }),
  };
}
