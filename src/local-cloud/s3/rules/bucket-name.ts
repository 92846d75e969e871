import { ServiceError } from '../../service/service-error.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html

const NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const IP_ADDRESS = /^\d{1,3}(\.\d{1,3}){3}$/;
const RESERVED_PREFIXES = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const RESERVED_SUFFIXES = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3'];

export function isBucketName(name: string): boolean {
  return (
    NAME.test(name) &&
    !name.includes('..') &&
    !IP_ADDRESS.test(name) &&
    !RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix)) &&
    !RESERVED_SUFFIXES.some((suffix) => name.endsWith(suffix))
  );
}

/** @throws ServiceError `InvalidBucketName`. */
export function assertBucketName(name: string): void {
  if (isBucketName(name)) return;
  throw new ServiceError('InvalidBucketName', 'The specified bucket is not valid.', {
    status: 400,
    members: { BucketName: name },
  });
}
