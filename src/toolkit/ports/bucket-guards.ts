export interface BucketEncryption {
  /** `AES256`, `aws:kms`, `aws:kms:dsse`. */
  readonly algorithm: string;
  /** Key that new objects are encrypted with; absent: S3's own, or the account's key for S3. */
  readonly key?: string;
}

/** How a bucket is guarded. Reads only. Every method throws `CloudError`. */
export interface BucketGuards {
  /** Default encryption of new objects. */
  encryption(bucket: string, signal?: AbortSignal): Promise<BucketEncryption | undefined>;
  /** Whether all four switches of the public access block are on for the bucket itself. */
  blocksPublicAccess(bucket: string, signal?: AbortSignal): Promise<boolean>;
  /** The bucket's policy as plain data; undefined when it has none. */
  policy(bucket: string, signal?: AbortSignal): Promise<Readonly<Record<string, unknown>> | undefined>;
}
