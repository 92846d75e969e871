import type { ChecksumAlgorithm, CopyObjectCommandInput, CopyObjectOutput } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { DEFAULT_CHECKSUM_ALGORITHM } from '../checksums/algorithms.ts';
import { typedChecksumMembers } from '../checksums/checksum-members.ts';
import { bucketFor } from '../rules/bucket-access.ts';
import { writeConditionOf } from '../rules/conditions.ts';
import { copySourceOf } from '../rules/copy-source.ts';
import { invalidRequest } from '../rules/errors.ts';
import { MAXIMUM_PUT_BYTES } from '../rules/limits.ts';
import { encryptionMembers, objectDescriptionOf } from '../rules/object-description.ts';
import { objectKeyOf } from '../rules/object-key.ts';
import { tagsOfHeader } from '../rules/tags.ts';
import type { ObjectDescription, ObjectRecord } from '../store/object-record.ts';
import type { S3Store } from '../store/object-store.ts';
import type { ReceivedBytes } from '../store/receive.ts';

/** The bytes of the copy, with the facts about them that depend on how they are kept. */
type CopiedBytes = Pick<ReceivedBytes, 'keep' | 'discard'> & Pick<ObjectRecord, 'etag' | 'checksum'>;

function describeCopy(source: ObjectRecord, input: CopyObjectCommandInput): ObjectDescription {
  const given = objectDescriptionOf(input);
  if (input.MetadataDirective === 'REPLACE') return given;
  const { storageClass, encryption, kmsKeyId, websiteRedirectLocation } = given;
  return { ...source.description, storageClass, encryption, kmsKeyId, websiteRedirectLocation };
}

function assertChangesSomething(
  source: ObjectRecord,
  bucket: string,
  key: string,
  input: CopyObjectCommandInput,
): void {
  const isSame = source.bucket === bucket && source.key === key;
  const changes =
    input.MetadataDirective === 'REPLACE' ||
    input.StorageClass !== undefined ||
    input.ServerSideEncryption !== undefined ||
    input.WebsiteRedirectLocation !== undefined;
  if (!isSame || changes) return;
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

/** A copy is one object, whatever its source was made of: only then can the source's digests stand for it. */
async function copyBytes(
  store: S3Store,
  source: ObjectRecord,
  wanted: ChecksumAlgorithm | undefined,
  signal: AbortSignal,
): Promise<CopiedBytes> {
  const algorithm = wanted ?? source.checksum?.algorithm ?? DEFAULT_CHECKSUM_ALGORITHM;
  const isReusable = source.parts.length === 0 && source.checksum?.algorithm === algorithm;
  if (isReusable) {
    const { etag, checksum } = source;
    return { etag, checksum, keep: () => store.files.duplicate(source.blob), discard: async () => undefined };
  }
  const body = store.files.read(source.blob, { start: 0, length: source.size });
  const bytes = await store.receive(body, { algorithms: [algorithm], maximum: MAXIMUM_PUT_BYTES, signal });
  const value = bytes.checksums.get(algorithm) ?? '';
  return { ...bytes, etag: bytes.md5, checksum: { algorithm, value, type: 'FULL_OBJECT' } };
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
export function copyObject(store: S3Store): Operation<CopyObjectCommandInput, CopyObjectOutput> {
  return async (input, context) => {
    const key = objectKeyOf(input);
    const bucket = bucketFor(store, input, context).name;
    const source = copySourceOf(store, input, context);
    assertChangesSomething(source, bucket, key, input);
    if (source.size > MAXIMUM_PUT_BYTES) {
      throw invalidRequest(
        `The specified copy source is larger than the maximum allowable size for a copy source: ${MAXIMUM_PUT_BYTES}`,
      );
    }
    const description = describeCopy(source, input);
    const tags = input.TaggingDirective === 'REPLACE' ? tagsOfHeader(input.Tagging) : source.tags;
    const condition = writeConditionOf(input);
    condition?.(store.objects.get(bucket, key));
    const { etag, checksum, ...bytes } = await copyBytes(store, source, input.ChecksumAlgorithm, context.signal);
    const copy = await store.putObject(
      bytes,
      { bucket, key, size: source.size, etag, description, tags, checksum, uploadId: undefined, parts: [] },
      condition,
    );
    return {
      CopyObjectResult: {
        ETag: `"${copy.etag}"`,
        LastModified: new Date(copy.lastModified),
        ...typedChecksumMembers(copy.checksum),
      },
      ...encryptionMembers(description),
    };
  };
}
