import type { AbortMultipartUploadCommandInput, AbortMultipartUploadOutput } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { uploadOf } from '../rules/upload.ts';
import type { S3Store } from '../store/object-store.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html
export function abortMultipartUpload(
  store: S3Store,
): Operation<AbortMultipartUploadCommandInput, AbortMultipartUploadOutput> {
  return (input, context) => {
    store.removeBlobs(store.uploads.delete(uploadOf(store, input, context).id));
    return {};
  };
}
