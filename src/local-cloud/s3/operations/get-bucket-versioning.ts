import type { GetBucketVersioningCommandInput, GetBucketVersioningOutput } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { bucketFor } from '../rules/bucket-access.ts';
import type { S3Store } from '../store/object-store.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html
/** Versioning is not emulated: the answer is that of a bucket where it was never switched on. */
export function getBucketVersioning(
  store: S3Store,
): Operation<GetBucketVersioningCommandInput, GetBucketVersioningOutput> {
  return (input, context) => {
    bucketFor(store, input, context);
    return {};
  };
}
