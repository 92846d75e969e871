import { InvalidArgumentError } from 'commander';

/** Parser of a flag that takes the address of a service. */
export function httpUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('Expected an address like http://127.0.0.1:4566.');
}

/** Parser of a flag that takes a place in S3. */
export function s3Uri(text: string): string {
  if (/^s3:\/\/[^/]+\//.test(text)) return text;
  throw new InvalidArgumentError('Expected s3://bucket/key.');
}
