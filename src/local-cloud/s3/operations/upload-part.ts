import type { UploadPartCommandInput, UploadPartOutput } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { checksumMembers } from '../checksums/checksum-members.ts';
import { receiveBody } from '../rules/body.ts';
import { noSuchUpload } from '../rules/errors.ts';
import { encryptionMembers } from '../rules/object-description.ts';
import { assertPartChecksum, partNumberOf, uploadOf } from '../rules/upload.ts';
import type { S3Store } from '../store/object-store.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
export function uploadPart(store: S3Store): Operation<UploadPartCommandInput, UploadPartOutput> {
  return async (input, context) => {
    const upload = uploadOf(store, input, context);
    const number = partNumberOf(input);
    const { bytes, plan, checksum } = await receiveBody(store, input, context, (plan) =>
      assertPartChecksum(upload, plan),
    );
    // Needed to combine parts, even when the client did not name it.
    const kept = { checksumAlgorithm: plan.algorithm, checksumValue: checksum };
    await store.keepBlob(bytes, (blob) => [
      store.uploads.putPart(
        upload.id,
        { number, blob, size: bytes.size, etag: bytes.md5, lastModified: store.now(), ...kept },
        () => noSuchUpload(upload.id),
      ),
    ]);
    return {
      ETag: `"${bytes.md5}"`,
      ...checksumMembers(plan.algorithm, checksum),
      ...encryptionMembers(upload.description),
    };
  };
}
