import { describe, expect, it } from 'vitest';
import { type Publisher, publishRight, publishStatement, withStatements } from './topic-policy.ts';

const question = { topicArn: 'arn:aws:sns:us-east-1:111122223333:alarms', accountId: '111122223333' };
const right = (publisher: Publisher, ...statements: object[]) =>
  publishRight({ Statement: statements }, publisher, question);
const allow = (change: object = {}) => ({
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: ['SNS:Publish'],
  Resource: question.topicArn,
  ...change,
});
const DEFAULT = allow({
  Principal: { AWS: '*' },
  Condition: { StringEquals: { 'AWS:SourceOwner': question.accountId } },
});

describe('the right to publish', () => {
  it('is not there for events by default, but for alarms', () => {
    expect(right('events', DEFAULT)).toBe('missing');
    expect(right('cloudwatch', DEFAULT)).toBe('allowed');
    expect(right('events')).toBe('missing');
  });

  it.each([
    [{}, 'allowed'],
    [{ Principal: '*' }, 'allowed'],
    [{ Action: 'sns:*', Resource: 'arn:aws:sns:*:111122223333:al*' }, 'allowed'],
    [{ Action: 'sns:Subscribe' }, 'missing'],
    [{ Resource: 'arn:aws:sns:us-east-1:111122223333:other' }, 'missing'],
    [{ Principal: { Service: 'cloudwatch.amazonaws.com' } }, 'missing'],
    [{ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*' } } }, 'unknown'],
    [{ Action: undefined, NotAction: 'sns:Subscribe' }, 'unknown'],
  ])('of events: %j', (change, expected) => expect(right('events', allow(change))).toBe(expected));

  it('is lost to a denial', () => {
    expect(right('events', allow(), allow({ Effect: 'Deny' }))).toBe('missing');
    expect(
      right('events', allow(), allow({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })),
    ).toBe('unknown');
  });

  it.each(['events', 'cloudwatch'] as const)('comes with our statement for %s, which is added once', (publisher) => {
    const statement = publishStatement(publisher, question);
    const once = withStatements({ Version: '2008-10-17', Id: 'x', Statement: [DEFAULT] }, [statement]);
    expect(once).toEqual({ Version: '2008-10-17', Id: 'x', Statement: [DEFAULT, statement] });
    expect(withStatements(once, [statement])).toEqual(once);
    expect(publishRight(once, publisher, question)).toBe('allowed');
  });
});
