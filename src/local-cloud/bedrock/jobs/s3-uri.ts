import { refusals } from '../refusals.ts';

/** An object or a prefix in S3. */
export interface S3Place {
  readonly bucket: string;
  /** Without a leading slash; may be empty or end with one. */
  readonly key: string;
}

/** @throws ServiceError ValidationException when `uri` is no `s3://bucket/key`. */
export function parseS3Uri(uri: string): S3Place {
  const match = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(uri);
  if (!match) throw refusals.validation(`Provided S3 location is invalid: ${uri}`);
  return { bucket: match[1] ?? '', key: match[2] ?? '' };
}

/** Key of `name` under an output location, whether or not that ends with a slash. */
export function keyUnder(place: S3Place, name: string): string {
  const prefix = place.key.replace(/\/+$/, '');
  return prefix === '' ? name : `${prefix}/${name}`;
}

export function objectArn(bucket: string, key: string): string {
  return `arn:aws:s3:::${bucket}/${key}`;
}
