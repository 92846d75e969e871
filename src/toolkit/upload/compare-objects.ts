import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../errors.ts';
import { sha256File, sha256Hex } from '../lib/hash.ts';
import { DATASET_FILES } from '../model/dataset.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { UploadItem, UploadPlan } from './plan-upload.ts';

/** What lies under a prefix. */
export interface Listing {
  readonly prefix: string;
  /** Bytes by key; some 150 bytes of memory an object. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Lists the images that are there: one request a thousand spares asking about each one that is not. */
export async function listImages(
  objects: ObjectStore,
  { bucket, prefix }: Pick<UploadPlan, 'bucket' | 'prefix'>,
  signal: AbortSignal | undefined,
): Promise<Listing> {
  // Not the whole prefix: it may be a bucket of millions.
  const images = `${prefix}${DATASET_FILES.images}/`;
  const sizes = new Map<string, number>();
  for await (const { key, size } of objects.list(bucket, images, signal)) sizes.set(key, size);
  return { prefix: images, sizes };
}

/** Whether an object holds the very content of a file: same size and the same hash, as the uploader stored it. */
export async function isThere(
  item: UploadItem & { readonly size: number },
  bucket: string,
  listing: Listing,
  objects: ObjectStore,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (item.key.startsWith(listing.prefix) && listing.sizes.get(item.key) !== item.size) return false;
  const found = await objects.head(bucket, item.key, signal);
  return found?.size === item.size && found.sha256 === item.sha256;
}

/** Files up to this size are read once: the very bytes whose hash was checked are sent, and sent again when a request fails. Bytes. */
const READ_WHOLE = 16 * 1024 * 1024;

/** A file whose content is the one that the manifest promises. */
export interface CheckedFile {
  readonly path: string;
  readonly size: number;
  /** Absent when the file is too large to be held. */
  readonly bytes?: Uint8Array;
}

/**
 * What is sent must be what the manifest promises, since its hash stands for it from now on.
 * @throws DataError `dataset-changed`
 */
export async function checkFile(
  item: UploadItem,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<CheckedFile> {
  const path = join(folder, item.file);
  const size = (await stat(path).catch(() => undefined))?.size;
  if (size === undefined) throw changed(path, 'it is missing');
  const bytes = size <= READ_WHOLE ? await readFile(path, { signal }) : undefined;
  const sha256 = bytes === undefined ? await sha256File(path, signal) : sha256Hex(bytes);
  if (sha256 !== item.sha256 || (item.size ?? size) !== size) throw changed(path, 'its content differs');
  return { path, size, ...(bytes !== undefined && { bytes }) };
}

function changed(path: string, state: string): DataError {
  return new DataError('dataset-changed', `Expected ${path} as the manifest describes it, but ${state}.`, {
    remedy: 'Prepare the data set again.',
  });
}
