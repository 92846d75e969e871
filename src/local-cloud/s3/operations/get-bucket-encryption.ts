import type { GetBucketEncryptionCommandInput, GetBucketEncryptionOutput } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { bucketFor } from '../rules/bucket-access.ts';
import type { S3Store } from '../store/object-store.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html
/** The default of every bucket since January 2023: S3-managed keys. */
export function getBucketEncryption(
  store: S3Store,
): Operation<GetBucketEncryptionCommandInput, GetBucketEncryptionOutput> {
  return (input, context) => {
    bucketFor(store, input, context);
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const }, BucketKeyEnabled: false };
    return { ServerSideEncryptionConfiguration: { Rules: [rule] } };
  };
}
