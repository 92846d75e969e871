import { beforeEach, describe, expect, it } from 'vitest';
import { account, context, openIam, refusal, s3, trust } from './testing/open-iam.mts';

let { call } = openIam();
beforeEach(() => {
  ({ call } = openIam());
});

const makeRole = (name = 'tuner', more: object = {}) =>
  call('CreateRole', { RoleName: name, AssumeRolePolicyDocument: trust, ...more }).Role;
const makePolicy = (name = 'reader', more: object = {}) =>
  call('CreatePolicy', { PolicyName: name, PolicyDocument: s3('s3:GetObject', 'arn:aws:s3:::docs/*'), ...more }).Policy;

describe('roles', () => {
  it('come back as they were made, with the trust policy percent-encoded', () => {
    const role = makeRole('tuner', { Path: '/service-role/', Description: 'd', Tags: [{ Key: 'a', Value: '1' }] });
    expect(role.Arn).toBe(`arn:aws:iam::${account}:role/service-role/tuner`);
    expect(role.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
    const got = call('GetRole', { RoleName: 'TUNER' }).Role;
    expect(got).toMatchObject({
      ...role,
      Tags: [{ Key: 'a', Value: '1' }],
      MaxSessionDuration: 3600,
      RoleLastUsed: {},
    });
    expect(got.AssumeRolePolicyDocument).not.toMatch(/[{}"*:,]/);
    expect(decodeURIComponent(got.AssumeRolePolicyDocument)).toBe(trust);
  });

  it('are refused in the words of IAM', () => {
    makeRole();
    expect(refusal(() => makeRole('Tuner'))).toEqual({
      code: 'EntityAlreadyExists',
      status: 409,
      message: 'Role with name Tuner already exists.',
    });
    expect(refusal(() => call('GetRole', { RoleName: 'nobody' }))).toEqual({
      code: 'NoSuchEntity',
      status: 404,
      message: 'The role with name nobody cannot be found.',
    });
    expect(refusal(() => makeRole('other', { AssumeRolePolicyDocument: '{' }))?.code).toBe('MalformedPolicyDocument');
    const long = JSON.stringify({ ...JSON.parse(trust), Id: 'x'.repeat(2048) });
    expect(refusal(() => makeRole('other', { AssumeRolePolicyDocument: long }))?.code).toBe('LimitExceeded');
  });

  it('belong to their account', () => {
    makeRole();
    const other = { ...context, caller: { ...context.caller, accountId: '999999999999' } };
    expect(call('ListRoles', {}, other).Roles).toEqual([]);
    expect(refusal(() => call('GetRole', { RoleName: 'tuner' }, other))?.code).toBe('NoSuchEntity');
  });

  it('are listed page by page and by path, each once', () => {
    for (let index = 0; index < 25; index += 1) makeRole(`role-${index}`, { Path: index % 2 ? '/odd/' : '/' });
    const names: string[] = [];
    let marker: string | undefined;
    do {
      const page = call('ListRoles', { MaxItems: 7, ...(marker && { Marker: marker }) });
      names.push(...page.Roles.map((role: { RoleName: string }) => role.RoleName));
      marker = page.Marker;
      expect(page.IsTruncated).toBe(marker !== undefined);
    } while (marker);
    expect(names).toHaveLength(25);
    expect(new Set(names).size).toBe(25);
    expect(call('ListRoles', { PathPrefix: '/odd/' }).Roles).toHaveLength(12);
    expect(refusal(() => call('ListRoles', { Marker: 'nonsense' }))?.code).toBe('ValidationError');
  });

  it('can only be deleted when nothing hangs on them', () => {
    makeRole();
    const policy = makePolicy();
    call('AttachRolePolicy', { RoleName: 'tuner', PolicyArn: policy.Arn });
    call('PutRolePolicy', { RoleName: 'tuner', PolicyName: 'in', PolicyDocument: s3('s3:*', '*') });
    expect(refusal(() => call('DeleteRole', { RoleName: 'tuner' }))?.message).toMatch('must detach all policies first');
    call('DetachRolePolicy', { RoleName: 'tuner', PolicyArn: policy.Arn });
    expect(refusal(() => call('DeleteRole', { RoleName: 'tuner' }))?.message).toMatch('must delete policies first');
    call('DeleteRolePolicy', { RoleName: 'tuner', PolicyName: 'in' });
    call('DeleteRole', { RoleName: 'tuner' });
    expect(refusal(() => call('GetRole', { RoleName: 'tuner' }))?.code).toBe('NoSuchEntity');
    makeRole('tuner', { Tags: [] });
    expect(call('ListRoleTags', { RoleName: 'tuner' }).Tags).toEqual([]);
  });
});

describe('inline policies', () => {
  it('are put, replaced, read, listed and deleted', () => {
    makeRole();
    const put = (document: string) =>
      call('PutRolePolicy', { RoleName: 'tuner', PolicyName: 'access', PolicyDocument: document });
    put(s3('s3:GetObject', '*'));
    put(s3('s3:PutObject', '*'));
    const got = call('GetRolePolicy', { RoleName: 'tuner', PolicyName: 'access' });
    expect(decodeURIComponent(got.PolicyDocument)).toBe(s3('s3:PutObject', '*'));
    expect(call('ListRolePolicies', { RoleName: 'tuner' })).toEqual({ PolicyNames: ['access'], IsTruncated: false });
    call('DeleteRolePolicy', { RoleName: 'tuner', PolicyName: 'access' });
    expect(refusal(() => call('DeleteRolePolicy', { RoleName: 'tuner', PolicyName: 'access' }))?.code).toBe(
      'NoSuchEntity',
    );
    const huge = s3('s3:GetObject', `arn:aws:s3:::${'x'.repeat(10_240)}`);
    expect(refusal(() => put(huge))?.message).toMatch('Maximum policy size of 10240 bytes exceeded for role tuner');
  });
});

describe('managed policies', () => {
  it('keep at most five versions, of which one is the default', () => {
    const { Arn } = makePolicy();
    const add = (SetAsDefault: boolean) =>
      call('CreatePolicyVersion', { PolicyArn: Arn, PolicyDocument: s3('s3:PutObject', '*'), SetAsDefault })
        .PolicyVersion;
    expect([add(false), add(true), add(false), add(false)].map((version) => version.VersionId)).toEqual([
      'v2',
      'v3',
      'v4',
      'v5',
    ]);
    expect(refusal(() => add(true))?.code).toBe('LimitExceeded');
    expect(call('GetPolicy', { PolicyArn: Arn }).Policy.DefaultVersionId).toBe('v3');
    expect(refusal(() => call('DeletePolicyVersion', { PolicyArn: Arn, VersionId: 'v3' }))?.code).toBe(
      'DeleteConflict',
    );
    call('DeletePolicyVersion', { PolicyArn: Arn, VersionId: 'v5' });
    expect(add(false).VersionId).toBe('v6');
    call('SetDefaultPolicyVersion', { PolicyArn: Arn, VersionId: 'v1' });
    expect(refusal(() => call('DeletePolicy', { PolicyArn: Arn }))?.message).toMatch('more than one version');
    const first = call('ListPolicyVersions', { PolicyArn: Arn, MaxItems: 2 });
    expect(first.Versions.map((version: { VersionId: string }) => version.VersionId)).toEqual(['v6', 'v4']);
    const rest = call('ListPolicyVersions', { PolicyArn: Arn, Marker: first.Marker });
    expect(rest.Versions.map((version: { VersionId: string }) => version.VersionId)).toEqual(['v3', 'v2', 'v1']);
    for (const VersionId of ['v2', 'v3', 'v4', 'v6']) call('DeletePolicyVersion', { PolicyArn: Arn, VersionId });
    call('DeletePolicy', { PolicyArn: Arn });
    expect(refusal(() => call('GetPolicy', { PolicyArn: Arn }))?.message).toBe(`Policy ${Arn} was not found.`);
  });

  it('cannot be deleted while attached, and say where they are', () => {
    makeRole();
    const { Arn } = makePolicy();
    call('AttachRolePolicy', { RoleName: 'tuner', PolicyArn: Arn });
    call('AttachRolePolicy', { RoleName: 'tuner', PolicyArn: Arn });
    expect(call('GetPolicy', { PolicyArn: Arn }).Policy.AttachmentCount).toBe(1);
    expect(refusal(() => call('DeletePolicy', { PolicyArn: Arn }))?.message).toMatch('attached to entities');
    expect(call('ListEntitiesForPolicy', { PolicyArn: Arn }).PolicyRoles).toMatchObject([{ RoleName: 'tuner' }]);
    expect(call('ListAttachedRolePolicies', { RoleName: 'tuner' }).AttachedPolicies).toEqual([
      { PolicyName: 'reader', PolicyArn: Arn },
    ]);
    expect(refusal(() => call('AttachRolePolicy', { RoleName: 'tuner', PolicyArn: `${Arn}x` }))?.message).toBe(
      `Policy ${Arn}x does not exist or is not attachable.`,
    );
    expect(refusal(() => makePolicy('Reader'))?.code).toBe('EntityAlreadyExists');
  });

  it('include the usual ones of AWS', () => {
    makeRole();
    const arn = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
    call('AttachRolePolicy', { RoleName: 'tuner', PolicyArn: arn });
    expect(call('GetPolicyVersion', { PolicyArn: arn, VersionId: 'v1' }).PolicyVersion.IsDefaultVersion).toBe(true);
    expect(call('ListPolicies', { Scope: 'AWS', OnlyAttached: true }).Policies).toMatchObject([
      { Arn: arn, AttachmentCount: 1 },
    ]);
    expect(call('ListPolicies', { Scope: 'Local' }).Policies).toEqual([]);
  });
});

describe('tags', () => {
  it('are added, replaced without regard to case, and removed', () => {
    makeRole('tuner', { Tags: [{ Key: 'Team', Value: 'a' }] });
    call('TagRole', {
      RoleName: 'tuner',
      Tags: [
        { Key: 'team', Value: 'b' },
        { Key: 'x', Value: '' },
      ],
    });
    expect(call('ListRoleTags', { RoleName: 'tuner' }).Tags).toEqual([
      { Key: 'team', Value: 'b' },
      { Key: 'x', Value: '' },
    ]);
    call('UntagRole', { RoleName: 'tuner', TagKeys: ['TEAM'] });
    expect(call('ListRoleTags', { RoleName: 'tuner' }).Tags).toEqual([{ Key: 'x', Value: '' }]);
    const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    expect(refusal(() => call('TagRole', { RoleName: 'tuner', Tags: many }))?.code).toBe('LimitExceeded');
    expect(call('ListRoleTags', { RoleName: 'tuner' }).Tags).toHaveLength(1);
    const { Arn } = makePolicy();
    call('TagPolicy', { PolicyArn: Arn, Tags: [{ Key: 'p', Value: 'q' }] });
    expect(call('GetPolicy', { PolicyArn: Arn }).Policy.Tags).toEqual([{ Key: 'p', Value: 'q' }]);
  });
});

it('GetUser answers for the root and for nobody else', () => {
  expect(call('GetUser').User.Arn).toBe(`arn:aws:iam::${account}:root`);
  expect(refusal(() => call('GetUser', { UserName: 'ann' }))?.code).toBe('NoSuchEntity');
});
