import { CreateRoleCommand, GetRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestCloud, withLocalCloud } from './testing/with-local-cloud.ts';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

describe('a running cloud', () => {
  let cloud: TestCloud;
  beforeAll(async () => {
    cloud = await withLocalCloud();
  });
  afterAll(() => cloud.close());

  it('tells the caller who it is', async () => {
    const identity = await new STSClient(cloud.config).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: '111122223333', Arn: 'arn:aws:iam::111122223333:root' });
    const other = { accessKeyId: '444455556666', secretAccessKey: 'x' };
    const otherIdentity = await new STSClient({ ...cloud.config, credentials: other }).send(
      new GetCallerIdentityCommand({}),
    );
    expect(otherIdentity.Account).toBe('444455556666');
  });

  it('keeps roles as IAM does', async () => {
    const iam = new IAMClient(cloud.config);
    const created = await iam.send(new CreateRoleCommand({ RoleName: 'Novatune', AssumeRolePolicyDocument: TRUST }));
    expect(created.Role?.CreateDate).toBeInstanceOf(Date);
    const found = await iam.send(new GetRoleCommand({ RoleName: 'Novatune' }));
    expect(found.Role?.Arn).toBe('arn:aws:iam::111122223333:role/Novatune');
    const listed = await iam.send(new ListRolesCommand({}));
    expect(listed.Roles?.map(({ RoleName }) => RoleName)).toEqual(['Novatune']);
    await expect(iam.send(new GetRoleCommand({ RoleName: 'Nobody' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(iam.send(new GetRoleCommand({ RoleName: 'a b' }))).rejects.toMatchObject({
      name: 'ValidationError',
      message:
        "1 validation error detected: Value 'a b' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+",
    });
  });
});

