import type { OperationContext } from '../../service/operation.ts';
import { ServiceError } from '../../service/service-error.ts';
import type { BucketRecord } from '../store/buckets.ts';
import type { S3Store } from '../store/object-store.ts';
import { accessDenied, noSuchBucket } from './errors.ts';

interface BucketInput {
  readonly Bucket?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

const ACCOUNT = /^\d{12}$/;

/**
 * The bucket of a request, when the caller may use it: it exists, belongs to the caller's account (bucket policies are kept,
 * not evaluated), to the account that the caller expects, and to the region that the request was signed for.
 * @throws ServiceError `NoSuchBucket`, `AccessDenied`, `PermanentRedirect`.
 */
export function bucketFor(
  store: S3Store,
  input: BucketInput,
  context: Pick<OperationContext, 'caller' | 'region' | 'endpoint'>,
): BucketRecord {
  const bucket = ownBucketFor(store, input, context);
  if (bucket.region === context.region) return bucket;
  throw new ServiceError(
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    {
      status: 301,
      members: { Endpoint: new URL(context.endpoint).host, Bucket: bucket.name },
      headers: { 'x-amz-bucket-region': bucket.region },
    },
  );
}

/** Like {@link bucketFor}, for the operations that answer in any region. */
export function ownBucketFor(
  store: S3Store,
  input: BucketInput,
  context: Pick<OperationContext, 'caller'>,
): BucketRecord {
  const { Bucket: name = '', ExpectedBucketOwner: owner } = input;
  const bucket = store.buckets.get(name);
  if (!bucket) throw noSuchBucket(name);
  if (owner !== undefined && !ACCOUNT.test(owner)) {
    throw new ServiceError(
      'InvalidBucketOwnerAWSAccountID',
      'The value of the expected bucket owner parameter must be an AWS account ID',
      { status: 400 },
    );
  }
  if (bucket.accountId !== context.caller.accountId || (owner !== undefined && owner !== bucket.accountId)) {
    throw accessDenied();
  }
  return bucket;
}
