import type { PutObjectCommandInput, PutObjectOutput } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { typedChecksumMembers } from '../checksums/checksum-members.ts';
import { receiveBody } from '../rules/body.ts';
import { bucketFor } from '../rules/bucket-access.ts';
import { writeConditionOf } from '../rules/conditions.ts';
import { notImplemented } from '../rules/errors.ts';
import { encryptionMembers, objectDescriptionOf } from '../rules/object-description.ts';
import { objectKeyOf } from '../rules/object-key.ts';
import { tagsOfHeader } from '../rules/tags.ts';
import type { S3Store } from '../store/object-store.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
export function putObject(store: S3Store): Operation<PutObjectCommandInput, PutObjectOutput> {
  return async (input, context) => {
    const key = objectKeyOf(input);
    const bucket = bucketFor(store, input, context).name;
    const description = objectDescriptionOf(input);
    const tags = tagsOfHeader(input.Tagging);
    if (input.WriteOffsetBytes !== undefined) throw notImplemented('x-amz-write-offset-bytes');
    const condition = writeConditionOf(input);
    // Refused before the body is taken in, and once more at the moment of the write.
    condition?.(store.objects.get(bucket, key));
    const { bytes, plan, checksum } = await receiveBody(store, input, context);
    const object = await store.putObject(
      bytes,
      {
        bucket,
        key,
        size: bytes.size,
        etag: bytes.md5,
        description,
        tags,
        checksum: { algorithm: plan.algorithm, value: checksum, type: 'FULL_OBJECT' },
        uploadId: undefined,
        parts: [],
      },
      condition,
    );
    return { ETag: `"${object.etag}"`, ...typedChecksumMembers(object.checksum), ...encryptionMembers(description) };
  };
}
