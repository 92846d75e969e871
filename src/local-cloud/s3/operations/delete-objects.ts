import type {
  _Error,
  DeletedObject,
  DeleteObjectsCommandInput,
  DeleteObjectsOutput,
  ObjectIdentifier,
} from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { ServiceError } from '../../service/service-error.ts';
import { bucketFor } from '../rules/bucket-access.ts';
import { writeConditionOf } from '../rules/conditions.ts';
import { malformedXml } from '../rules/errors.ts';
import { MAXIMUM_DELETED_OBJECTS } from '../rules/limits.ts';
import { objectKeyOf } from '../rules/object-key.ts';
import type { S3Store } from '../store/object-store.ts';

type Remove = Parameters<Parameters<S3Store['deleteObjects']>[1]>[0];

/** @returns why one object could not be deleted; undefined when it is gone. */
function removeOne(remove: Remove, object: ObjectIdentifier): _Error | undefined {
  try {
    const key = objectKeyOf(object);
    remove(key, writeConditionOf({ Key: key, IfMatch: object.ETag }));
    return undefined;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { Key: object.Key, Code: error.code, Message: error.message };
  }
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
export function deleteObjects(store: S3Store): Operation<DeleteObjectsCommandInput, DeleteObjectsOutput> {
  return (input, context) => {
    const { name } = bucketFor(store, input, context);
    const objects = input.Delete?.Objects ?? [];
    if (objects.length === 0 || objects.length > MAXIMUM_DELETED_OBJECTS) throw malformedXml();
    const deleted: DeletedObject[] = [];
    const errors: _Error[] = [];
    store.deleteObjects(name, (remove) => {
      for (const object of objects) {
        const error = removeOne(remove, object);
        if (error) errors.push(error);
        else deleted.push({ Key: object.Key });
      }
    });
    return {
      ...(input.Delete?.Quiet !== true && { Deleted: deleted }),
      ...(errors.length > 0 && { Errors: errors }),
    };
  };
}
