import type { ServerSideEncryption, StorageClass } from '@aws-sdk/client-s3';
import { ServiceError } from '../../service/service-error.ts';
import type { ObjectDescription } from '../store/object-record.ts';
import { invalidRequest, notImplemented } from './errors.ts';
import { MAXIMUM_USER_METADATA_BYTES } from './limits.ts';

/** The members that PutObject, CopyObject and CreateMultipartUpload share. */
export interface DescriptionInput {
  readonly ACL?: string | undefined;
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly Expires?: Date | undefined;
  readonly Metadata?: Readonly<Record<string, string>> | undefined;
  readonly ObjectLockMode?: string | undefined;
  readonly ServerSideEncryption?: ServerSideEncryption | undefined;
  readonly SSECustomerAlgorithm?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly StorageClass?: StorageClass | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
}

const STORAGE_CLASSES: ReadonlySet<string> = new Set<StorageClass>([
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
]);
/** ACLs that a bucket with ACLs disabled, as every new one, still takes. */
const ACCEPTED_ACLS = new Set(['private', 'bucket-owner-full-control']);

function userMetadataOf(metadata: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value] as const);
  const size = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (size <= MAXIMUM_USER_METADATA_BYTES) return Object.fromEntries(entries);
  throw new ServiceError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
    status: 400,
    members: { Size: size, MaxSizeAllowed: MAXIMUM_USER_METADATA_BYTES },
  });
}

/** What is not emulated is refused, lest an object be less protected than its uploader believes. */
function assertEmulated(input: DescriptionInput): void {
  if (input.SSECustomerAlgorithm !== undefined) throw notImplemented('x-amz-server-side-encryption-customer-algorithm');
  if (input.ObjectLockMode !== undefined) throw invalidRequest('Bucket is missing Object Lock Configuration');
  if (input.ACL !== undefined && !ACCEPTED_ACLS.has(input.ACL)) {
    throw new ServiceError('AccessControlListNotSupported', 'The bucket does not allow ACLs', { status: 400 });
  }
}

/** @throws ServiceError `InvalidStorageClass`, `MetadataTooLarge`, and refusals of what is not emulated. */
export function objectDescriptionOf(input: DescriptionInput): ObjectDescription {
  assertEmulated(input);
  const storageClass = input.StorageClass ?? 'STANDARD';
  if (!STORAGE_CLASSES.has(storageClass)) {
    throw new ServiceError('InvalidStorageClass', 'The storage class you specified is not valid', {
      status: 400,
      members: { StorageClassRequested: storageClass },
    });
  }
  return {
    contentType: input.ContentType ?? 'binary/octet-stream',
    contentEncoding: input.ContentEncoding,
    contentDisposition: input.ContentDisposition,
    contentLanguage: input.ContentLanguage,
    cacheControl: input.CacheControl,
    expires: input.Expires?.getTime(),
    websiteRedirectLocation: input.WebsiteRedirectLocation,
    metadata: userMetadataOf(input.Metadata ?? {}),
    storageClass,
    encryption: input.ServerSideEncryption ?? 'AES256',
    kmsKeyId: input.SSEKMSKeyId,
  };
}

/** The members about encryption in the answer of every write and read. */
export function encryptionMembers(description: ObjectDescription): {
  readonly ServerSideEncryption: ServerSideEncryption;
  readonly SSEKMSKeyId?: string;
} {
  const { encryption, kmsKeyId } = description;
  return { ServerSideEncryption: encryption, ...(kmsKeyId !== undefined && { SSEKMSKeyId: kmsKeyId }) };
}
