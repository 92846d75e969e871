import type { ChecksumAlgorithm, ChecksumType, ServerSideEncryption, StorageClass } from '@aws-sdk/client-s3';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** What an uploader says about an object, given back on every read. */
export interface ObjectDescription {
  readonly contentType: string;
  readonly contentEncoding?: string | undefined;
  readonly contentDisposition?: string | undefined;
  readonly contentLanguage?: string | undefined;
  readonly cacheControl?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expires?: number | undefined;
  readonly websiteRedirectLocation?: string | undefined;
  /** User metadata: `x-amz-meta-*` without the prefix. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass: StorageClass;
  readonly encryption: ServerSideEncryption;
  readonly kmsKeyId?: string | undefined;
}

/** A kept checksum; `value` is base64, with `-<parts>` when composite. */
export interface ObjectChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
  readonly type: ChecksumType;
}

/** One part of a completed multipart upload, as GetObjectAttributes tells it. */
export interface PartSummary {
  readonly number: number;
  /** Bytes. */
  readonly size: number;
  /** Base64, by the algorithm of the object's checksum. */
  readonly checksum?: string | undefined;
}

export interface ObjectRecord {
  readonly bucket: string;
  readonly key: string;
  readonly blob: string;
  /** Bytes. */
  readonly size: number;
  /** Without quotes: the MD5 in hexadecimal, with `-<parts>` after a multipart upload. */
  readonly etag: string;
  /** Milliseconds since the epoch, whole seconds as in S3. */
  readonly lastModified: number;
  readonly description: ObjectDescription;
  readonly tags: readonly Tag[];
  readonly checksum: ObjectChecksum | undefined;
  /** The multipart upload that made the object. */
  readonly uploadId: string | undefined;
  /** Empty unless made by a multipart upload. */
  readonly parts: readonly PartSummary[];
}

/** What a listing tells of an object. */
export type ObjectListRow = Pick<ObjectRecord, 'key' | 'size' | 'etag' | 'lastModified' | 'checksum'> & {
  readonly storageClass: StorageClass;
};
