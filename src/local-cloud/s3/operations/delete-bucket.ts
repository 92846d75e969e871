import type { DeleteBucketCommandInput } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { ServiceError } from '../../service/service-error.ts';
import { bucketFor } from '../rules/bucket-access.ts';
import type { S3Store } from '../store/object-store.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html
export function deleteBucket(store: S3Store): Operation<DeleteBucketCommandInput, object> {
  return (input, context) => {
    const { name } = bucketFor(store, input, context);
    if (store.buckets.delete(name)) return {};
    throw new ServiceError('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
      status: 409,
      members: { BucketName: name },
    });
  };
}
