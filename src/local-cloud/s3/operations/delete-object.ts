import type { DeleteObjectCommandInput, DeleteObjectOutput } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { bucketFor } from '../rules/bucket-access.ts';
import { writeConditionOf } from '../rules/conditions.ts';
import { objectKeyOf } from '../rules/object-key.ts';
import type { S3Store } from '../store/object-store.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
/** Deleting what is not there succeeds. */
export function deleteObject(store: S3Store): Operation<DeleteObjectCommandInput, DeleteObjectOutput> {
  return (input, context) => {
    const key = objectKeyOf(input);
    const { name } = bucketFor(store, input, context);
    const condition = writeConditionOf({ Key: key, IfMatch: input.IfMatch });
    store.deleteObjects(name, (remove) => remove(key, condition));
    return {};
  };
}
