import { InputError } from '../errors.ts';
import { parseS3Uri, type S3Address } from './s3-uri.ts';

/** @throws {InputError} `s3-uri-invalid` */
export function requireS3Uri(uri: string): S3Address {
  const address = parseS3Uri(uri);
  if (address) return address;
  throw new InputError('s3-uri-invalid', `Expected an S3 URI like s3://bucket/key, got ${JSON.stringify(uri)}.`);
}
