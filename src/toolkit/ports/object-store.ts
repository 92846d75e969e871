import type { Readable } from 'node:stream';

export interface ObjectSummary {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 that the uploader stored as metadata `sha256`, hex; only on `head`. */
  readonly sha256?: string;
  /** Milliseconds since the epoch; only in listings. */
  readonly modifiedAt?: number;
}

/** Bytes from `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** An S3-like store. Every method throws `CloudError`; a missing object or bucket is `undefined`, not an error. */
export interface ObjectStore {
  /** Uploads a file (multipart when large). `sha256` is kept as metadata, so a later run can skip what is there. */
  putFile(bucket: string, key: string, file: string, options: PutOptions): Promise<void>;
  put(bucket: string, key: string, body: Uint8Array | string, options: PutOptions): Promise<void>;
  /** The whole object, or the bytes of `range`; a range must begin inside the object. */
  get(bucket: string, key: string, signal?: AbortSignal, range?: ByteRange): Promise<Readable | undefined>;
  head(bucket: string, key: string, signal?: AbortSignal): Promise<ObjectSummary | undefined>;
  /** All objects under a prefix, paged as they are consumed. */
  list(bucket: string, prefix: string, signal?: AbortSignal): AsyncIterable<ObjectSummary>;
  /** Deletes objects in batches; missing ones are no error. */
  delete(bucket: string, keys: readonly string[], signal?: AbortSignal): Promise<void>;
  /** Region and owner of a bucket, or undefined when it does not exist. A bucket of another account throws. */
  bucketRegion(bucket: string, signal?: AbortSignal): Promise<string | undefined>;
  /** Creates a private bucket: public access blocked, TLS-only policy on AWS. */
  createBucket(
    bucket: string,
    region: string,
    tags: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<void>;
  /** Sets what a creation that was cut short has left unset: blocked public access, TLS-only policy. What is set stays as it is. */
  secureBucket(bucket: string, signal?: AbortSignal): Promise<void>;
  /** Tags of a bucket; empty when it has none or does not exist. */
  bucketTags(bucket: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** Deletes an empty bucket. */
  deleteBucket(bucket: string, signal?: AbortSignal): Promise<void>;
}

export interface PutOptions {
  readonly contentType: string;
  /** Hex. */
  readonly sha256?: string;
  readonly signal?: AbortSignal;
}
