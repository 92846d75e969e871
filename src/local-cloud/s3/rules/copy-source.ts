import type { OperationContext } from '../../service/operation.ts';
import type { ObjectRecord } from '../store/object-record.ts';
import type { S3Store } from '../store/object-store.ts';
import { bucketFor } from './bucket-access.ts';
import { failedCondition } from './conditions.ts';
import { invalidArgument, noSuchKey, preconditionFailed } from './errors.ts';
import { objectKeyOf } from './object-key.ts';

/** The members that CopyObject and UploadPartCopy share. */
export interface CopySourceInput {
  readonly CopySource?: string | undefined;
  readonly CopySourceIfMatch?: string | undefined;
  readonly CopySourceIfNoneMatch?: string | undefined;
  readonly CopySourceIfModifiedSince?: Date | undefined;
  readonly CopySourceIfUnmodifiedSince?: Date | undefined;
  readonly ExpectedSourceBucketOwner?: string | undefined;
}

/** @param header `[/]bucket/key[?versionId=id]`, percent-encoded. */
function parseCopySource(header: string): { bucket: string; key: string; version: string | undefined } {
  const [, path = '', version] = /^\/?(.*?)(?:\?versionId=(.*))?$/s.exec(header) ?? [];
  try {
    const decoded = decodeURIComponent(path);
    const slash = decoded.indexOf('/');
    if (slash > 0 && slash < decoded.length - 1) {
      return { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1), version };
    }
  } catch {
    // Not percent-encoding: refused below.
  }
  throw invalidArgument(
    'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    'x-amz-copy-source',
    header,
  );
}

/** The object to copy from, once every condition on it holds. */
export function copySourceOf(store: S3Store, input: CopySourceInput, context: OperationContext): ObjectRecord {
  const source = parseCopySource(input.CopySource ?? '');
  const key = objectKeyOf({ Key: source.key, VersionId: source.version });
  bucketFor(store, { Bucket: source.bucket, ExpectedBucketOwner: input.ExpectedSourceBucketOwner }, context);
  const object = store.objects.get(source.bucket, key);
  if (!object) throw noSuchKey(key);
  const failed = failedCondition(object, {
    ifMatch: input.CopySourceIfMatch,
    ifNoneMatch: input.CopySourceIfNoneMatch,
    ifModifiedSince: input.CopySourceIfModifiedSince,
    ifUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  });
  if (failed) throw preconditionFailed(`x-amz-copy-source-${failed.toLowerCase()}`);
  return object;
}
