import type { CompleteMultipartUploadCommandInput, CompleteMultipartUploadOutput } from '@aws-sdk/client-s3';
import type { Operation, OperationContext } from '../../service/operation.ts';
import { ServiceError } from '../../service/service-error.ts';
import { DEFAULT_CHECKSUM_ALGORITHM } from '../checksums/algorithms.ts';
import { checksumIn, typedChecksumMembers } from '../checksums/checksum-members.ts';
import { compositeChecksum } from '../checksums/composite.ts';
import { bucketFor } from '../rules/bucket-access.ts';
import { chosenParts, multipartEtag } from '../rules/completion.ts';
import { writeConditionOf } from '../rules/conditions.ts';
import { invalidRequest, noSuchUpload } from '../rules/errors.ts';
import { encryptionMembers } from '../rules/object-description.ts';
import { objectKeyOf } from '../rules/object-key.ts';
import { uploadOf } from '../rules/upload.ts';
import type { ObjectChecksum, ObjectRecord } from '../store/object-record.ts';
import type { S3Store } from '../store/object-store.ts';
import type { ReceivedBytes } from '../store/receive.ts';
import type { PartRecord, UploadRecord } from '../store/uploads.ts';

/** The parts' bytes one after the other, a read buffer at a time. */
async function* joined(store: S3Store, parts: readonly PartRecord[]): AsyncGenerator<Uint8Array> {
  for (const { blob, size } of parts) yield* store.files.read(blob, { start: 0, length: size });
}

async function checksumOf(
  upload: UploadRecord,
  parts: readonly PartRecord[],
  bytes: ReceivedBytes,
): Promise<ObjectChecksum | undefined> {
  const algorithm = upload.checksumAlgorithm ?? DEFAULT_CHECKSUM_ALGORITHM;
  const type = upload.checksumType;
  const whole = bytes.checksums.get(algorithm);
  if (whole !== undefined) return { algorithm, value: whole, type };
  const values = parts.map((part) => part.checksumValue ?? '');
  return { algorithm, value: await compositeChecksum(algorithm, values), type };
}

function assertWhole(
  input: CompleteMultipartUploadCommandInput,
  size: number,
  checksum: ObjectChecksum | undefined,
): void {
  if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== size) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${size}`,
    );
  }
  const given = checksumIn(input);
  if (!given || !checksum || given.algorithm !== checksum.algorithm) return;
  // A composite may be given with or without its number of parts.
  const calculated = given.value.includes('-') ? checksum.value : checksum.value.replace(/-\d+$/, '');
  if (given.value === calculated) return;
  throw new ServiceError('BadDigest', `The ${given.algorithm} you specified did not match the calculated checksum.`, {
    status: 400,
  });
}

function answer(object: ObjectRecord, { endpoint }: OperationContext): CompleteMultipartUploadOutput {
  const path = object.key.split('/').map(encodeURIComponent).join('/');
  return {
    Location: `${endpoint}/${object.bucket}/${path}`,
    Bucket: object.bucket,
    Key: object.key,
    ETag: `"${object.etag}"`,
    ...typedChecksumMembers(object.checksum),
    ...encryptionMembers(object.description),
  };
}

/** The object that an earlier, repeated request has made. */
function completedBefore(
  store: S3Store,
  input: CompleteMultipartUploadCommandInput,
  context: OperationContext,
): ObjectRecord | undefined {
  const object = store.objects.get(bucketFor(store, input, context).name, objectKeyOf(input));
  return object?.uploadId !== undefined && object.uploadId === input.UploadId ? object : undefined;
}

async function complete(
  store: S3Store,
  upload: UploadRecord,
  input: CompleteMultipartUploadCommandInput,
  signal: AbortSignal,
): Promise<ObjectRecord> {
  const parts = chosenParts(upload, store.uploads.parts(upload.id), input.MultipartUpload?.Parts);
  const condition = writeConditionOf(input);
  condition?.(store.objects.get(upload.bucket, upload.key));
  const isWhole = upload.checksumType === 'FULL_OBJECT';
  const bytes = await store.receive(joined(store, parts), {
    algorithms: isWhole ? [upload.checksumAlgorithm ?? DEFAULT_CHECKSUM_ALGORITHM] : [],
    maximum: Number.POSITIVE_INFINITY,
    signal,
  });
  let checksum: ObjectChecksum | undefined;
  try {
    checksum = await checksumOf(upload, parts, bytes);
    assertWhole(input, bytes.size, checksum);
  } catch (error) {
    await bytes.discard();
    throw error;
  }
  return await store.completeUpload(
    upload,
    bytes,
    {
      bucket: upload.bucket,
      key: upload.key,
      size: bytes.size,
      etag: multipartEtag(parts),
      description: upload.description,
      tags: upload.tags,
      checksum,
      uploadId: upload.id,
      parts: parts.map(({ number, size, checksumAlgorithm, checksumValue }) => ({
        number,
        size,
        checksum: checksumAlgorithm === upload.checksumAlgorithm ? checksumValue : undefined,
      })),
    },
    condition,
  );
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
export function completeMultipartUpload(
  store: S3Store,
): Operation<CompleteMultipartUploadCommandInput, CompleteMultipartUploadOutput> {
  return async (input, context) => {
    const before = completedBefore(store, input, context);
    if (before) return answer(before, context);
    const upload = uploadOf(store, input, context);
    try {
      return answer(await complete(store, upload, input, context.signal), context);
    } catch (error) {
      // A repeated request may have overtaken this one.
      const meanwhile = store.uploads.get(upload.id) ? undefined : completedBefore(store, input, context);
      if (meanwhile) return answer(meanwhile, context);
      throw store.uploads.get(upload.id) ? error : noSuchUpload(upload.id);
    }
  };
}
