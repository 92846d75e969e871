import { ACCOUNT, BUCKET, type Caller, textAt } from './caller.ts';

const ROLE = 'conformance';
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/${ROLE}`;

const document = (...statements: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements.map((one) => ({ Effect: 'Allow', ...one })) });
const TRUST = document({
  Principal: { Service: ['bedrock.amazonaws.com', 'scheduler.amazonaws.com'], AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: 'sts:AssumeRole',
});
const DATA = document(
  {
    Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
    Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
  },
  { Action: 'bedrock:*', Resource: '*' },
);

/** A role for all services of the story, and everything else that can be said of roles and policies. */
export async function makeRole(call: Caller): Promise<void> {
  const iam = (operation: string, input: object = {}) => call('iam', operation, { RoleName: ROLE, ...input });
  await iam('CreateRole', { AssumeRolePolicyDocument: TRUST, Tags: [{ Key: 'team', Value: 'mail room' }] });
  await iam('PutRolePolicy', { PolicyName: 'data', PolicyDocument: DATA });
  await iam('GetRole');
  await iam('GetRolePolicy', { PolicyName: 'data' });
  await iam('ListRolePolicies');
  await iam('UpdateAssumeRolePolicy', { PolicyDocument: TRUST });
  await iam('UpdateRole', { Description: 'one', MaxSessionDuration: 3600 });
  await iam('UpdateRoleDescription', { Description: 'two' });
  await iam('TagRole', { Tags: [{ Key: 'split', Value: 'train' }] });
  await iam('ListRoleTags');
  await iam('UntagRole', { TagKeys: ['split'] });
  await iam('ListInstanceProfilesForRole');
  await call('iam', 'ListRoles');
  await call('iam', 'GetUser');
  await handlePolicies(call);
  const simulated = {
    PolicySourceArn: ROLE_ARN,
    ActionNames: ['s3:GetObject'],
    ResourceArns: [`arn:aws:s3:::${BUCKET}/a`],
  };
  await call('iam', 'SimulatePrincipalPolicy', simulated);
  await call('sts', 'GetCallerIdentity');
  await call('sts', 'GetSessionToken');
  await call('sts', 'AssumeRole', { RoleArn: ROLE_ARN, RoleSessionName: 'story' });
}

async function handlePolicies(call: Caller): Promise<void> {
  const created = await call('iam', 'CreatePolicy', { PolicyName: 'extra', PolicyDocument: DATA });
  const PolicyArn = textAt(created, 'Policy.Arn');
  const iam = (operation: string, input: object = {}) => call('iam', operation, { PolicyArn, ...input });
  await iam('CreatePolicyVersion', { PolicyDocument: DATA });
  await iam('SetDefaultPolicyVersion', { VersionId: 'v2' });
  await iam('GetPolicy');
  await iam('GetPolicyVersion', { VersionId: 'v2' });
  await iam('ListPolicyVersions');
  await iam('TagPolicy', { Tags: [{ Key: 'team', Value: 'mail room' }] });
  await iam('ListPolicyTags');
  await iam('UntagPolicy', { TagKeys: ['team'] });
  await call('iam', 'ListPolicies', { Scope: 'Local' });
  await iam('AttachRolePolicy', { RoleName: ROLE });
  await call('iam', 'ListAttachedRolePolicies', { RoleName: ROLE });
  await iam('ListEntitiesForPolicy');
  await iam('DetachRolePolicy', { RoleName: ROLE });
  await iam('DeletePolicyVersion', { VersionId: 'v1' });
  await iam('DeletePolicy');
}

export async function deleteRole(call: Caller): Promise<void> {
  await call('iam', 'DeleteRolePolicy', { RoleName: ROLE, PolicyName: 'data' });
  await call('iam', 'DeleteRole', { RoleName: ROLE });
}
