import type { PublishInput, PublishResponse } from '@aws-sdk/client-sns';
import type { Checked } from '../iam/index.ts';
import type { OperationContext } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import { refusals } from './errors.ts';
import { storeMessage } from './messages.ts';
import { findTopic } from './topic-store.ts';

/** Bytes of a message with its attributes. Source: Publish. */
const MAXIMUM_MESSAGE = 262_144;
/** Characters. Source: Publish. */
const MAXIMUM_SUBJECT = 100;

/** Publishing by a caller. Callers are not restricted; services are (`topics.ts`). */
export function publishOperations({ database, clock }: Pick<Cloud, 'database' | 'clock'>) {
  return {
    Publish: (input: Checked<PublishInput>, { caller, region }: OperationContext): PublishResponse => {
      if (input.PhoneNumber !== undefined) throw refusals.notEmulated('text messages to a PhoneNumber');
      const topicArn = input.TopicArn ?? input.TargetArn;
      if (topicArn === undefined)
        throw refusals.invalid('TopicArn or TargetArn Reason: no value for required parameter');
      if (findTopic(database, topicArn)?.region !== region) throw refusals.noTopic();
      const { Message: message, Subject: subject, MessageAttributes: attributes = {} } = input;
      if (message === '') throw refusals.invalid('Empty message');
      if (Buffer.byteLength(message) > MAXIMUM_MESSAGE) throw refusals.invalid('Message too long');
      if (subject !== undefined && !isSubject(subject)) throw refusals.invalid('Subject');
      if (input.MessageStructure !== undefined) checkStructure(input.MessageStructure, message);
      const publishedAt = clock.now();
      const stored = { topicArn, message, attributes, publisher: caller.arn, publishedAt };
      return { MessageId: storeMessage(database, { ...stored, ...(subject !== undefined && { subject }) }) };
    },
  };
}

function isSubject(text: string): boolean {
  return text.length > 0 && text.length < MAXIMUM_SUBJECT && /^[\x20-\x7e]+$/.test(text);
}

function checkStructure(structure: string, message: string): void {
  if (structure !== 'json') throw refusals.invalid('MessageStructure');
  try {
    const texts: unknown = JSON.parse(message);
    if (typeof texts === 'object' && texts !== null && 'default' in texts && typeof texts.default === 'string') return;
  } catch {
    throw refusals.invalid('Message Structure - JSON message body failed to parse');
  }
  throw refusals.invalid('Message Structure - No default entry in JSON message body');
}
