import { afterAll, expect, it } from 'vitest';
import { serviceRoleDocument } from '../../src/toolkit/index.ts';
import { collect, REGION } from '../support/rehearsal.ts';
import { describeTargets } from './targets.ts';

describeTargets('RoleManager', (target) => {
  const name = target.unique('role');
  const roles = () => target.cloud().roles;
  const document = async (prefix = 'data/') => {
    const { accountId } = await target.cloud().identity();
    return serviceRoleDocument({
      name,
      accountId,
      region: REGION,
      reads: [`s3://some-bucket/${prefix}`],
      outputUri: 's3://some-bucket/out/',
      tags: { 'novatune:created-by': 'novatune' },
    });
  };
  afterAll(() => roles().delete(name));

  it('creates a role once and brings it up to date after that', async () => {
    const role = await document();
    const first = await roles().put(role);
    expect(first).toEqual({ arn: expect.stringMatching(/^arn:aws:iam::\d{12}:role\/role-/), created: true });
    expect(await roles().put({ ...role, tags: { ...role.tags, 'novatune:run': 'second' } })).toEqual({
      arn: first.arn,
      created: false,
    });
    expect(await roles().get(name)).toEqual({
      name,
      arn: first.arn,
      tags: { 'novatune:created-by': 'novatune', 'novatune:run': 'second' },
      trust: role.trust,
      inlinePolicies: ['novatune-job-data'],
      attachedPolicies: [],
      createdAt: expect.any(Number),
    });
  });

  it('tells an inline policy, and undefined where there is none', async () => {
    const role = await document();
    expect(await roles().inlinePolicy(name, 'novatune-job-data')).toEqual(role.policies['novatune-job-data']);
    expect(await roles().inlinePolicy(name, 'no-such-policy')).toBeUndefined();
    expect(await roles().inlinePolicy('no-such-role', 'novatune-job-data')).toBeUndefined();
  });

  it('replaces the policy in place', async () => {
    await roles().put(await document('other/'));
    expect(JSON.stringify(await roles().inlinePolicy(name, 'novatune-job-data'))).toContain('some-bucket/other/*');
    await roles().put(await document());
  });

  it('takes the rights for key, network, grader and teacher', async () => {
    const { accountId } = await target.cloud().identity();
    const full = serviceRoleDocument({
      name: target.unique('full'),
      accountId,
      region: REGION,
      reads: ['s3://some-bucket/data/'],
      outputUri: 's3://some-bucket/out/',
      kmsKey: 'alias/nova',
      vpc: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] },
      graderLambdaArn: `arn:aws:lambda:${REGION}:${accountId}:function:grader`,
      teacherModel: 'us.amazon.nova-pro-v1:0',
      tags: {},
    });
    await roles().put(full);
    expect(await roles().inlinePolicy(full.name, 'novatune-job-data')).toEqual(full.policies['novatune-job-data']);
    await roles().delete(full.name);
  });

  it('replaces the trust', async () => {
    const role = await document();
    const trust = { ...role.trust, Id: 'changed' };
    await roles().put({ ...role, trust });
    expect((await roles().get(name))?.trust).toEqual(trust);
  });

  it('makes one role when two ask for it at once', async () => {
    const role = { ...(await document()), name: target.unique('twice') };
    const made = await Promise.all([roles().put(role), roles().put(role)]);
    expect(made.map(({ created }) => created).filter(Boolean)).toHaveLength(1);
    expect(made[0].arn).toBe(made[1].arn);
    await roles().delete(role.name);
  });

  it('lists roles', async () => {
    const found = await collect(roles().list());
    expect(found).toContainEqual({
      createdAt: expect.any(Number),
      name,
      arn: expect.stringContaining(`:role/${name}`),
    });
  });

  it('deletes a role with its policies, also twice', async () => {
    await roles().delete(name);
    expect(await roles().get(name)).toBeUndefined();
    await expect(roles().delete(name)).resolves.toBeUndefined();
  });

  it('says why it refuses', async (context) => {
    target.skipWithout(context, 'policy syntax');
    const role = await document();
    await expect(roles().put({ ...role, trust: { Version: 'never' } })).rejects.toMatchObject({
      name: 'CloudError',
      code: 'service-validation',
      serviceCode: expect.stringMatching(/^MalformedPolicyDocument/),
      status: 400,
    });
  });
});
