import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc';
import { Xxh3_64, Xxh3_128, Xxh64 } from '@aws-sdk/checksums/xxh';
import type { ChecksumAlgorithm } from '@aws-sdk/client-s3';

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html

/** A checksum fed chunk by chunk. */
export interface RunningChecksum {
  update(chunk: Uint8Array): void;
  digest(): Promise<Uint8Array>;
}

interface AlgorithmFacts {
  readonly create: () => RunningChecksum;
  /** Bytes of a digest. */
  readonly length: number;
  /** How parts of a multipart upload combine; the first is the default. */
  readonly types: readonly ('COMPOSITE' | 'FULL_OBJECT')[];
}

function runningHash(name: string): RunningChecksum {
  const hash = createHash(name);
  return { update: (chunk) => void hash.update(chunk), digest: async () => hash.digest() };
}

function runningCrc32(): RunningChecksum {
  let value = 0;
  return {
    update: (chunk) => {
      value = crc32(chunk, value);
    },
    digest: async () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    },
  };
}

export const CHECKSUM_ALGORITHMS: Readonly<Record<ChecksumAlgorithm, AlgorithmFacts>> = {
  CRC32: { create: runningCrc32, length: 4, types: ['COMPOSITE', 'FULL_OBJECT'] },
  CRC32C: { create: () => new Crc32c(), length: 4, types: ['COMPOSITE', 'FULL_OBJECT'] },
  CRC64NVME: { create: () => new Crc64Nvme(), length: 8, types: ['FULL_OBJECT'] },
  SHA1: { create: () => runningHash('sha1'), length: 20, types: ['COMPOSITE'] },
  SHA256: { create: () => runningHash('sha256'), length: 32, types: ['COMPOSITE'] },
  SHA512: { create: () => runningHash('sha512'), length: 64, types: ['COMPOSITE'] },
  MD5: { create: () => runningHash('md5'), length: 16, types: ['COMPOSITE'] },
  XXHASH64: { create: () => new Xxh64(), length: 8, types: ['COMPOSITE'] },
  XXHASH3: { create: () => new Xxh3_64(), length: 8, types: ['COMPOSITE'] },
  XXHASH128: { create: () => new Xxh3_128(), length: 16, types: ['COMPOSITE'] },
};

/** Algorithm of objects whose uploader named none. */
export const DEFAULT_CHECKSUM_ALGORITHM = 'CRC64NVME' satisfies ChecksumAlgorithm;

export const CHECKSUM_ALGORITHM_NAMES = Object.keys(CHECKSUM_ALGORITHMS) as readonly ChecksumAlgorithm[];

/** @returns undefined when S3 does not know the name. */
export function checksumAlgorithmNamed(name: string): ChecksumAlgorithm | undefined {
  return CHECKSUM_ALGORITHM_NAMES.find((known) => known === name.toUpperCase());
}
