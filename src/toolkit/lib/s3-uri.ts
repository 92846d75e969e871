/** A parsed `s3://bucket/key`. The key may be empty (the bucket itself) or end with `/` (a prefix). */
export interface S3Address {
  readonly bucket: string;
  readonly key: string;
}

/** Longest S3 URI that Bedrock takes. */
export const S3_URI_MAX_LENGTH = 1024;

/** Bucket names as Bedrock's `S3Uri` pattern has them: lower case, 3 to 63 characters. */
const BUCKET = /^[a-z0-9][-.a-z0-9]{1,61}[a-z0-9]$/;

/** Characters that Nova allows in the keys of training media: letters, digits, `_ - . /`, without empty segments. */
const MEDIA_KEY = /^[\w.-]+(?:\/[\w.-]+)*\/?$/;

/** Splits `s3://bucket/key`; undefined when the text does not start so or names no bucket. */
export function parseS3Uri(uri: string): S3Address | undefined {
  if (!uri.startsWith('s3://')) return undefined;
  const slash = uri.indexOf('/', 5);
  const bucket = slash === -1 ? uri.slice(5) : uri.slice(5, slash);
  if (bucket === '') return undefined;
  return { bucket, key: slash === -1 ? '' : uri.slice(slash + 1) };
}

export function formatS3Uri(address: S3Address): string {
  return `s3://${address.bucket}/${address.key}`;
}

export function isBucketName(name: string): boolean {
  return BUCKET.test(name);
}

/** Whether Nova takes `key` as the key (or, with a trailing slash, the prefix) of training media. */
export function isMediaKey(key: string): boolean {
  return MEDIA_KEY.test(key);
}
