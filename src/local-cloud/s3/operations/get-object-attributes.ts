import type {
  GetObjectAttributesCommandInput,
  GetObjectAttributesOutput,
  GetObjectAttributesParts,
} from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { checksumMembers, typedChecksumMembers } from '../checksums/checksum-members.ts';
import { bucketFor } from '../rules/bucket-access.ts';
import { invalidArgument, noSuchKey } from '../rules/errors.ts';
import { MAXIMUM_LIST_ENTRIES } from '../rules/limits.ts';
import { objectKeyOf } from '../rules/object-key.ts';
import { pageLimit, partMarker } from '../rules/paging.ts';
import type { ObjectRecord } from '../store/object-record.ts';
import type { S3Store } from '../store/object-store.ts';

function partsOf(object: ObjectRecord, input: GetObjectAttributesCommandInput): GetObjectAttributesParts {
  const limit = pageLimit(input.MaxParts, MAXIMUM_LIST_ENTRIES, 'max-parts');
  const after = partMarker(input.PartNumberMarker);
  const rest = object.parts.filter((part) => part.number > after);
  const page = rest.slice(0, limit);
  return {
    TotalPartsCount: object.parts.length,
    PartNumberMarker: String(after),
    NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
    MaxParts: limit,
    IsTruncated: rest.length > page.length,
    // S3 lists parts only when they have checksums.
    ...(object.parts[0]?.checksum !== undefined && {
      Parts: page.map(({ number, size, checksum }) => ({
        PartNumber: number,
        Size: size,
        ...checksumMembers(object.checksum?.algorithm, checksum),
      })),
    }),
  };
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html
export function getObjectAttributes(
  store: S3Store,
): Operation<GetObjectAttributesCommandInput, GetObjectAttributesOutput> {
  return (input, context) => {
    const key = objectKeyOf(input);
    const object = store.objects.get(bucketFor(store, input, context).name, key);
    if (!object) throw noSuchKey(key);
    // Clients send the names as one header or as several.
    const wanted = new Set(
      (input.ObjectAttributes ?? []).flatMap((names) => names.split(',').map((name) => name.trim())),
    );
    if (wanted.size === 0) {
      throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', undefined);
    }
    return {
      LastModified: new Date(object.lastModified),
      ...(wanted.has('ETag') && { ETag: object.etag }),
      ...(wanted.has('Checksum') && object.checksum && { Checksum: typedChecksumMembers(object.checksum) }),
      ...(wanted.has('ObjectParts') && object.parts.length > 0 && { ObjectParts: partsOf(object, input) }),
      ...(wanted.has('StorageClass') && { StorageClass: object.description.storageClass }),
      ...(wanted.has('ObjectSize') && { ObjectSize: object.size }),
    };
  };
}
