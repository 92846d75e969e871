import { ConfigurationError, InputError } from '../errors.ts';
import type { Cloud } from '../ports/cloud.ts';

/** What there is of the bucket before an upload. */
export interface BucketState {
  readonly bucket: string;
  /** Of the bucket, or where it will be created. */
  readonly region: string;
  readonly exists: boolean;
}

/**
 * Looks for a bucket, which must lie where the job runs.
 * @throws InputError `bucket-missing` unless it may be created
 * @throws ConfigurationError `bucket-region`
 * @throws CloudError
 */
export async function inspectBucket(
  bucket: string,
  mayCreate: boolean,
  cloud: Pick<Cloud, 'objects' | 'identity'>,
  signal: AbortSignal | undefined,
): Promise<BucketState> {
  const { region } = await cloud.identity(signal);
  const found = await cloud.objects.bucketRegion(bucket, signal);
  if (found === undefined && !mayCreate) {
    throw new InputError('bucket-missing', `Expected the bucket ${bucket}, but it does not exist.`, {
      remedy: 'Create it, or ask for it to be created.',
    });
  }
  if (found !== undefined && found !== region) {
    throw new ConfigurationError(
      'bucket-region',
      `Expected the bucket ${bucket} in ${region}, where the job runs, but it is in ${found}.`,
      { remedy: `Use a bucket in ${region}, or ask for the region ${found}.` },
    );
  }
  return { bucket, region, exists: found !== undefined };
}
