import type { ListBucketsCommandInput, ListBucketsOutput } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { invalidArgument } from '../rules/errors.ts';
import { decodeListToken, encodeListToken } from '../rules/list-token.ts';
import { ownerOf } from '../rules/owner.ts';
import type { S3Store } from '../store/object-store.ts';

/** Most buckets of one answer. */
const MAXIMUM_BUCKETS = 10_000;

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
export function listBuckets(store: S3Store): Operation<ListBucketsCommandInput, ListBucketsOutput> {
  return (input, { caller }) => {
    const limit = input.MaxBuckets ?? MAXIMUM_BUCKETS;
    if (limit < 1 || limit > MAXIMUM_BUCKETS) {
      throw invalidArgument('Argument max-buckets must be an integer between 1 and 10000', 'max-buckets', limit);
    }
    const found = store.buckets.list({
      accountId: caller.accountId,
      prefix: input.Prefix ?? '',
      after: decodeListToken(input.ContinuationToken),
      region: input.BucketRegion,
      limit: limit + 1,
    });
    const buckets = found.slice(0, limit);
    const last = buckets.at(-1);
    return {
      Buckets: buckets.map(({ name, createdAt, region }) => ({
        Name: name,
        CreationDate: new Date(createdAt),
        BucketRegion: region,
        BucketArn: `arn:aws:s3:::${name}`,
      })),
      Owner: ownerOf(caller.accountId),
      ...(input.Prefix !== undefined && { Prefix: input.Prefix }),
      ...(last && found.length > limit && { ContinuationToken: encodeListToken(last.name) }),
    };
  };
}
