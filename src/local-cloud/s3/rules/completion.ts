import { createHash } from 'node:crypto';
import type { CompletedPart } from '@aws-sdk/client-s3';
import { ServiceError } from '../../service/service-error.ts';
import { checksumIn } from '../checksums/checksum-members.ts';
import type { PartRecord, UploadRecord } from '../store/uploads.ts';
import { invalidRequest, malformedXml } from './errors.ts';
import { MAXIMUM_PARTS, MINIMUM_PART_BYTES } from './limits.ts';

function invalidPart(upload: UploadRecord, number: number | undefined, etag: string): ServiceError {
  return new ServiceError(
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { status: 400, members: { UploadId: upload.id, PartNumber: number, ETag: etag } },
  );
}

/** @throws ServiceError `InvalidPart` when the client saw another part of that number than the one kept. */
function assertSamePart(upload: UploadRecord, named: CompletedPart, part: PartRecord): void {
  const etag = (named.ETag ?? '').replace(/^"(.*)"$/, '$1');
  const given = checksumIn(named);
  const isSame =
    etag === part.etag && (!given || part.checksumAlgorithm !== given.algorithm || given.value === part.checksumValue);
  if (!isSame) throw invalidPart(upload, named.PartNumber, etag);
  const algorithm = upload.checksumAlgorithm;
  if (given || algorithm === undefined || upload.checksumType === 'FULL_OBJECT') return;
  throw invalidRequest(
    `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part.number} in the request.`,
  );
}

/**
 * The kept parts that a CompleteMultipartUpload names, in its order.
 * @throws ServiceError `MalformedXML`, `InvalidPartOrder`, `InvalidPart`, `EntityTooSmall`.
 */
export function chosenParts(
  upload: UploadRecord,
  kept: readonly PartRecord[],
  named: readonly CompletedPart[] | undefined,
): readonly PartRecord[] {
  if (!named || named.length === 0 || named.length > MAXIMUM_PARTS) throw malformedXml();
  const byNumber = new Map(kept.map((part) => [part.number, part]));
  let previous = 0;
  const chosen = named.map((one) => {
    const number = one.PartNumber ?? 0;
    if (number <= previous) {
      throw new ServiceError(
        'InvalidPartOrder',
        'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
        { status: 400, members: { UploadId: upload.id } },
      );
    }
    previous = number;
    const part = byNumber.get(number);
    if (!part) throw invalidPart(upload, one.PartNumber, one.ETag ?? '');
    assertSamePart(upload, one, part);
    return part;
  });
  const small = chosen.slice(0, -1).find((part) => part.size < MINIMUM_PART_BYTES);
  if (!small) return chosen;
  throw new ServiceError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    status: 400,
    members: {
      ProposedSize: small.size,
      MinSizeAllowed: MINIMUM_PART_BYTES,
      PartNumber: small.number,
      ETag: small.etag,
    },
  });
}

/** MD5 of the parts' MD5s, with their number: the ETag of every object made by a multipart upload. */
export function multipartEtag(parts: readonly PartRecord[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(Buffer.from(part.etag, 'hex'));
  return `${hash.digest('hex')}-${parts.length}`;
}
