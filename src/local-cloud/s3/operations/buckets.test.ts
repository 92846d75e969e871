import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  paginateListBuckets,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBucketName } from '../rules/bucket-name.ts';
import { type TestS3, withS3 } from '../testing/with-s3.ts';

let s3: TestS3;
let client: S3Client;
let stranger: S3Client;
let european: S3Client;

beforeAll(async () => {
  s3 = await withS3();
  client = s3.client();
  stranger = s3.client({ credentials: { accessKeyId: '444455556666', secretAccessKey: 'x' } });
  european = s3.client({ region: 'eu-west-1' });
});
afterAll(() => s3.close());

describe('buckets', () => {
  it('are created, headed, located, listed and deleted', async () => {
    const created = await client.send(new CreateBucketCommand({ Bucket: 'first-bucket' }));
    expect(created.Location).toBe('/first-bucket');
    const head = await client.send(new HeadBucketCommand({ Bucket: 'first-bucket' }));
    expect(head.BucketRegion).toBe('us-east-1');
    const location = await client.send(new GetBucketLocationCommand({ Bucket: 'first-bucket' }));
    expect(location.LocationConstraint).toBeUndefined();
    const { Buckets, Owner } = await client.send(new ListBucketsCommand({}));
    const mine = Buckets?.find(({ Name }) => Name === 'first-bucket');
    expect(mine?.CreationDate).toBeInstanceOf(Date);
    expect(Owner?.ID).toMatch(/^[0-9a-f]{64}$/);
    const deleted = await client.send(new DeleteBucketCommand({ Bucket: 'first-bucket' }));
    expect(deleted.$metadata.httpStatusCode).toBe(204);
    await expect(client.send(new HeadBucketCommand({ Bucket: 'first-bucket' }))).rejects.toMatchObject({
      name: 'NotFound',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(client.send(new DeleteBucketCommand({ Bucket: 'first-bucket' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
      BucketName: 'first-bucket',
    });
  });

  it('may be created again by their owner in us-east-1 only', async () => {
    await client.send(new CreateBucketCommand({ Bucket: 'again' }));
    await client.send(new CreateBucketCommand({ Bucket: 'again' }));
    await expect(stranger.send(new CreateBucketCommand({ Bucket: 'again' }))).rejects.toMatchObject({
      name: 'BucketAlreadyExists',
      $metadata: { httpStatusCode: 409 },
    });
    await european.send(new CreateBucketCommand({ Bucket: 'again-europe' }));
    await expect(european.send(new CreateBucketCommand({ Bucket: 'again-europe' }))).rejects.toMatchObject({
      name: 'BucketAlreadyOwnedByYou',
    });
  });

  it('live in the region they were asked for', async () => {
    await european.send(new CreateBucketCommand({ Bucket: 'in-europe' }));
    const location = await client.send(new GetBucketLocationCommand({ Bucket: 'in-europe' }));
    expect(location.LocationConstraint).toBe('eu-west-1');
    await expect(client.send(new ListObjectsV2Command({ Bucket: 'in-europe' }))).rejects.toMatchObject({
      name: 'PermanentRedirect',
      $metadata: { httpStatusCode: 301 },
    });
    const headed = await fetch(`${s3.url}/in-europe`, {
      method: 'HEAD',
      redirect: 'manual',
      headers: {
        authorization:
          'AWS4-HMAC-SHA256 Credential=111122223333/20260101/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=' +
          '0'.repeat(64),
        'x-amz-date': '20260101T000000Z',
        'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
      },
    });
    expect([headed.status, headed.headers.get('x-amz-bucket-region')]).toEqual([301, 'eu-west-1']);
    const create = (LocationConstraint: string, region: string) =>
      s3.client({ region }).send(
        new CreateBucketCommand({
          Bucket: 'nowhere',
          CreateBucketConfiguration: { LocationConstraint: LocationConstraint as 'eu-west-1' },
        }),
      );
    await expect(create('atlantis', 'us-east-1')).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    await expect(create('eu-west-1', 'us-west-2')).rejects.toMatchObject({
      name: 'IllegalLocationConstraintException',
    });
  });

  it('have names by the rules', async () => {
    for (const name of ['abc', 'a1-b.c', '1.2.3', 'x'.repeat(63)])
      expect([name, isBucketName(name)]).toEqual([name, true]);
    const bad = [
      'ab',
      'x'.repeat(64),
      'Abc',
      '-abc',
      'abc-',
      'a..b',
      '192.168.5.4',
      'xn--abc',
      'abc-s3alias',
      'a_b',
      'abc/d',
    ];
    for (const name of bad) expect([name, isBucketName(name)]).toEqual([name, false]);
    await expect(client.send(new CreateBucketCommand({ Bucket: 'Upper' }))).rejects.toMatchObject({
      name: 'InvalidBucketName',
    });
  });

  it('are listed in pages, by prefix, of one account', async () => {
    for (const name of ['page-a', 'page-b', 'page-c', 'other'])
      await client.send(new CreateBucketCommand({ Bucket: name }));
    const names: (string | undefined)[] = [];
    for await (const page of paginateListBuckets({ client, pageSize: 2 }, { Prefix: 'page-' })) {
      names.push(...(page.Buckets ?? []).map(({ Name }) => Name));
    }
    expect(names).toEqual(['page-a', 'page-b', 'page-c']);
    expect((await stranger.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
  });

  it('are not deleted while they hold objects', async () => {
    await client.send(new CreateBucketCommand({ Bucket: 'full' }));
    await client.send(new PutObjectCommand({ Bucket: 'full', Key: 'k', Body: 'x' }));
    await expect(client.send(new DeleteBucketCommand({ Bucket: 'full' }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
      $metadata: { httpStatusCode: 409 },
    });
  });

  it('belong to the account that made them, and to no other that the caller expects', async () => {
    await client.send(new CreateBucketCommand({ Bucket: 'mine' }));
    await client.send(new PutObjectCommand({ Bucket: 'mine', Key: 'k', Body: 'x' }));
    const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };
    await expect(stranger.send(new GetObjectCommand({ Bucket: 'mine', Key: 'k' }))).rejects.toMatchObject(denied);
    await expect(stranger.send(new ListObjectsV2Command({ Bucket: 'mine' }))).rejects.toMatchObject(denied);
    const expecting = (ExpectedBucketOwner: string) =>
      client.send(new ListObjectsV2Command({ Bucket: 'mine', ExpectedBucketOwner }));
    await expect(expecting('444455556666')).rejects.toMatchObject(denied);
    await expect(expecting('me')).rejects.toMatchObject({ name: 'InvalidBucketOwnerAWSAccountID' });
    expect((await expecting('111122223333')).KeyCount).toBe(1);
  });

  it('keep a policy, tags and a public access block', async () => {
    const Bucket = 'documents-of-bucket';
    await client.send(new CreateBucketCommand({ Bucket }));
    await expect(client.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucketPolicy',
    });
    await expect(client.send(new PutBucketPolicyCommand({ Bucket, Policy: 'no' }))).rejects.toMatchObject({
      name: 'MalformedPolicy',
    });
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
    await client.send(new DeleteBucketPolicyCommand({ Bucket }));
    await expect(client.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucketPolicy',
    });

    await expect(client.send(new GetBucketTaggingCommand({ Bucket }))).rejects.toMatchObject({ name: 'NoSuchTagSet' });
    const TagSet = [{ Key: '项目', Value: 'a & <b>' }];
    await client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    expect((await client.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
    await client.send(new DeleteBucketTaggingCommand({ Bucket }));
    await expect(client.send(new GetBucketTaggingCommand({ Bucket }))).rejects.toMatchObject({ name: 'NoSuchTagSet' });

    const blocked = await client.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(blocked.PublicAccessBlockConfiguration).toMatchObject({
      BlockPublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const PublicAccessBlockConfiguration = { BlockPublicAcls: true, IgnorePublicAcls: false };
    await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    const changed = await client.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(changed.PublicAccessBlockConfiguration).toMatchObject({ BlockPublicAcls: true, BlockPublicPolicy: false });
    await client.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await expect(client.send(new GetPublicAccessBlockCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchPublicAccessBlockConfiguration',
    });
  });

  it('say that they are encrypted and not versioned', async () => {
    await client.send(new CreateBucketCommand({ Bucket: 'plain' }));
    const encryption = await client.send(new GetBucketEncryptionCommand({ Bucket: 'plain' }));
    const [rule] = encryption.ServerSideEncryptionConfiguration?.Rules ?? [];
    expect(rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).toBe('AES256');
    expect((await client.send(new GetBucketVersioningCommand({ Bucket: 'plain' }))).Status).toBeUndefined();
  });
});
