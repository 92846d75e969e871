import type { HeadBucketCommandInput, HeadBucketOutput } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { bucketFor } from '../rules/bucket-access.ts';
import type { S3Store } from '../store/object-store.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
export function headBucket(store: S3Store): Operation<HeadBucketCommandInput, HeadBucketOutput> {
  return (input, context) => {
    const bucket = bucketFor(store, input, context);
    return { BucketRegion: bucket.region, BucketArn: `arn:aws:s3:::${bucket.name}`, AccessPointAlias: false };
  };
}
