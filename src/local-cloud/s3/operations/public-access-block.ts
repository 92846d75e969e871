import type {
  DeletePublicAccessBlockCommandInput,
  GetPublicAccessBlockCommandInput,
  GetPublicAccessBlockOutput,
  PublicAccessBlockConfiguration,
  PutPublicAccessBlockCommandInput,
} from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { ServiceError } from '../../service/service-error.ts';
import { bucketFor } from '../rules/bucket-access.ts';
import type { S3Store } from '../store/object-store.ts';

// Buckets are born with everything blocked (since April 2023); a document is kept only once that was changed.
const EVERYTHING_BLOCKED: PublicAccessBlockConfiguration = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const REMOVED = 'null';

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html
export function putPublicAccessBlock(store: S3Store): Operation<PutPublicAccessBlockCommandInput, object> {
  return (input, context) => {
    const { name } = bucketFor(store, input, context);
    const given = input.PublicAccessBlockConfiguration;
    const configuration: PublicAccessBlockConfiguration = {
      BlockPublicAcls: given?.BlockPublicAcls ?? false,
      IgnorePublicAcls: given?.IgnorePublicAcls ?? false,
      BlockPublicPolicy: given?.BlockPublicPolicy ?? false,
      RestrictPublicBuckets: given?.RestrictPublicBuckets ?? false,
    };
    store.buckets.putDocument(name, 'public-access-block', JSON.stringify(configuration));
    return {};
  };
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html
export function getPublicAccessBlock(
  store: S3Store,
): Operation<GetPublicAccessBlockCommandInput, GetPublicAccessBlockOutput> {
  return (input, context) => {
    const { name } = bucketFor(store, input, context);
    const kept = store.buckets.document(name, 'public-access-block');
    if (kept === undefined) return { PublicAccessBlockConfiguration: EVERYTHING_BLOCKED };
    if (kept !== REMOVED) {
      return { PublicAccessBlockConfiguration: JSON.parse(kept) as PublicAccessBlockConfiguration };
    }
    throw new ServiceError(
      'NoSuchPublicAccessBlockConfiguration',
      'The public access block configuration was not found',
      { status: 404, members: { BucketName: name } },
    );
  };
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeletePublicAccessBlock.html
export function deletePublicAccessBlock(store: S3Store): Operation<DeletePublicAccessBlockCommandInput, object> {
  return (input, context) => {
    store.buckets.putDocument(bucketFor(store, input, context).name, 'public-access-block', REMOVED);
    return {};
  };
}
