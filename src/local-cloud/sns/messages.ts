import { randomUUID } from 'node:crypto';
import type { Database } from '../state/database.ts';

/** A message that was published to a topic. AWS hands it to subscribers and forgets it; here it is kept to be looked at. */
export interface PublishedMessage {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject?: string;
  readonly message: string;
  /** Message attributes as given. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** ARN of the caller, or the service, e.g. `events.amazonaws.com`. */
  readonly publisher: string;
  /** Milliseconds since the epoch. */
  readonly publishedAt: number;
}

/** Messages kept per topic; older ones go. */
const KEPT_PER_TOPIC = 1000;

interface MessageRow extends Omit<PublishedMessage, 'attributes' | 'subject'> {
  readonly subject: string | null;
  readonly attributes: string;
}

/** @returns the id that SNS answers with. */
export function storeMessage(database: Database, message: Omit<PublishedMessage, 'messageId'>): string {
  const messageId = randomUUID();
  const { topicArn, subject, attributes, publisher, publishedAt } = message;
  database.transaction(() => {
    database
      .prepare(
        `INSERT INTO sns_message (topicArn, messageId, subject, message, attributes, publisher, publishedAt)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(topicArn, messageId, subject ?? null, message.message, JSON.stringify(attributes), publisher, publishedAt);
    database
      .prepare(
        `DELETE FROM sns_message WHERE topicArn = ? AND seq <=
           (SELECT seq FROM sns_message WHERE topicArn = ? ORDER BY seq DESC LIMIT 1 OFFSET ${KEPT_PER_TOPIC})`,
      )
      .run(topicArn, topicArn);
  });
  return messageId;
}

/** @param topic ARN or name; absent: every topic. @returns the last `limit` messages, oldest first. */
export function listMessages(
  database: Database,
  { topic, limit }: { readonly topic?: string | undefined; readonly limit: number },
): readonly PublishedMessage[] {
  const suffix = topic === undefined ? '' : topic.startsWith('arn:') ? topic : `:${topic}`;
  return database
    .prepare<MessageRow>(
      `SELECT messageId, topicArn, subject, message, attributes, publisher, publishedAt FROM sns_message
       WHERE substr(topicArn, -length(?1)) = ?1 OR ?1 = '' ORDER BY seq DESC LIMIT ?2`,
    )
    .all(suffix, limit)
    .reverse()
    .map(({ subject, attributes, ...row }) => ({
      ...row,
      ...(subject !== null && { subject }),
      attributes: JSON.parse(attributes) as Record<string, unknown>,
    }));
}
