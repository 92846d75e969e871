import type { ListObjectsCommandInput, ListObjectsOutput } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { bucketFor } from '../rules/bucket-access.ts';
import { MAXIMUM_LIST_ENTRIES } from '../rules/limits.ts';
import { listAnswer } from '../rules/list-answer.ts';
import { ownerOf } from '../rules/owner.ts';
import { keyEncoder, pageLimit } from '../rules/paging.ts';
import type { S3Store } from '../store/object-store.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html
export function listObjects(store: S3Store): Operation<ListObjectsCommandInput, ListObjectsOutput> {
  return (input, context) => {
    const bucket = bucketFor(store, input, context);
    const limit = pageLimit(input.MaxKeys, MAXIMUM_LIST_ENTRIES, 'max-keys');
    const encode = keyEncoder(input.EncodingType);
    const prefix = input.Prefix ?? '';
    const delimiter = input.Delimiter ?? '';
    const marker = input.Marker ?? '';
    const listing = store.objects.list(bucket.name, { prefix, delimiter, after: marker, limit });
    return {
      Name: bucket.name,
      Prefix: encode(prefix),
      Marker: encode(marker),
      MaxKeys: limit,
      ...listAnswer(listing, encode, ownerOf(bucket.accountId)),
      ...(delimiter !== '' && { Delimiter: encode(delimiter) }),
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      // Without a delimiter the last key of the page is the next marker, and S3 does not repeat it.
      ...(listing.truncated && delimiter !== '' && listing.last !== undefined && { NextMarker: encode(listing.last) }),
    };
  };
}
