import { at, BUCKET, type Caller, textAt } from './caller.ts';

/** Smallest part of a multipart upload but the last, bytes. */
const PART = 5 * 1024 * 1024;

/** Buckets, objects, uploads in parts: everything of S3 but what empties the bucket. */
export async function storeObjects(call: Caller, files: Readonly<Record<string, string>>): Promise<void> {
  const s3 = (operation: string, input: object = {}) => call('s3', operation, { Bucket: BUCKET, ...input });
  await s3('CreateBucket');
  await s3('HeadBucket');
  await call('s3', 'ListBuckets');
  for (const operation of ['GetBucketLocation', 'GetBucketEncryption', 'GetBucketVersioning']) await s3(operation);
  await s3('PutBucketTagging', { Tagging: { TagSet: [{ Key: 'team', Value: 'mail room' }] } });
  await s3('GetBucketTagging');
  await s3('DeleteBucketTagging');
  const statement = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${BUCKET}/*` };
  await s3('PutBucketPolicy', { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) });
  await s3('GetBucketPolicy');
  await s3('DeleteBucketPolicy');
  await s3('PutPublicAccessBlock', { PublicAccessBlockConfiguration: { BlockPublicAcls: true } });
  await s3('GetPublicAccessBlock');
  await s3('DeletePublicAccessBlock');
  for (const [Key, Body] of Object.entries(files)) await s3('PutObject', { Key, Body: Buffer.from(Body) });
  const [first = ''] = Object.keys(files);
  await s3('HeadObject', { Key: first });
  await s3('GetObject', { Key: first, ChecksumMode: 'ENABLED' });
  await s3('GetObjectAttributes', { Key: first, ObjectAttributes: ['ETag', 'ObjectSize', 'Checksum', 'StorageClass'] });
  await s3('PutObjectTagging', { Key: first, Tagging: { TagSet: [{ Key: 'split', Value: 'train' }] } });
  await s3('GetObjectTagging', { Key: first });
  await s3('DeleteObjectTagging', { Key: first });
  await s3('CopyObject', { Key: 'copies/1', CopySource: `${BUCKET}/${first}` });
  await s3('ListObjects', { MaxKeys: 1 });
  await s3('ListObjectsV2', { Delimiter: '/', FetchOwner: true });
  await uploadInParts(s3);
}

async function uploadInParts(s3: (operation: string, input?: object) => ReturnType<Caller>): Promise<void> {
  const Key = 'copies/large';
  const UploadId = textAt(await s3('CreateMultipartUpload', { Key }), 'UploadId');
  const part = await s3('UploadPart', { Key, UploadId, PartNumber: 1, Body: Buffer.alloc(PART, 'x') });
  const copied = await s3('UploadPartCopy', { Key, UploadId, PartNumber: 2, CopySource: `${BUCKET}/copies/1` });
  await s3('ListParts', { Key, UploadId });
  await s3('ListMultipartUploads');
  const Parts = [
    { PartNumber: 1, ETag: at(part, 'ETag') },
    { PartNumber: 2, ETag: at(copied, 'CopyPartResult.ETag') },
  ];
  await s3('CompleteMultipartUpload', { Key, UploadId, MultipartUpload: { Parts } });
  const other = textAt(await s3('CreateMultipartUpload', { Key }), 'UploadId');
  await s3('AbortMultipartUpload', { Key, UploadId: other });
}

/** Empties the bucket and deletes it. */
export async function emptyStorage(call: Caller): Promise<void> {
  await call('s3', 'DeleteObject', { Bucket: BUCKET, Key: 'copies/1' });
  const listed = await call('s3', 'ListObjectsV2', { Bucket: BUCKET });
  const Objects = (at(listed, 'Contents') as { readonly Key: string }[]).map(({ Key }) => ({ Key }));
  await call('s3', 'DeleteObjects', { Bucket: BUCKET, Delete: { Objects } });
  await call('s3', 'DeleteBucket', { Bucket: BUCKET });
}
