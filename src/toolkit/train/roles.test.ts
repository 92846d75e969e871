import { describe, expect, it } from 'vitest';
import { scriptedCloud } from '../testing/scripted-cloud.mts';
import { extendPolicy } from './extend-policy.ts';
import { findMissing, inspectRole } from './inspect-role.ts';
import { type RoleNeeds, roleStatements } from './role-policy.ts';
import { ensureServiceRole, ROLE_POLICY } from './service-role.ts';

const place = { accountId: '111122223333', region: 'us-east-1' };
const needs: RoleNeeds = { reads: ['s3://b/data/train.jsonl', 's3://b/images/'], outputUri: 's3://b/out' };
const sids = (change: Partial<RoleNeeds>) => roleStatements({ ...needs, ...change }, place).map(({ Sid }) => Sid);
const DATA = ['ListData', 'ReadTrainingData', 'WriteResults'];
const policyOf = (wanted: RoleNeeds) => ({ Version: '2012-10-17', Statement: roleStatements(wanted, place) });

describe('roleStatements', () => {
  it('gives a right only where it is needed', () => {
    expect(sids({})).toEqual(DATA);
    expect(sids({ kmsKey: 'alias/nova' })).toEqual([...DATA, 'EncryptModel']);
    expect(sids({ graderLambdaArn: 'arn:aws:lambda:us-east-1:111122223333:function:g' })).toEqual([
      ...DATA,
      'InvokeGrader',
    ]);
    expect(sids({ teacherModel: 'amazon.nova-pro-v1:0' })).toEqual(DATA);
    expect(sids({ teacherModel: 'us.amazon.nova-pro-v1:0' })).toEqual([...DATA, 'AskTeacher']);
    expect(sids({ vpc: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] } })).toEqual([
      ...DATA,
      'LookAtNetwork',
      'CreateInterface',
      'CreateInterfaceHere',
      'UseInterface',
      'TagInterface',
    ]);
  });

  it('names files and prefixes, and lists each bucket under its own prefixes', () => {
    const [first, second, read, write] = roleStatements({ ...needs, outputUri: 's3://other/out/' }, place);
    expect(first).toMatchObject({
      Resource: ['arn:aws:s3:::b'],
      Condition: { StringLike: { 's3:prefix': ['data/train.jsonl', 'data/train.jsonl/*', 'images/', 'images/*'] } },
    });
    expect(second).toMatchObject({
      Resource: ['arn:aws:s3:::other'],
      Condition: { StringLike: { 's3:prefix': ['out/', 'out/*'] } },
    });
    expect(read?.Resource).toEqual(['arn:aws:s3:::b/data/train.jsonl', 'arn:aws:s3:::b/images/*']);
    expect(write?.Resource).toEqual(['arn:aws:s3:::other/out/*']);
  });

  it('binds key and network to the job', () => {
    const id = '1234abcd-12ab-34cd-56ef-1234567890ab';
    const key = (kmsKey: string) => roleStatements({ ...needs, kmsKey }, place).at(-1);
    expect(key(id)).toMatchObject({
      Resource: [`arn:aws:kms:us-east-1:111122223333:key/${id}`],
      Condition: { StringEquals: { 'kms:ViaService': ['bedrock.us-east-1.amazonaws.com'] } },
    });
    expect(key('alias/nova')?.Condition).toMatchObject({
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/nova'] },
    });
    const vpc = { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] };
    const create = roleStatements({ ...needs, vpc }, place).find(({ Sid }) => Sid === 'CreateInterface');
    expect(create?.Condition).toEqual({
      StringEquals: { 'aws:RequestTag/BedrockManaged': ['true'] },
      ArnLike: {
        'aws:RequestTag/BedrockModelCustomizationJobArn': [
          'arn:aws:bedrock:us-east-1:111122223333:model-customization-job/*',
        ],
      },
    });
  });
});

