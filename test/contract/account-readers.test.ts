import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { expect, it } from 'vitest';
import { LOCAL_CREDENTIALS } from '../../src/local-cloud/index.ts';
import { serviceRoleDocument } from '../../src/toolkit/index.ts';
import { collect, REGION } from '../support/rehearsal.ts';
import { describeTargets } from './targets.ts';

describeTargets('QuotaReader', (target) => {
  it('reads one quota, and all', async (context) => {
    target.skipWithout(context, 'quotas');
    const { quotas } = target.cloud();
    const units = await quotas.quota('bedrock', 'L-BE77399C');
    expect(units).toMatchObject({
      code: 'L-BE77399C',
      name: expect.stringContaining('custom models'),
      adjustable: true,
    });
    expect((await collect(quotas.list('bedrock'))).map(({ code }) => code)).toContain('L-BE77399C');
    expect(await quotas.quota('bedrock', 'L-00000000')).toBeUndefined();
  });
});

describeTargets('KeyReader', (target) => {
  it('describes a key, reads its policy, and knows that another is not there', async () => {
    const { keys, identity } = target.cloud();
    const { endpoint, accountId } = await identity();
    const kms = new KMSClient({ ...(endpoint && { endpoint }), region: REGION, credentials: LOCAL_CREDENTIALS });
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    kms.destroy();
    const key = await keys.describe(KeyMetadata?.Arn ?? '');
    expect(key).toMatchObject({ arn: KeyMetadata?.Arn, state: 'Enabled', usage: 'ENCRYPT_DECRYPT' });
    expect(key).toMatchObject({ spec: 'SYMMETRIC_DEFAULT' });
    expect(JSON.stringify(await keys.policy(key?.id ?? ''))).toContain(`${accountId}:root`);
    expect(await keys.describe('00000000-0000-4000-8000-000000000000')).toBeUndefined();
    expect(await keys.describe('alias/not-there')).toBeUndefined();
  });
});

describeTargets('PolicyReader', (target) => {
  it('asks the simulator of IAM', async (context) => {
    target.skipWithout(context, 'policy simulation');
    const { policies, roles, identity } = target.cloud();
    const { accountId } = await identity();
    const document = { name: target.unique('role'), accountId, region: REGION, tags: {} };
    const reads = ['s3://b/data/'];
    const { arn } = await roles.put(serviceRoleDocument({ ...document, reads, outputUri: 's3://b/out/' }));
    const question = { principalArn: arn, actions: ['s3:GetObject', 's3:DeleteObject'] };
    const resources = ['arn:aws:s3:::b/data/x', 'arn:aws:s3:::b/other'];
    const answers = await policies.simulate({ ...question, resources });
    const allowed = answers.filter(({ decision }) => decision === 'allowed');
    expect(answers).toHaveLength(4);
    expect(allowed).toEqual([{ action: 's3:GetObject', resource: 'arn:aws:s3:::b/data/x', decision: 'allowed' }]);
  });

  it('reads managed policies', async (context) => {
    target.skipWithout(context, 'managed policies of AWS');
    const { policies } = target.cloud();
    const policy = await policies.managedPolicy('arn:aws:iam::aws:policy/AmazonS3FullAccess');
    expect(policy).toMatchObject({ Statement: expect.anything() });
    expect(await policies.managedPolicy('arn:aws:iam::aws:policy/NotThere')).toBeUndefined();
  });
});

describeTargets('BucketGuards', (target) => {
  it('reads encryption, public access block and policy', async (context) => {
    target.skipWithout(context, 'policy syntax');
    const { bucketGuards, objects } = target.cloud();
    const bucket = target.unique('guards');
    await objects.createBucket(bucket, REGION, {});
    expect(await bucketGuards.blocksPublicAccess(bucket)).toBe(true);
    expect(JSON.stringify(await bucketGuards.policy(bucket))).toContain('aws:SecureTransport');
    expect(await bucketGuards.encryption(bucket)).toMatchObject({ algorithm: 'AES256' });
    await target.openBucket(bucket);
    await objects.deleteBucket(bucket);
    await expect(bucketGuards.policy(bucket)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describeTargets('ModelCatalogue', (target) => {
  it('lists base models and profiles', async (context) => {
    target.skipWithout(context, 'batch inference');
    const { catalogue } = target.cloud();
    const models = await catalogue.models();
    expect(models.find(({ id }) => id === 'amazon.nova-lite-v1:0:300k')).toMatchObject({
      customizations: expect.arrayContaining(['FINE_TUNING']),
      lifecycle: 'ACTIVE',
    });
    expect(await catalogue.profiles()).toContain('us.amazon.nova-lite-v1:0');
  });
});

describeTargets('Connection', (target) => {
  it('tells the time of the cloud and where its services are', async () => {
    const { connection, identity } = target.cloud();
    const time = await connection.serverTime();
    expect(Math.abs((time ?? 0) - Date.now())).toBeLessThan(60_000);
    const { endpoint } = await identity();
    const places = await connection.endpoints();
    expect(places.map(({ service }) => service)).toEqual(expect.arrayContaining(['Bedrock', 'Bedrock Runtime', 'KMS']));
    for (const { url, from, proxy } of places) {
      expect({ url, from, proxy }).toEqual({ url: endpoint, from: 'the given endpoint', proxy: undefined });
    }
  });
});
