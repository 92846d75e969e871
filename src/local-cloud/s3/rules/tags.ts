import type { Tag as SdkTag } from '@aws-sdk/client-s3';
import { ServiceError } from '../../service/service-error.ts';
import type { Tag } from '../store/object-record.ts';
import { invalidArgument } from './errors.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html

export const MAXIMUM_OBJECT_TAGS = 10;
export const MAXIMUM_BUCKET_TAGS = 50;
/** Characters. */
const MAXIMUM_NAME = 128;
const MAXIMUM_VALUE = 256;

const invalidTag = (message: string): ServiceError => new ServiceError('InvalidTag', message, { status: 400 });

/** @throws ServiceError `BadRequest` for too many, `InvalidTag` for bad ones. */
export function tagsOf(set: readonly SdkTag[] | undefined, maximum: number): readonly Tag[] {
  const tags = (set ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value }));
  if (tags.length > maximum) {
    const kind = maximum === MAXIMUM_OBJECT_TAGS ? 'Object' : 'Bucket';
    throw new ServiceError('BadRequest', `${kind} tags cannot be greater than ${maximum}`, { status: 400 });
  }
  const names = new Set<string>();
  for (const { Key, Value } of tags) {
    if (Key === '' || Key.length > MAXIMUM_NAME) throw invalidTag('The TagKey you have provided is invalid');
    if (Value.length > MAXIMUM_VALUE) throw invalidTag('The TagValue you have provided is invalid');
    if (names.has(Key)) throw invalidTag('Cannot provide multiple Tags with the same key');
    names.add(Key);
  }
  return tags;
}

/** @param header `x-amz-tagging`: tags as URL query parameters. */
export function tagsOfHeader(header: string | undefined): readonly Tag[] {
  if (header === undefined || header === '') return [];
  try {
    const set = Array.from(new URLSearchParams(header), ([Key, Value]) => ({ Key, Value }));
    return tagsOf(set, MAXIMUM_OBJECT_TAGS);
  } catch (cause) {
    if (!(cause instanceof ServiceError) || cause.code !== 'InvalidTag') throw cause;
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    );
  }
}
