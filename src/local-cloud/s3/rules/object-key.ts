import { ServiceError } from '../../service/service-error.ts';
import { invalidArgument } from './errors.ts';
import { MAXIMUM_KEY_BYTES } from './limits.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html

/** The key of a request. @throws ServiceError `KeyTooLongError`, `InvalidArgument`. */
export function objectKeyOf(input: {
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
}): string {
  const { Key: key = '', VersionId: version } = input;
  const bytes = Buffer.byteLength(key);
  if (bytes > MAXIMUM_KEY_BYTES) {
    throw new ServiceError('KeyTooLongError', 'Your key is too long', {
      status: 400,
      members: { Size: bytes, MaxSizeAllowed: MAXIMUM_KEY_BYTES },
    });
  }
  // The database ends text at NUL, and XML cannot carry it either.
  if (key === '' || key.includes('\u0000')) throw invalidArgument('Object key is not valid', 'Key', undefined);
  if (version !== undefined && version !== 'null') {
    throw invalidArgument('Invalid version id specified', 'versionId', version);
  }
  return key;
}
