import { ConfigurationError, InputError } from '../errors.ts';
import { isTagged } from '../model/tags.ts';
import type { Cloud } from '../ports/cloud.ts';

/**
 * Sees to the bucket of a job, which must lie where the job runs.
 * @returns whether it was created.
 * @throws InputError `bucket-missing` unless it may be created
 * @throws ConfigurationError `bucket-region`
 */
export async function ensureBatchBucket(
  bucket: string,
  options: {
    readonly mayCreate: boolean;
    readonly tags: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
  },
  { objects, identity }: Pick<Cloud, 'objects' | 'identity'>,
): Promise<boolean> {
  const { region } = await identity(options.signal);
  const found = await objects.bucketRegion(bucket, options.signal);
  if (found === region) {
    // An earlier process may have been killed between creating and securing it.
    const isOurs = options.mayCreate && isTagged(await objects.bucketTags(bucket, options.signal));
    if (isOurs) await objects.secureBucket(bucket, options.signal);
    return false;
  }
  if (found !== undefined) {
    throw new ConfigurationError(
      'bucket-region',
      `Expected the bucket ${bucket} in ${region}, where the job runs, but it is in ${found}.`,
      { remedy: `Use a bucket in ${region}, or ask for the region ${found}.` },
    );
  }
  if (!options.mayCreate) {
    throw new InputError('bucket-missing', `Expected the bucket ${bucket}, but it does not exist.`, {
      remedy: 'Create it, or add --create-bucket.',
    });
  }
  await objects.createBucket(bucket, region, options.tags, options.signal);
  return true;
}
