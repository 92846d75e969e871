import type {
  DeleteObjectTaggingCommandInput,
  DeleteObjectTaggingOutput,
  GetObjectTaggingCommandInput,
  GetObjectTaggingOutput,
  PutObjectTaggingCommandInput,
  PutObjectTaggingOutput,
} from '@aws-sdk/client-s3';
import type { Operation, OperationContext } from '../../service/operation.ts';
import { bucketFor } from '../rules/bucket-access.ts';
import { noSuchKey } from '../rules/errors.ts';
import { objectKeyOf } from '../rules/object-key.ts';
import { MAXIMUM_OBJECT_TAGS, tagsOf } from '../rules/tags.ts';
import type { ObjectRecord } from '../store/object-record.ts';
import type { S3Store } from '../store/object-store.ts';

function taggedObject(store: S3Store, input: GetObjectTaggingCommandInput, context: OperationContext): ObjectRecord {
  const key = objectKeyOf(input);
  const object = store.objects.get(bucketFor(store, input, context).name, key);
  if (!object) throw noSuchKey(key);
  return object;
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html
export function putObjectTagging(store: S3Store): Operation<PutObjectTaggingCommandInput, PutObjectTaggingOutput> {
  return (input, context) => {
    const { bucket, key } = taggedObject(store, input, context);
    store.objects.putTags(bucket, key, tagsOf(input.Tagging?.TagSet, MAXIMUM_OBJECT_TAGS));
    return {};
  };
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html
export function getObjectTagging(store: S3Store): Operation<GetObjectTaggingCommandInput, GetObjectTaggingOutput> {
  return (input, context) => ({ TagSet: [...taggedObject(store, input, context).tags] });
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html
export function deleteObjectTagging(
  store: S3Store,
): Operation<DeleteObjectTaggingCommandInput, DeleteObjectTaggingOutput> {
  return (input, context) => {
    const { bucket, key } = taggedObject(store, input, context);
    store.objects.putTags(bucket, key, []);
    return {};
  };
}
