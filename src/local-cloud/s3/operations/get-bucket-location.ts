import type { GetBucketLocationCommandInput, GetBucketLocationOutput } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { ownBucketFor } from '../rules/bucket-access.ts';
import type { S3Store } from '../store/object-store.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
/** Buckets in us-east-1 have no location constraint. */
export function getBucketLocation(store: S3Store): Operation<GetBucketLocationCommandInput, GetBucketLocationOutput> {
  return (input, context) => {
    const { region } = ownBucketFor(store, input, context);
    return region === 'us-east-1'
      ? {}
      : { LocationConstraint: region as NonNullable<GetBucketLocationOutput['LocationConstraint']> };
  };
}
