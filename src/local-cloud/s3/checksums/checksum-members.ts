import type { ChecksumAlgorithm } from '@aws-sdk/client-s3';
import type { ObjectChecksum } from '../store/object-record.ts';
import { CHECKSUM_ALGORITHM_NAMES } from './algorithms.ts';

/** `ChecksumCRC32` and its siblings: in inputs, outputs, parts and attributes alike. */
export type ChecksumMembers = {
  readonly [Algorithm in ChecksumAlgorithm as `Checksum${Algorithm}`]?: string | undefined;
};

/** The checksum that an input names; the first one when it names several. */
export function checksumIn(members: ChecksumMembers): { algorithm: ChecksumAlgorithm; value: string } | undefined {
  for (const algorithm of CHECKSUM_ALGORITHM_NAMES) {
    const value = members[`Checksum${algorithm}`];
    if (value !== undefined) return { algorithm, value };
  }
  return undefined;
}

/** One checksum as output members. */
export function checksumMembers(algorithm: ChecksumAlgorithm | undefined, value: string | undefined): ChecksumMembers {
  return algorithm === undefined || value === undefined ? {} : { [`Checksum${algorithm}`]: value };
}

/** An object's checksum with its type, as output members. */
export function typedChecksumMembers(
  checksum: ObjectChecksum | undefined,
): ChecksumMembers & { readonly ChecksumType?: ObjectChecksum['type'] } {
  return checksum ? { ...checksumMembers(checksum.algorithm, checksum.value), ChecksumType: checksum.type } : {};
}
