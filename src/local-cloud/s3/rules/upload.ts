import type { OperationContext } from '../../service/operation.ts';
import type { IntegrityPlan } from '../checksums/body-integrity.ts';
import type { S3Store } from '../store/object-store.ts';
import type { UploadRecord } from '../store/uploads.ts';
import { bucketFor } from './bucket-access.ts';
import { invalidArgument, invalidRequest, noSuchUpload } from './errors.ts';
import { MAXIMUM_PARTS } from './limits.ts';
import { objectKeyOf } from './object-key.ts';

interface UploadInput {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
  readonly UploadId?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** The upload in progress that a request is about. @throws ServiceError `NoSuchUpload`. */
export function uploadOf(store: S3Store, input: UploadInput, context: OperationContext): UploadRecord {
  const key = objectKeyOf(input);
  const bucket = bucketFor(store, input, context).name;
  const upload = store.uploads.get(input.UploadId ?? '');
  if (upload?.bucket === bucket && upload.key === key) return upload;
  throw noSuchUpload(input.UploadId ?? '');
}

export function partNumberOf(input: { readonly PartNumber?: number | undefined }): number {
  const number = input.PartNumber ?? 0;
  if (Number.isInteger(number) && number >= 1 && number <= MAXIMUM_PARTS) return number;
  throw invalidArgument(
    'Part number must be an integer between 1 and 10000, inclusive',
    'partNumber',
    input.PartNumber,
  );
}

/** An upload made for an algorithm takes only parts that come with its checksum. */
export function assertPartChecksum(upload: UploadRecord, plan: IntegrityPlan): void {
  const expected = upload.checksumAlgorithm;
  if (expected === undefined) return;
  const actual = plan.isDefault ? undefined : plan.algorithm;
  // A checksum of the whole object needs none of its parts.
  if (actual === expected || (actual === undefined && upload.checksumType === 'FULL_OBJECT')) return;
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${actual?.toLowerCase() ?? 'null'}`,
  );
}
