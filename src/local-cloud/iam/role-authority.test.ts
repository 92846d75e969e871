import { beforeEach, describe, expect, it } from 'vitest';
import { account, context, openIam, refusal, s3, trust } from './testing/open-iam.mts';

let { clock, roles, call } = openIam();
beforeEach(() => {
  ({ clock, roles, call } = openIam());
});

const makeRole = (name = 'tuner', more: object = {}) =>
  call('CreateRole', { RoleName: name, AssumeRolePolicyDocument: trust, ...more }).Role;
const makePolicy = (name = 'reader', more: object = {}) =>
  call('CreatePolicy', { PolicyName: name, PolicyDocument: s3('s3:GetObject', 'arn:aws:s3:::docs/*'), ...more }).Policy;

describe('simulation', () => {
  it('tells allowed, denied and undecided apart, with the keys it missed', () => {
    const { Arn } = makeRole();
    const condition = { Condition: { StringLike: { 's3:prefix': 'data/*' } } };
    call('PutRolePolicy', {
      RoleName: 'tuner',
      PolicyName: 'list',
      PolicyDocument: s3('s3:ListBucket', 'arn:aws:s3:::docs', condition),
    });
    call('PutRolePolicy', {
      RoleName: 'tuner',
      PolicyName: 'deny',
      PolicyDocument: s3('s3:Delete*', '*', { Effect: 'Deny' }),
    });
    const simulate = (actions: string[], resource: string, entries: object[] = []) =>
      call('SimulatePrincipalPolicy', {
        PolicySourceArn: Arn,
        ActionNames: actions,
        ResourceArns: [resource],
        ContextEntries: entries,
      }).EvaluationResults;
    const prefix = { ContextKeyName: 's3:prefix', ContextKeyValues: ['data/x'], ContextKeyType: 'string' };
    expect(simulate(['s3:ListBucket'], 'arn:aws:s3:::docs')).toMatchObject([
      { EvalDecision: 'implicitDeny', MissingContextValues: ['s3:prefix'], MatchedStatements: [] },
    ]);
    expect(simulate(['s3:ListBucket', 's3:DeleteObject'], 'arn:aws:s3:::docs', [prefix])).toMatchObject([
      { EvalDecision: 'allowed', MatchedStatements: [{ SourcePolicyId: 'list' }], MissingContextValues: [] },
      { EvalDecision: 'explicitDeny', MatchedStatements: [{ SourcePolicyId: 'deny' }] },
    ]);
    expect(
      refusal(() => call('SimulatePrincipalPolicy', { PolicySourceArn: context.caller.arn, ActionNames: ['s3:*'] }))
        ?.code,
    ).toBe('InvalidInput');
  });
});

describe('role authority', () => {
  const conditions = {
    'aws:SourceAccount': account,
    'aws:SourceArn': `arn:aws:bedrock:us-east-1:${account}:model-customization-job/amazon.nova-lite-v1:0:300k/abc`,
  };
  const assume = (arn: string, service = 'bedrock.amazonaws.com', given: Record<string, string> = conditions) =>
    roles.assumeForService(arn, service, given);

  it('assumes a role only once it has spread, for the trusted service and its conditions', () => {
    const { Arn } = makeRole();
    expect(assume(Arn)).toBeUndefined();
    clock.advance(1500);
    expect(assume(Arn)?.roleArn).toBe(Arn);
    expect(assume(Arn, 'lambda.amazonaws.com')).toBeUndefined();
    expect(
      assume(Arn, 'bedrock.amazonaws.com', { ...conditions, 'aws:SourceAccount': '999999999999' }),
    ).toBeUndefined();
    expect(assume(Arn, 'bedrock.amazonaws.com', {})).toBeUndefined();
    expect(assume(Arn.replace('role/', 'role/service-role/'))).toBeUndefined();
    expect(assume('arn:aws:iam::111122223333:role/nobody')).toBeUndefined();
    call('UpdateAssumeRolePolicy', { RoleName: 'tuner', PolicyDocument: trust });
    expect(assume(Arn)).toBeUndefined();
    clock.advance(1500);
    expect(assume(Arn)).toBeDefined();
  });

  it('answers from inline and attached policies as they are at that moment', () => {
    const { Arn } = makeRole();
    clock.advance(1500);
    const session = assume(Arn);
    const may = (action: string, resource: string, given: Record<string, string> = {}) =>
      session?.isAllowed(action, resource, given);
    expect(may('s3:GetObject', 'arn:aws:s3:::docs/a')).toBe(false);
    const policy = makePolicy();
    call('AttachRolePolicy', { RoleName: 'tuner', PolicyArn: policy.Arn });
    expect(may('s3:GetObject', 'arn:aws:s3:::docs/a')).toBe(true);
    expect(may('s3:GetObject', 'arn:aws:s3:::other/a')).toBe(false);
    call('CreatePolicyVersion', { PolicyArn: policy.Arn, PolicyDocument: s3('s3:PutObject', '*'), SetAsDefault: true });
    expect(may('s3:GetObject', 'arn:aws:s3:::docs/a')).toBe(false);
    const list = s3('s3:ListBucket', 'arn:aws:s3:::docs', { Condition: { StringLike: { 's3:prefix': ['data/*'] } } });
    call('PutRolePolicy', { RoleName: 'tuner', PolicyName: 'list', PolicyDocument: list });
    expect(may('s3:ListBucket', 'arn:aws:s3:::docs', { 's3:prefix': 'data/x' })).toBe(true);
    expect(may('s3:ListBucket', 'arn:aws:s3:::docs')).toBe(false);
    call('PutRolePolicy', {
      RoleName: 'tuner',
      PolicyName: 'deny',
      PolicyDocument: s3('s3:*', '*', { Effect: 'Deny' }),
    });
    expect(may('s3:PutObject', 'arn:aws:s3:::docs/a')).toBe(false);
  });

  it('takes a resource for the role account own unless told otherwise', () => {
    const { Arn } = makeRole();
    clock.advance(1500);
    const own = { Condition: { StringEquals: { 'aws:ResourceAccount': account } } };
    const document = s3('s3:GetObject', 'arn:aws:s3:::docs/*', own);
    call('PutRolePolicy', { RoleName: 'tuner', PolicyName: 'own', PolicyDocument: document });
    const object = 'arn:aws:s3:::docs/a';
    expect(assume(Arn)?.isAllowed('s3:GetObject', object)).toBe(true);
    expect(assume(Arn)?.isAllowed('s3:GetObject', object, { 'aws:ResourceAccount': '999999999999' })).toBe(false);
  });

  it('keeps within a permissions boundary', () => {
    const boundary = makePolicy('boundary');
    const { Arn } = makeRole('tuner', { PermissionsBoundary: boundary.Arn });
    clock.advance(1500);
    call('PutRolePolicy', { RoleName: 'tuner', PolicyName: 'all', PolicyDocument: s3('s3:*', '*') });
    expect(assume(Arn)?.isAllowed('s3:GetObject', 'arn:aws:s3:::docs/a')).toBe(true);
    expect(assume(Arn)?.isAllowed('s3:PutObject', 'arn:aws:s3:::docs/a')).toBe(false);
  });
});
