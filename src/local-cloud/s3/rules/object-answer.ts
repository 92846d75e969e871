import type { HeadObjectOutput } from '@aws-sdk/client-s3';
import type { OperationContext } from '../../service/operation.ts';
import { typedChecksumMembers } from '../checksums/checksum-members.ts';
import type { ByteSpan } from '../store/blob-files.ts';
import type { ObjectRecord } from '../store/object-record.ts';
import type { S3Store } from '../store/object-store.ts';
import { bucketFor } from './bucket-access.ts';
import { assertReadConditions } from './conditions.ts';
import { invalidArgument, invalidRequest, noSuchKey } from './errors.ts';
import { MAXIMUM_PARTS } from './limits.ts';
import { encryptionMembers } from './object-description.ts';
import { objectKeyOf } from './object-key.ts';
import { spanOfRange } from './range.ts';

/** The members that GetObject and HeadObject share. */
export interface ReadInput {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
  readonly Range?: string | undefined;
  readonly PartNumber?: number | undefined;
  readonly ChecksumMode?: string | undefined;
  readonly ResponseCacheControl?: string | undefined;
  readonly ResponseContentDisposition?: string | undefined;
  readonly ResponseContentEncoding?: string | undefined;
  readonly ResponseContentLanguage?: string | undefined;
  readonly ResponseContentType?: string | undefined;
  readonly ResponseExpires?: Date | undefined;
}

export interface ObjectAnswer {
  readonly object: ObjectRecord;
  /** The bytes asked for. */
  readonly span: ByteSpan;
  readonly output: Omit<HeadObjectOutput, '$metadata'>;
}

function spanOfPart(object: ObjectRecord, number: number): ByteSpan {
  if (!Number.isInteger(number) || number < 1 || number > MAXIMUM_PARTS) {
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', number);
  }
  const sizes = object.parts.length > 0 ? object.parts.map((part) => part.size) : [object.size];
  const length = sizes[number - 1];
  if (length === undefined) throw invalidRequest('The requested partnumber is not satisfiable');
  return { start: sizes.slice(0, number - 1).reduce((sum, size) => sum + size, 0), length };
}

function spanOf(object: ObjectRecord, input: ReadInput): ByteSpan | undefined {
  if (input.PartNumber === undefined) return spanOfRange(input.Range, object.size);
  if (input.Range !== undefined)
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  return spanOfPart(object, input.PartNumber);
}

function headerMembers({ description }: ObjectRecord, input: ReadInput): ObjectAnswer['output'] {
  const { expires } = description;
  return {
    ContentType: input.ResponseContentType ?? description.contentType,
    ContentEncoding: input.ResponseContentEncoding ?? description.contentEncoding,
    ContentDisposition: input.ResponseContentDisposition ?? description.contentDisposition,
    ContentLanguage: input.ResponseContentLanguage ?? description.contentLanguage,
    CacheControl: input.ResponseCacheControl ?? description.cacheControl,
    Expires: input.ResponseExpires ?? (expires === undefined ? undefined : new Date(expires)),
    WebsiteRedirectLocation: description.websiteRedirectLocation,
    Metadata: { ...description.metadata },
    // S3 leaves the usual class unsaid.
    StorageClass: description.storageClass === 'STANDARD' ? undefined : description.storageClass,
    ...encryptionMembers(description),
  };
}

/** Finds the object that a read asks for, checks its conditions and describes what is to be sent. */
export function answerRead(store: S3Store, input: ReadInput, context: OperationContext): ObjectAnswer {
  const key = objectKeyOf(input);
  const bucket = bucketFor(store, input, context);
  const object = store.objects.get(bucket.name, key);
  if (!object) throw noSuchKey(key);
  assertReadConditions(object, {
    ifMatch: input.IfMatch,
    ifNoneMatch: input.IfNoneMatch,
    ifModifiedSince: input.IfModifiedSince,
    ifUnmodifiedSince: input.IfUnmodifiedSince,
  });
  const partial = spanOf(object, input);
  const span = partial ?? { start: 0, length: object.size };
  const isWhole = span.length === object.size;
  const output: ObjectAnswer['output'] = {
    ...headerMembers(object, input),
    AcceptRanges: 'bytes',
    ETag: `"${object.etag}"`,
    LastModified: new Date(object.lastModified),
    ContentLength: span.length,
    // A checksum of the whole says nothing about a range.
    ...(input.ChecksumMode === 'ENABLED' && isWhole && typedChecksumMembers(object.checksum)),
    ...(partial &&
      span.length > 0 && { ContentRange: `bytes ${span.start}-${span.start + span.length - 1}/${object.size}` }),
    ...(input.PartNumber !== undefined && object.parts.length > 0 && { PartsCount: object.parts.length }),
  };
  return { object, span, output };
}
