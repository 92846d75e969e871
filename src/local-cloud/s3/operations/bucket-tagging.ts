import type {
  DeleteBucketTaggingCommandInput,
  GetBucketTaggingCommandInput,
  GetBucketTaggingOutput,
  PutBucketTaggingCommandInput,
} from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { ServiceError } from '../../service/service-error.ts';
import { bucketFor } from '../rules/bucket-access.ts';
import { MAXIMUM_BUCKET_TAGS, tagsOf } from '../rules/tags.ts';
import type { Tag } from '../store/object-record.ts';
import type { S3Store } from '../store/object-store.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html
export function putBucketTagging(store: S3Store): Operation<PutBucketTaggingCommandInput, object> {
  return (input, context) => {
    const { name } = bucketFor(store, input, context);
    const tags = tagsOf(input.Tagging?.TagSet, MAXIMUM_BUCKET_TAGS);
    store.buckets.putDocument(name, 'tagging', JSON.stringify(tags));
    return {};
  };
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html
export function getBucketTagging(store: S3Store): Operation<GetBucketTaggingCommandInput, GetBucketTaggingOutput> {
  return (input, context) => {
    const { name } = bucketFor(store, input, context);
    const tags = store.buckets.document(name, 'tagging');
    if (tags !== undefined) return { TagSet: JSON.parse(tags) as Tag[] };
    throw new ServiceError('NoSuchTagSet', 'The TagSet does not exist', { status: 404, members: { BucketName: name } });
  };
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketTagging.html
export function deleteBucketTagging(store: S3Store): Operation<DeleteBucketTaggingCommandInput, object> {
  return (input, context) => {
    store.buckets.deleteDocument(bucketFor(store, input, context).name, 'tagging');
    return {};
  };
}
