/** An upload in parts that was begun and neither completed nor given up. Its parts bill as storage. */
export interface UnfinishedUpload {
  readonly key: string;
  readonly uploadId: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** What lies in S3 without being an object. */
export interface Buckets {
  /** The caller's buckets of a region, by name. */
  list(region: string, signal?: AbortSignal): AsyncIterable<{ readonly name: string; readonly createdAt?: number }>;
  unfinishedUploads(bucket: string, prefix: string, signal?: AbortSignal): AsyncIterable<UnfinishedUpload>;
  /** Giving up what is gone is no error. */
  abortUpload(bucket: string, upload: Pick<UnfinishedUpload, 'key' | 'uploadId'>, signal?: AbortSignal): Promise<void>;
}
