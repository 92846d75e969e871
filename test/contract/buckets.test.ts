import {
  CreateMultipartUploadCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { collect, openRehearsal, REGION, type Rehearsal } from '../support/rehearsal.ts';
import { describeTargets } from './targets.ts';

describeTargets('Buckets', (target) => {
  const name = target.unique('inventory');
  beforeAll(async () => {
    await target.cloud().objects.createBucket(name, REGION, {});
    await target.openBucket(name);
  });
  afterAll(() => target.cloud().objects.deleteBucket(name));

  it('lists the buckets of a region, and of no other', async () => {
    const { objects, buckets, close } = target.cloudIn('eu-west-1');
    const elsewhere = target.unique('abroad');
    await objects.createBucket(elsewhere, 'eu-west-1', {});
    const namesIn = async (region: string) => (await collect(buckets.list(region))).map((bucket) => bucket.name);
    expect(await namesIn(REGION)).toContain(name);
    expect(await namesIn(REGION)).not.toContain(elsewhere);
    expect(await namesIn('eu-west-1')).toContain(elsewhere);
    await objects.deleteBucket(elsewhere);
    await close();
  });

  it('gives up nothing that is gone, without an error', async () => {
    const { buckets } = target.cloud();
    expect(await collect(buckets.unfinishedUploads(name, ''))).toEqual([]);
    await expect(buckets.abortUpload(name, { key: 'k', uploadId: 'never-begun' })).resolves.toBeUndefined();
  });
});

let rehearsal: Rehearsal;
let s3: S3Client;
const Bucket = 'half-made';
beforeAll(async () => {
  rehearsal = await openRehearsal();
  const credentials = { accessKeyId: '111122223333', secretAccessKey: 'any' };
  s3 = new S3Client({ endpoint: rehearsal.local.url, region: REGION, credentials, forcePathStyle: true });
  await rehearsal.cloud.objects.createBucket(Bucket, REGION, {});
});
afterAll(async () => {
  s3.destroy();
  await rehearsal[Symbol.asyncDispose]();
});

it('lists unfinished uploads below a prefix, over pages, and gives them up', async () => {
  const { buckets } = rehearsal.cloud;
  const indices = Array.from({ length: 1003 }, (_, index) => index);
  const begin = (index: number) => s3.send(new CreateMultipartUploadCommand({ Bucket, Key: `runs/a/${index % 500}` }));
  for (let start = 0; start < indices.length; start += 50) {
    await Promise.all(indices.slice(start, start + 50).map(begin));
  }
  await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'runs/b/own' }));
  const found = await collect(buckets.unfinishedUploads(Bucket, 'runs/a/'));
  expect(new Set(found.map(({ uploadId }) => uploadId)).size).toBe(1003);
  for (let start = 0; start < found.length; start += 50) {
    await Promise.all(found.slice(start, start + 50).map((upload) => buckets.abortUpload(Bucket, upload)));
  }
  expect((await collect(buckets.unfinishedUploads(Bucket, ''))).map(({ key }) => key)).toEqual(['runs/b/own']);
}, 60_000);

it('secures a bucket whose creation was cut short, and changes nothing that is set', async () => {
  const { objects } = rehearsal.cloud;
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  await objects.secureBucket(Bucket);
  const { PublicAccessBlockConfiguration: block } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  expect(Object.values(block ?? {})).toEqual([true, true, true, true]);
  const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
  expect(Policy).toContain('DenyInsecureTransport');

  const own = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: own }));
  const before = rehearsal.count('PutBucketPolicy') + rehearsal.count('PutPublicAccessBlock');
  await objects.secureBucket(Bucket);
  expect(rehearsal.count('PutBucketPolicy') + rehearsal.count('PutPublicAccessBlock')).toBe(before);
});
