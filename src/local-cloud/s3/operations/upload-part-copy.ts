import type { UploadPartCopyCommandInput, UploadPartCopyOutput } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { DEFAULT_CHECKSUM_ALGORITHM } from '../checksums/algorithms.ts';
import { checksumMembers } from '../checksums/checksum-members.ts';
import { copySourceOf } from '../rules/copy-source.ts';
import { entityTooLarge, noSuchUpload } from '../rules/errors.ts';
import { MAXIMUM_PUT_BYTES } from '../rules/limits.ts';
import { encryptionMembers } from '../rules/object-description.ts';
import { spanOfCopyRange } from '../rules/range.ts';
import { partNumberOf, uploadOf } from '../rules/upload.ts';
import type { S3Store } from '../store/object-store.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
export function uploadPartCopy(store: S3Store): Operation<UploadPartCopyCommandInput, UploadPartCopyOutput> {
  return async (input, context) => {
    const upload = uploadOf(store, input, context);
    const number = partNumberOf(input);
    const source = copySourceOf(store, input, context);
    const span = spanOfCopyRange(input.CopySourceRange, source.size) ?? { start: 0, length: source.size };
    if (span.length > MAXIMUM_PUT_BYTES) throw entityTooLarge(span.length, MAXIMUM_PUT_BYTES);
    const algorithm = upload.checksumAlgorithm ?? DEFAULT_CHECKSUM_ALGORITHM;
    const bytes = await store.receive(store.files.read(source.blob, span), {
      algorithms: [algorithm],
      maximum: MAXIMUM_PUT_BYTES,
      signal: context.signal,
    });
    const lastModified = store.now();
    const kept = { checksumAlgorithm: algorithm, checksumValue: bytes.checksums.get(algorithm) };
    await store.keepBlob(bytes, (blob) => [
      store.uploads.putPart(upload.id, { number, blob, size: bytes.size, etag: bytes.md5, lastModified, ...kept }, () =>
        noSuchUpload(upload.id),
      ),
    ]);
    return {
      CopyPartResult: {
        ETag: `"${bytes.md5}"`,
        LastModified: new Date(lastModified),
        ...(upload.checksumAlgorithm && checksumMembers(algorithm, kept.checksumValue)),
      },
      ...encryptionMembers(upload.description),
    };
  };
}
