import type { ChecksumAlgorithm } from '@aws-sdk/client-s3';
import { CHECKSUM_ALGORITHMS } from './algorithms.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html#ChecksumTypes

/** The checksum of the parts' checksums, with their number. @param values base64, in order. */
export async function compositeChecksum(algorithm: ChecksumAlgorithm, values: readonly string[]): Promise<string> {
  const checksum = CHECKSUM_ALGORITHMS[algorithm].create();
  for (const value of values) checksum.update(Buffer.from(value, 'base64'));
  return `${Buffer.from(await checksum.digest()).toString('base64')}-${values.length}`;
}
