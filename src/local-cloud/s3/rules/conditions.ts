import type { ObjectRecord } from '../store/object-record.ts';
import type { WriteCondition } from '../store/objects.ts';
import { noSuchKey, notImplemented, notModified, preconditionFailed } from './errors.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html

/** The four conditions of RFC 9110 on an object that is there. */
export interface ReadConditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: Date | undefined;
  readonly ifUnmodifiedSince?: Date | undefined;
}

/** @param condition one or more ETags, comma-separated, with or without quotes; or `*`. */
function matchesEtag(condition: string, etag: string): boolean {
  return condition.split(',').some((one) => {
    const wanted = one
      .trim()
      .replace(/^W\//, '')
      .replace(/^"(.*)"$/, '$1');
    return wanted === '*' || wanted === etag;
  });
}

/** The header of the first condition that fails, in RFC 9110's order; undefined when all hold. */
export function failedCondition(
  object: Pick<ObjectRecord, 'etag' | 'lastModified'>,
  conditions: ReadConditions,
): 'If-Match' | 'If-Unmodified-Since' | 'If-None-Match' | 'If-Modified-Since' | undefined {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  if (ifMatch !== undefined) {
    if (!matchesEtag(ifMatch, object.etag)) return 'If-Match';
  } else if (ifUnmodifiedSince && object.lastModified > ifUnmodifiedSince.getTime()) {
    return 'If-Unmodified-Since';
  }
  if (ifNoneMatch !== undefined) {
    if (matchesEtag(ifNoneMatch, object.etag)) return 'If-None-Match';
  } else if (ifModifiedSince && object.lastModified <= ifModifiedSince.getTime()) {
    return 'If-Modified-Since';
  }
  return undefined;
}

/** Conditions of GetObject and HeadObject. @throws ServiceError `PreconditionFailed` (412), `NotModified` (304). */
export function assertReadConditions(object: ObjectRecord, conditions: ReadConditions): void {
  const failed = failedCondition(object, conditions);
  if (failed === undefined) return;
  if (failed === 'If-Match' || failed === 'If-Unmodified-Since') throw preconditionFailed(failed);
  throw notModified({
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.lastModified).toUTCString(),
  });
}

/** Conditions of a write on what it would replace; undefined when the request has none. */
export function writeConditionOf(input: {
  readonly Key?: string | undefined;
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}): WriteCondition | undefined {
  const { Key: key = '', IfMatch: ifMatch, IfNoneMatch: ifNoneMatch } = input;
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') throw notImplemented('If-None-Match');
  if (ifMatch === undefined && ifNoneMatch === undefined) return undefined;
  return (current) => {
    if (ifNoneMatch !== undefined && current) throw preconditionFailed('If-None-Match');
    if (ifMatch === undefined) return;
    if (!current) throw noSuchKey(key);
    if (!matchesEtag(ifMatch, current.etag)) throw preconditionFailed('If-Match');
  };
}
