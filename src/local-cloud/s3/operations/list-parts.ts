import type { ListPartsCommandInput, ListPartsOutput } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { checksumMembers } from '../checksums/checksum-members.ts';
import { MAXIMUM_LIST_ENTRIES } from '../rules/limits.ts';
import { ownerOf } from '../rules/owner.ts';
import { pageLimit, partMarker } from '../rules/paging.ts';
import { uploadOf } from '../rules/upload.ts';
import type { S3Store } from '../store/object-store.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
export function listParts(store: S3Store): Operation<ListPartsCommandInput, ListPartsOutput> {
  return (input, context) => {
    const upload = uploadOf(store, input, context);
    const limit = pageLimit(input.MaxParts, MAXIMUM_LIST_ENTRIES, 'max-parts');
    const after = partMarker(input.PartNumberMarker);
    const rest = store.uploads.parts(upload.id).filter((part) => part.number > after);
    const page = rest.slice(0, limit);
    const owner = ownerOf(context.caller.accountId);
    return {
      Bucket: upload.bucket,
      Key: upload.key,
      UploadId: upload.id,
      PartNumberMarker: String(after),
      NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
      MaxParts: limit,
      IsTruncated: rest.length > page.length,
      Parts: page.map((part) => ({
        PartNumber: part.number,
        LastModified: new Date(part.lastModified),
        ETag: `"${part.etag}"`,
        Size: part.size,
        ...(upload.checksumAlgorithm === part.checksumAlgorithm &&
          checksumMembers(part.checksumAlgorithm, part.checksumValue)),
      })),
      Initiator: { ID: context.caller.arn },
      Owner: owner,
      StorageClass: upload.description.storageClass,
      ...(upload.checksumAlgorithm && {
        ChecksumAlgorithm: upload.checksumAlgorithm,
        ChecksumType: upload.checksumType,
      }),
    };
  };
}
