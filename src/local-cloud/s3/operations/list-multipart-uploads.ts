import type { ListMultipartUploadsCommandInput, ListMultipartUploadsOutput, MultipartUpload } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { bucketFor } from '../rules/bucket-access.ts';
import { MAXIMUM_LIST_ENTRIES } from '../rules/limits.ts';
import { ownerOf } from '../rules/owner.ts';
import { keyEncoder, pageLimit } from '../rules/paging.ts';
import { compareKeys } from '../store/key-order.ts';
import type { S3Store } from '../store/object-store.ts';
import type { UploadRecord } from '../store/uploads.ts';

interface UploadPage {
  readonly uploads: readonly UploadRecord[];
  readonly commonPrefixes: readonly string[];
  readonly truncated: boolean;
}

/** Drops what was listed before: keys up to the marker and, on the marker's own key, uploads up to the upload id. */
function afterMarker(uploads: readonly UploadRecord[], keyMarker: string, idMarker: string): readonly UploadRecord[] {
  if (keyMarker === '') return uploads;
  const known = idMarker === '' ? -1 : uploads.findIndex(({ key, id }) => key === keyMarker && id === idMarker);
  return known >= 0 ? uploads.slice(known + 1) : uploads.filter(({ key }) => compareKeys(key, keyMarker) > 0);
}

function pageOf(
  uploads: readonly UploadRecord[],
  { prefix, delimiter, keyMarker, limit }: { prefix: string; delimiter: string; keyMarker: string; limit: number },
): UploadPage {
  const page: UploadRecord[] = [];
  const commonPrefixes: string[] = [];
  for (const upload of uploads) {
    const end = delimiter === '' ? -1 : upload.key.indexOf(delimiter, prefix.length);
    const commonPrefix = end < 0 ? undefined : upload.key.slice(0, end + delimiter.length);
    const isListed =
      commonPrefix !== undefined && (commonPrefix === commonPrefixes.at(-1) || commonPrefix === keyMarker);
    if (isListed) continue;
    if (page.length + commonPrefixes.length >= limit) return { uploads: page, commonPrefixes, truncated: limit > 0 };
    if (commonPrefix === undefined) page.push(upload);
    else commonPrefixes.push(commonPrefix);
  }
  return { uploads: page, commonPrefixes, truncated: false };
}

function nextMarkers(
  { uploads, commonPrefixes }: UploadPage,
  encode: (key: string) => string,
): ListMultipartUploadsOutput {
  const upload = uploads.at(-1);
  const commonPrefix = commonPrefixes.at(-1);
  const isPrefixLast = commonPrefix !== undefined && (!upload || compareKeys(commonPrefix, upload.key) > 0);
  if (isPrefixLast) return { NextKeyMarker: encode(commonPrefix) };
  return upload ? { NextKeyMarker: encode(upload.key), NextUploadIdMarker: upload.id } : {};
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
export function listMultipartUploads(
  store: S3Store,
): Operation<ListMultipartUploadsCommandInput, ListMultipartUploadsOutput> {
  return (input, context) => {
    const bucket = bucketFor(store, input, context);
    const limit = pageLimit(input.MaxUploads, MAXIMUM_LIST_ENTRIES, 'max-uploads');
    const encode = keyEncoder(input.EncodingType);
    const {
      Prefix: prefix = '',
      Delimiter: delimiter = '',
      KeyMarker: keyMarker = '',
      UploadIdMarker: idMarker = '',
    } = input;
    const rest = afterMarker(store.uploads.list(bucket.name, prefix), keyMarker, idMarker);
    const page = pageOf(rest, { prefix, delimiter, keyMarker, limit });
    const owner = ownerOf(bucket.accountId);
    const describe = (upload: UploadRecord): MultipartUpload => ({
      UploadId: upload.id,
      Key: encode(upload.key),
      Initiated: new Date(upload.initiatedAt),
      StorageClass: upload.description.storageClass,
      Owner: owner,
      Initiator: owner,
      ...(upload.checksumAlgorithm && {
        ChecksumAlgorithm: upload.checksumAlgorithm,
        ChecksumType: upload.checksumType,
      }),
    });
    return {
      Bucket: bucket.name,
      KeyMarker: encode(keyMarker),
      UploadIdMarker: idMarker,
      MaxUploads: limit,
      IsTruncated: page.truncated,
      Uploads: page.uploads.map(describe),
      ...(page.commonPrefixes.length > 0 && {
        CommonPrefixes: page.commonPrefixes.map((one) => ({ Prefix: encode(one) })),
      }),
      ...(page.truncated && nextMarkers(page, encode)),
      ...(prefix !== '' && { Prefix: encode(prefix) }),
      ...(delimiter !== '' && { Delimiter: encode(delimiter) }),
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
    };
  };
}
