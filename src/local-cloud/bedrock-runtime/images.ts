import { readFile } from 'node:fs/promises';
import { sniffImage } from '../../pages/index.ts';
import { ServiceError } from '../service/service-error.ts';
import type { ObjectStore } from '../state/ports.ts';
import { IMAGE_FORMATS, IMAGE_SIDE, INLINE_IMAGE_BYTES, S3_IMAGE_BYTES } from './nova-limits.ts';
import { invalid, refusedByModel } from './refusals.ts';
import type { ImageReference } from './request/conversation.ts';

/** An image at hand, checked by its header; its pixels may still turn out to be damaged. */
export interface LoadedImage {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly place: string;
}

/**
 * Fetches and checks images one at a time, so that one request holds one fetched image in memory.
 * @param accountId whose S3 rights count.
 * @throws ServiceError ValidationException or AccessDeniedException.
 */
export async function* loadImages(
  references: readonly ImageReference[],
  objects: ObjectStore,
  accountId: string,
): AsyncGenerator<LoadedImage> {
  for (const reference of references) {
    checkSource(reference, objects, accountId);
    yield checkImage(reference, await readBytes(reference, objects));
  }
}

/** What can be told without reading the image. */
function checkSource({ place, source }: ImageReference, objects: ObjectStore, accountId: string): void {
  if ('bytes' in source) {
    if (source.bytes.length > INLINE_IMAGE_BYTES) {
      throw refusedByModel(
        `${place}.source.bytes: image exceeds 3.75 MB maximum: ${source.bytes.length} bytes > ${INLINE_IMAGE_BYTES} bytes`,
      );
    }
    return;
  }
  const { bucket, key } = parseUri(source.uri, place);
  const owner = objects.bucket(bucket)?.accountId;
  if (owner === undefined) throw invalid(`${place}.source.s3Location: the specified bucket does not exist: ${bucket}`);
  const expected = source.bucketOwner ?? accountId;
  if (owner !== expected || owner !== accountId) {
    throw new ServiceError('AccessDeniedException', `Access denied to S3 bucket ${bucket} for account ${expected}.`, {
      status: 403,
    });
  }
  const size = objects.head(bucket, key)?.size;
  if (size === undefined) throw noSuchKey(place, source.uri);
  if (size > S3_IMAGE_BYTES) {
    throw refusedByModel(`${place}.source.s3Location: image exceeds ${S3_IMAGE_BYTES} bytes: ${size} bytes`);
  }
}

function noSuchKey(place: string, uri: string): ServiceError {
  return invalid(`${place}.source.s3Location: the specified key does not exist: ${uri}`);
}

async function readBytes({ source, place }: ImageReference, objects: ObjectStore): Promise<Uint8Array> {
  if ('bytes' in source) return source.bytes;
  const { bucket, key } = parseUri(source.uri, place);
  const path = objects.path(bucket, key);
  if (path === undefined) throw noSuchKey(place, source.uri);
  return readFile(path);
}

function parseUri(uri: string, place: string): { readonly bucket: string; readonly key: string } {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  if (bucket === undefined || key === undefined) {
    throw invalid(`${place}.source.s3Location.uri: expected s3://bucket/key, received ${uri}`);
  }
  return { bucket, key };
}

function checkImage({ format, place }: ImageReference, bytes: Uint8Array): LoadedImage {
  const found = sniffImage(bytes);
  if (!IMAGE_FORMATS.includes(format) || ('format' in found && found.format !== format)) {
    throw refusedByModel('The provided image does not match the specified image format.');
  }
  if (found.kind !== 'image') {
    const reason = found.kind === 'broken' ? `: ${found.reason}` : '';
    throw refusedByModel(`${place}.source: the bytes cannot be read as a ${format} image${reason}`);
  }
  if (Math.max(found.width, found.height) > IMAGE_SIDE) {
    throw refusedByModel(
      `${place}.source: image of ${found.width} × ${found.height} pixels exceeds ${IMAGE_SIDE} pixels on a side`,
    );
  }
  return { bytes, width: found.width, height: found.height, place };
}