describe('extendPolicy', () => {
  const more: RoleNeeds = { reads: ['s3://b/second/'], outputUri: 's3://b/out' };

  it('keeps what was given and adds what is wanted', () => {
    const both = extendPolicy(policyOf(needs), roleStatements(more, place));
    expect(findMissing([...roleStatements(needs, place), ...roleStatements(more, place)], [both])).toEqual([]);
    expect(both.Statement).toHaveLength(3);
    expect(findMissing(roleStatements({ ...needs, reads: ['s3://b/third/'] }, place), [both])).not.toEqual([]);
  });

  it('changes nothing when nothing new is wanted', () => {
    expect(extendPolicy(policyOf(needs), roleStatements(needs, place))).toEqual(policyOf(needs));
  });

  it('leaves statements of others alone, under names that stay unique', () => {
    const foreign = { Sid: 'ListData', Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' };
    const both = extendPolicy({ Statement: foreign }, roleStatements(needs, place));
    const statements = both.Statement as { Sid: string }[];
    expect(statements[0]).toEqual(foreign);
    expect(new Set(statements.map(({ Sid }) => Sid)).size).toBe(statements.length);
  });

  it('never widens: another condition makes another statement', () => {
    const keyed = (kmsKey: string) => roleStatements({ ...needs, kmsKey }, place);
    const both = extendPolicy({ Statement: keyed('alias/one') }, keyed('alias/two'));
    expect((both.Statement as { Sid: string }[]).map(({ Sid }) => Sid)).toEqual([
      ...DATA,
      'EncryptModel',
      'EncryptModel2',
    ]);
  });
});

describe('findMissing', () => {
  it('reads wildcards as IAM does', () => {
    const all = { Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } };
    expect(findMissing(roleStatements(needs, place), [all])).toEqual([]);
    expect(
      findMissing(roleStatements(needs, place), [{ Statement: { ...all.Statement, Effect: 'Deny' } }]),
    ).toHaveLength(5);
    const narrow = { Statement: { ...all.Statement, Condition: { StringLike: { 's3:prefix': ['elsewhere/*'] } } } };
    expect(findMissing(roleStatements(needs, place), [narrow])).toHaveLength(5);
  });
});

describe('a role that is there', () => {
  const trust = {
    Statement: [{ Effect: 'Allow', Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const role = { name: 'r', arn: 'arn:aws:iam::111122223333:role/r', trust, inlinePolicies: [], attachedPolicies: [] };

  it('is not changed unless it is ours', async () => {
    const cloud = scriptedCloud({ roles: { get: async () => ({ ...role, tags: {} }) } });
    await expect(ensureServiceRole(cloud, { ...needs, ...place, name: 'r', tags: {} })).rejects.toMatchObject({
      code: 'role-not-ours',
      remedy: expect.stringContaining('--role-arn'),
    });
  });

  it('is extended without losing what it gave', async () => {
    let put: unknown;
    const cloud = scriptedCloud({
      roles: {
        get: async () => ({ ...role, tags: { 'novatune:created-by': 'novatune' }, inlinePolicies: [ROLE_POLICY] }),
        inlinePolicy: async () => policyOf(needs),
        put: async (document) => {
          put = document.policies[ROLE_POLICY];
          return { arn: role.arn, created: false };
        },
      },
    });
    const wanted = { reads: ['s3://b/new/'], outputUri: 's3://b/out', ...place, name: 'r', tags: {} };
    await ensureServiceRole(cloud, { ...wanted, earlier: 'extend' });
    expect(findMissing(roleStatements(needs, place), [put as Record<string, unknown>])).toEqual([]);
    await ensureServiceRole(cloud, wanted);
    expect(findMissing(roleStatements(needs, place), [put as Record<string, unknown>])).not.toEqual([]);
  });

  it('is told with what it lacks', async () => {
    const cloud = scriptedCloud({ roles: { get: async () => ({ ...role, tags: {} }) } });
    expect(await inspectRole(cloud, 'r', needs)).toMatchObject({
      ours: false,
      trustProblems: ['no condition on aws:SourceAccount', 'no condition on aws:SourceArn'],
      missing: expect.arrayContaining([{ action: 's3:PutObject', resource: 'arn:aws:s3:::b/out/*' }]),
    });
  });
});
