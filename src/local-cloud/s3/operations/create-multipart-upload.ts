import { randomBytes } from 'node:crypto';
import type {
  ChecksumAlgorithm,
  ChecksumType,
  CreateMultipartUploadCommandInput,
  CreateMultipartUploadOutput,
} from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { CHECKSUM_ALGORITHMS, checksumAlgorithmNamed } from '../checksums/algorithms.ts';
import { bucketFor } from '../rules/bucket-access.ts';
import { invalidRequest } from '../rules/errors.ts';
import { encryptionMembers, objectDescriptionOf } from '../rules/object-description.ts';
import { objectKeyOf } from '../rules/object-key.ts';
import { tagsOfHeader } from '../rules/tags.ts';
import type { S3Store } from '../store/object-store.ts';

const UPLOAD_ID_BYTES = 48;

function algorithmOf(input: CreateMultipartUploadCommandInput): ChecksumAlgorithm | undefined {
  if (input.ChecksumAlgorithm === undefined) return undefined;
  const algorithm = checksumAlgorithmNamed(input.ChecksumAlgorithm);
  if (algorithm) return algorithm;
  throw invalidRequest('Checksum algorithm provided is unsupported. Please try again with any of the valid types');
}

function checksumTypeOf(algorithm: ChecksumAlgorithm | undefined, wanted: ChecksumType | undefined): ChecksumType {
  // Without an algorithm, S3 keeps a CRC-64/NVME of the whole object.
  if (!algorithm) {
    if (wanted === undefined) return 'FULL_OBJECT';
    throw invalidRequest('The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.');
  }
  const { types } = CHECKSUM_ALGORITHMS[algorithm];
  const type = wanted ?? types[0] ?? 'COMPOSITE';
  if (types.includes(type)) return type;
  throw invalidRequest(
    `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  );
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
export function createMultipartUpload(
  store: S3Store,
): Operation<CreateMultipartUploadCommandInput, CreateMultipartUploadOutput> {
  return (input, context) => {
    const key = objectKeyOf(input);
    const bucket = bucketFor(store, input, context).name;
    const description = objectDescriptionOf(input);
    const checksumAlgorithm = algorithmOf(input);
    const checksumType = checksumTypeOf(checksumAlgorithm, input.ChecksumType);
    const id = randomBytes(UPLOAD_ID_BYTES).toString('base64url');
    store.uploads.create({
      id,
      bucket,
      key,
      initiatedAt: store.clock.now(),
      description,
      tags: tagsOfHeader(input.Tagging),
      checksumAlgorithm,
      checksumType,
    });
    return {
      Bucket: bucket,
      Key: key,
      UploadId: id,
      ...(checksumAlgorithm && { ChecksumAlgorithm: checksumAlgorithm, ChecksumType: checksumType }),
      ...encryptionMembers(description),
    };
  };
}
