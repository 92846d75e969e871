import type {
  DeleteBucketPolicyCommandInput,
  GetBucketPolicyCommandInput,
  GetBucketPolicyOutput,
  PutBucketPolicyCommandInput,
} from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { ServiceError } from '../../service/service-error.ts';
import { bucketFor } from '../rules/bucket-access.ts';
import type { S3Store } from '../store/object-store.ts';

// Policies are kept and given back; who may use a bucket is decided by its account alone.

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
export function putBucketPolicy(store: S3Store): Operation<PutBucketPolicyCommandInput, object> {
  return (input, context) => {
    const { name } = bucketFor(store, input, context);
    const policy = input.Policy ?? '';
    assertJsonObject(policy);
    store.buckets.putDocument(name, 'policy', policy);
    return {};
  };
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
export function getBucketPolicy(store: S3Store): Operation<GetBucketPolicyCommandInput, GetBucketPolicyOutput> {
  return (input, context) => {
    const { name } = bucketFor(store, input, context);
    const policy = store.buckets.document(name, 'policy');
    if (policy !== undefined) return { Policy: policy };
    throw new ServiceError('NoSuchBucketPolicy', 'The bucket policy does not exist', {
      status: 404,
      members: { BucketName: name },
    });
  };
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html
export function deleteBucketPolicy(store: S3Store): Operation<DeleteBucketPolicyCommandInput, object> {
  return (input, context) => {
    store.buckets.deleteDocument(bucketFor(store, input, context).name, 'policy');
    return {};
  };
}

function assertJsonObject(policy: string): void {
  try {
    const parsed: unknown = JSON.parse(policy);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return;
  } catch {
    // Not JSON: refused below.
  }
  throw new ServiceError('MalformedPolicy', "Policies must be valid JSON and the first byte must be '{'", {
    status: 400,
  });
}
