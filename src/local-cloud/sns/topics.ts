import type { Cloud } from '../state/ports.ts';
import { type PublishedMessage, storeMessage } from './messages.ts';
import { mayPublish, type ServicePublisher } from './topic-policy.ts';
import { createSnsTables, findTopic } from './topic-store.ts';

/** What a service sends to a topic. */
export interface ServiceMessage extends Omit<ServicePublisher, 'now'> {
  readonly topicArn: string;
  readonly subject?: string;
  readonly message: string;
}

/** SNS as the other services of the cloud use it. */
export interface Topics {
  /**
   * Stores a message when the topic exists and its policy lets the service publish; a refusal is logged, as a failed delivery on AWS
   * is only visible in a metric.
   * @returns whether it was delivered.
   */
  publish(message: ServiceMessage): boolean;
}

export function openTopics({ database, clock, log }: Pick<Cloud, 'database' | 'clock' | 'log'>): Topics {
  createSnsTables(database);
  return {
    publish: ({ topicArn, subject, message, ...publisher }) => {
      const now = clock.now();
      const topic = findTopic(database, topicArn);
      const reason =
        topic === undefined
          ? 'the topic does not exist'
          : mayPublish(topic, { ...publisher, now })
            ? undefined
            : `the topic's policy does not let ${publisher.service} publish`;
      if (reason !== undefined) {
        log('sns.delivery-failed', { topic: topicArn, source: publisher.sourceArn, reason });
        return false;
      }
      const stored: Omit<PublishedMessage, 'messageId'> = {
        topicArn,
        ...(subject !== undefined && { subject }),
        message,
        attributes: {},
        publisher: publisher.service,
        publishedAt: now,
      };
      storeMessage(database, stored);
      return true;
    },
  };
}
