import type { _Object, CommonPrefix } from '@aws-sdk/client-s3';
import type { Listing } from '../store/listing.ts';
import type { ObjectListRow } from '../store/object-record.ts';

/** The members that both versions of ListObjects share. */
export function listAnswer(
  listing: Listing<ObjectListRow>,
  encode: (key: string) => string,
  owner: { readonly ID: string } | undefined,
): { readonly Contents?: _Object[]; readonly CommonPrefixes?: CommonPrefix[]; readonly IsTruncated: boolean } {
  const { rows, commonPrefixes, truncated } = listing;
  return {
    IsTruncated: truncated,
    ...(rows.length > 0 && { Contents: rows.map((row) => entryOf(row, encode, owner)) }),
    ...(commonPrefixes.length > 0 && { CommonPrefixes: commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })) }),
  };
}

function entryOf(
  row: ObjectListRow,
  encode: (key: string) => string,
  owner: { readonly ID: string } | undefined,
): _Object {
  return {
    Key: encode(row.key),
    LastModified: new Date(row.lastModified),
    ETag: `"${row.etag}"`,
    Size: row.size,
    StorageClass: row.storageClass,
    ...(row.checksum && { ChecksumAlgorithm: [row.checksum.algorithm], ChecksumType: row.checksum.type }),
    ...(owner && { Owner: owner }),
  };
}
