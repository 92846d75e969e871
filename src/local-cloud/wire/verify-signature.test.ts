import { GetObjectCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceDefinition } from '../service/operation.ts';
import { type TestCloud, withServices } from '../testing/with-local-cloud.ts';

const s3Service: ServiceDefinition = {
  name: 's3',
  signingName: 's3',
  protocol: 'restXml',
  loadSchemas: () => import('@aws-sdk/client-s3'),
  operations: { ListBuckets: () => ({ Buckets: [] }), GetObject: () => ({ Body: Buffer.from('x'), ContentLength: 1 }) },
};
const stsService: ServiceDefinition = {
  name: 'sts',
  signingName: 'sts',
  protocol: 'awsQuery',
  loadSchemas: () => import('@aws-sdk/client-sts'),
  operations: { GetCallerIdentity: () => ({ Account: '1' }) },
};

describe('signature verification', () => {
  let cloud: TestCloud;
  const known = { accessKeyId: 'AKIAKNOWN', secretAccessKey: 'secret' };
  beforeAll(async () => {
    const secrets = { secretOf: (key: string) => (key === known.accessKeyId ? known.secretAccessKey : undefined) };
    cloud = await withServices([s3Service, stsService], { signatures: 'verify', secrets });
  });
  afterAll(() => cloud.close());

  const s3 = (credentials: typeof known, systemClockOffset = 0) =>
    new S3Client({ ...cloud.config, credentials, systemClockOffset, maxAttempts: 1 });
  const list = (client: S3Client) => client.send(new ListBucketsCommand({}));

  it('accepts the right secret', async () => {
    expect((await list(s3(known))).Buckets).toEqual([]);
    const sts = new STSClient({ ...cloud.config, credentials: known });
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe('1');
  });

  it('refuses another secret and an unknown key, in the words of each protocol', async () => {
    const wrong = { ...known, secretAccessKey: 'other' };
    const unknown = { ...known, accessKeyId: 'AKIAUNKNOWN' };
    await expect(list(s3(wrong))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
      $metadata: { httpStatusCode: 403 },
    });
    await expect(list(s3(unknown))).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
    const sts = (credentials: typeof known) =>
      new STSClient({ ...cloud.config, credentials }).send(new GetCallerIdentityCommand({}));
    await expect(sts(wrong)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    await expect(sts(unknown)).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  });

  it('refuses clocks that are more than 15 minutes off', async () => {
    await expect(list(s3(known, -16 * 60_000))).rejects.toMatchObject({ name: 'RequestTimeTooSkewed' });
    expect((await list(s3(known, -10 * 60_000))).Buckets).toEqual([]);
  });

  it('refuses presigned URLs that were altered or have expired', async () => {
    const command = new GetObjectCommand({ Bucket: 'b', Key: 'k' });
    const url = await getSignedUrl(s3(known), command, { expiresIn: 60 });
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url.replace('/b/k', '/b/other'))).status).toBe(403);
    expect((await fetch(`${url}&versionId=1`)).status).toBe(403);
    expect((await fetch(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000'))).status).toBe(403);
    const old = await getSignedUrl(s3(known), command, { expiresIn: 60, signingDate: new Date(Date.now() - 120_000) });
    expect(await (await fetch(old)).text()).toContain('Request has expired');
    const endless = await fetch(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=9999999'));
    expect(await endless.text()).toContain('AuthorizationQueryParametersError');
  });
});
