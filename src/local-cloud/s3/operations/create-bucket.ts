import type { CreateBucketCommandInput, CreateBucketOutput } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { ServiceError } from '../../service/service-error.ts';
import { assertBucketName } from '../rules/bucket-name.ts';
import { MAXIMUM_BUCKET_TAGS, tagsOf } from '../rules/tags.ts';
import type { S3Store } from '../store/object-store.ts';

/** The region whose buckets have no location constraint. */
const CLASSIC_REGION = 'us-east-1';
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

function illegalLocation(constraint: string): ServiceError {
  return new ServiceError(
    'IllegalLocationConstraintException',
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    { status: 400 },
  );
}

/** The region of the new bucket: that of the request, unless us-east-1, the global endpoint, was asked for another one. */
function regionOf(constraint: string | undefined, requestRegion: string): string {
  if (constraint === undefined || constraint === '') {
    if (requestRegion === CLASSIC_REGION) return CLASSIC_REGION;
    throw illegalLocation('unspecified');
  }
  const region = constraint === 'EU' ? 'eu-west-1' : constraint;
  if (!REGION.test(region) || region === CLASSIC_REGION) {
    throw new ServiceError('InvalidLocationConstraint', 'The specified location-constraint is not valid', {
      status: 400,
      members: { LocationConstraint: constraint },
    });
  }
  if (requestRegion !== CLASSIC_REGION && region !== requestRegion) throw illegalLocation(constraint);
  return region;
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
export function createBucket(store: S3Store): Operation<CreateBucketCommandInput, CreateBucketOutput> {
  return (input, { caller, region: requestRegion }) => {
    const name = input.Bucket ?? '';
    assertBucketName(name);
    const configuration = input.CreateBucketConfiguration;
    const region = regionOf(configuration?.LocationConstraint, requestRegion);
    const tags = tagsOf(configuration?.Tags, MAXIMUM_BUCKET_TAGS);
    const { bucket, isNew } = store.buckets.create({ name, accountId: caller.accountId, region });
    if (isNew && tags.length > 0) store.buckets.putDocument(name, 'tagging', JSON.stringify(tags));
    if (!isNew && bucket.accountId !== caller.accountId) {
      throw new ServiceError(
        'BucketAlreadyExists',
        'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
        { status: 409, members: { BucketName: name } },
      );
    }
    // Only the classic region lets an owner create a bucket again.
    if (!isNew && (bucket.region !== CLASSIC_REGION || region !== CLASSIC_REGION)) {
      throw new ServiceError(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        { status: 409, members: { BucketName: name } },
      );
    }
    return { Location: `/${name}`, BucketArn: `arn:aws:s3:::${name}` };
  };
}
