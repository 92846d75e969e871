import { describe, expect, it } from 'vitest';
import { iamOperations } from '../iam/service.ts';
import { createIamTables } from '../iam/store.ts';
import type { Complete } from '../iam/testing/open-iam.mts';
import type { Caller, OperationContext } from '../service/operation.ts';
import { createSteppedClock } from '../state/clock.ts';
import { openDatabase } from '../state/database.ts';
import { openSessions } from './index.ts';
import { stsOperations } from './service.ts';

const account = '111122223333';
const root: Caller = { accountId: account, arn: `arn:aws:iam::${account}:root`, userId: account, accessKeyId: 'AKIA' };

function setUp() {
  const database = openDatabase(':memory:');
  const clock = createSteppedClock();
  const sessions = openSessions({ database, clock });
  createIamTables(database);
  const operations = { ...iamOperations({ database, clock }), ...stsOperations({ database, clock }, sessions) };
  const call = <Name extends keyof typeof operations>(name: Name, input: object = {}, caller = root) => {
    const context: OperationContext = {
      ...{ requestId: 'r', caller, region: 'us-east-1', endpoint: 'http://127.0.0.1:1', headers: {} },
      signal: new AbortController().signal,
    };
    return operations[name](input as never, context) as Complete<ReturnType<(typeof operations)[Name]>>;
  };
  const trust = (principal: object, more: object = {}) => {
    const statement = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more };
    return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  };
  const makeRole = (name: string, document: string, more: object = {}): string =>
    call('CreateRole', { RoleName: name, AssumeRolePolicyDocument: document, ...more }).Role.Arn;
  return { database, clock, sessions, call, trust, makeRole };
}

describe('AssumeRole', () => {
  it('gives credentials that later speak for the role, until they end', () => {
    const { call, clock, database, makeRole, sessions, trust } = setUp();
    const RoleArn = makeRole('worker', trust({ AWS: account }), { Path: '/team/' });
    const { Credentials, AssumedRoleUser } = call('AssumeRole', {
      RoleArn,
      RoleSessionName: 'me',
      DurationSeconds: 900,
    });
    expect(AssumedRoleUser.Arn).toBe(`arn:aws:sts::${account}:assumed-role/worker/me`);
    expect(Credentials.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(Credentials.SecretAccessKey).toHaveLength(40);
    const caller = sessions.callerOf(Credentials.AccessKeyId, Credentials.SessionToken);
    expect(caller).toMatchObject({
      accountId: account,
      arn: AssumedRoleUser.Arn,
      userId: AssumedRoleUser.AssumedRoleId,
    });
    expect(call('GetCallerIdentity', {}, caller)).toEqual({
      UserId: AssumedRoleUser.AssumedRoleId,
      Account: account,
      Arn: AssumedRoleUser.Arn,
    });
    expect(openSessions({ database, clock }).secretOf(Credentials.AccessKeyId)).toBe(Credentials.SecretAccessKey);
    expect(() => sessions.callerOf(Credentials.AccessKeyId, 'stolen')).toThrow('included in the request is invalid');
    clock.advance(900_000);
    expect(() => sessions.callerOf(Credentials.AccessKeyId, Credentials.SessionToken)).toThrow(
      'The security token included in the request is expired',
    );
  });

  it('refuses whom the trust policy does not name, and roles that do not exist, alike', () => {
    const { call, makeRole, trust } = setUp();
    const closed = makeRole('closed', trust({ Service: 'bedrock.amazonaws.com' }));
    for (const RoleArn of [closed, `${closed}x`]) {
      expect(() => call('AssumeRole', { RoleArn, RoleSessionName: 's' })).toThrow(
        `User: ${root.arn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
      );
    }
    const guarded = makeRole(
      'guarded',
      trust({ AWS: '*' }, { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }),
    );
    expect(() => call('AssumeRole', { RoleArn: guarded, RoleSessionName: 's' })).toThrow('not authorized');
    expect(call('AssumeRole', { RoleArn: guarded, RoleSessionName: 's', ExternalId: 'x' }).Credentials).toBeDefined();
  });

  it('keeps to the durations of the role and of role chaining', () => {
    const { call, makeRole, trust, sessions } = setUp();
    const RoleArn = makeRole('long', trust({ AWS: account }), { MaxSessionDuration: 7200 });
    const input = { RoleArn, RoleSessionName: 's' };
    expect(() => call('AssumeRole', { ...input, DurationSeconds: 7201 })).toThrow(
      'MaxSessionDuration set for this role',
    );
    const { Credentials } = call('AssumeRole', { ...input, DurationSeconds: 7200 });
    const caller = sessions.callerOf(Credentials.AccessKeyId, Credentials.SessionToken);
    expect(() => call('AssumeRole', { ...input, DurationSeconds: 3601 }, caller)).toThrow('role chaining');
    expect(() => call('AssumeRole', { ...input, Policy: '{' })).toThrow('invalid Json');
  });
});

it('keys that STS did not make are left to others', () => {
  const { sessions } = setUp();
  expect(sessions.callerOf('AKIAEXAMPLE', undefined)).toBeUndefined();
  expect(sessions.secretOf('AKIAEXAMPLE')).toBeUndefined();
});

it('GetSessionToken speaks for the same caller', () => {
  const { call, clock, sessions } = setUp();
  const { Credentials } = call('GetSessionToken');
  expect(Credentials.Expiration.getTime() - clock.now()).toBe(12 * 3_600_000);
  expect(sessions.callerOf(Credentials.AccessKeyId, Credentials.SessionToken)).toMatchObject({
    arn: root.arn,
    accountId: account,
  });
});
