import type { ListObjectsV2CommandInput, ListObjectsV2Output } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { bucketFor } from '../rules/bucket-access.ts';
import { MAXIMUM_LIST_ENTRIES } from '../rules/limits.ts';
import { listAnswer } from '../rules/list-answer.ts';
import { decodeListToken, encodeListToken } from '../rules/list-token.ts';
import { ownerOf } from '../rules/owner.ts';
import { keyEncoder, pageLimit } from '../rules/paging.ts';
import type { S3Store } from '../store/object-store.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
export function listObjectsV2(store: S3Store): Operation<ListObjectsV2CommandInput, ListObjectsV2Output> {
  return (input, context) => {
    const bucket = bucketFor(store, input, context);
    const limit = pageLimit(input.MaxKeys, MAXIMUM_LIST_ENTRIES, 'max-keys');
    const encode = keyEncoder(input.EncodingType);
    const { ContinuationToken: token, StartAfter: startAfter } = input;
    const prefix = input.Prefix ?? '';
    const delimiter = input.Delimiter ?? '';
    const after = token === undefined ? (startAfter ?? '') : decodeListToken(token);
    const listing = store.objects.list(bucket.name, { prefix, delimiter, after, limit });
    return {
      Name: bucket.name,
      Prefix: encode(prefix),
      MaxKeys: limit,
      KeyCount: listing.rows.length + listing.commonPrefixes.length,
      ...listAnswer(listing, encode, input.FetchOwner === true ? ownerOf(bucket.accountId) : undefined),
      ...(delimiter !== '' && { Delimiter: encode(delimiter) }),
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      ...(token !== undefined && { ContinuationToken: token }),
      ...(startAfter !== undefined && { StartAfter: encode(startAfter) }),
      ...(listing.truncated && listing.last !== undefined && { NextContinuationToken: encodeListToken(listing.last) }),
    };
  };
}
