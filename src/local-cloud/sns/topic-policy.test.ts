import { expect, it } from 'vitest';
import { mayPublish } from './topic-policy.ts';

const ACCOUNT = '111122223333';
const topic = (statements?: readonly object[]) => ({
  arn: `arn:aws:sns:us-east-1:${ACCOUNT}:t`,
  accountId: ACCOUNT,
  region: 'us-east-1',
  name: 't',
  attributes: statements ? { Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) } : {},
});
const may = (service: string, statements?: readonly object[], sourceAccount = ACCOUNT) =>
  mayPublish(topic(statements), {
    service: `${service}.amazonaws.com`,
    sourceArn: 'arn:aws:x:us-east-1:1:y',
    sourceAccount,
    now: 0,
  });
const allow = (service: string, more: object = {}) => ({
  Effect: 'Allow',
  Principal: { Service: `${service}.amazonaws.com` },
  Action: 'SNS:Publish',
  Resource: '*',
  ...more,
});

it('lets alarms of the owner in by default, and no events', () => {
  expect(may('cloudwatch')).toBe(true);
  expect(may('cloudwatch', undefined, '999999999999')).toBe(false);
  expect(may('events')).toBe(false);
});

it('lets in the services that are named, under their conditions', () => {
  expect(may('events', [allow('events')])).toBe(true);
  expect(may('cloudwatch', [allow('events')])).toBe(false);
  expect(may('events', [allow('events', { Resource: 'arn:aws:sns:us-east-1:1:other' })])).toBe(false);
  const ofAccount = (account: string) => ({ Condition: { StringEquals: { 'aws:SourceAccount': account } } });
  expect(may('events', [allow('events', ofAccount(ACCOUNT))])).toBe(true);
  expect(may('events', [allow('events', ofAccount('999999999999'))])).toBe(false);
  expect(may('events', [allow('events'), { ...allow('events'), Effect: 'Deny' }])).toBe(false);
});
