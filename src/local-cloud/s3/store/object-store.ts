import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ServiceError } from '../../service/service-error.ts';
import type { Clock } from '../../state/clock.ts';
import type { Cloud, ObjectStore, StoredObject } from '../../state/ports.ts';
import { DEFAULT_CHECKSUM_ALGORITHM } from '../checksums/algorithms.ts';
import { internalError, noSuchBucket, noSuchKey, noSuchUpload } from '../rules/errors.ts';
import { MAXIMUM_PUT_BYTES } from '../rules/limits.ts';
import { type BlobFiles, openBlobFiles } from './blob-files.ts';
import { type Buckets, openBuckets } from './buckets.ts';
import type { ObjectRecord } from './object-record.ts';
import { type Objects, openObjects, type WriteCondition } from './objects.ts';
import { type Bytes, type ReceivedBytes, type ReceiveOptions, receiveBytes } from './receive.ts';
import { sweepBlobs } from './sweep.ts';
import { createTables } from './tables.ts';
import { openUploads, type UploadRecord, type Uploads } from './uploads.ts';

/** The part of a running cloud that S3's store needs. */
export type ObjectStoreOptions = Pick<Cloud, 'database' | 'folder' | 'clock' | 'log'> & {
  /** Default: files under `<folder>/s3`. */
  readonly files?: BlobFiles;
};

/** An object without the facts that the store adds when it writes it. */
export type NewObject = Omit<ObjectRecord, 'blob' | 'lastModified'>;

/** Everything that S3 keeps: rows in the database, bytes in files. */
export interface S3Store extends ObjectStore {
  readonly clock: Clock;
  readonly buckets: Buckets;
  readonly objects: Objects;
  readonly uploads: Uploads;
  readonly files: BlobFiles;
  /** Takes in bytes. @throws ServiceError `InternalError` when they cannot be kept, such as on a full disk. */
  receive(bytes: Bytes, options: ReceiveOptions): Promise<ReceivedBytes>;
  /** Turns received bytes into an object, replacing the one of that key, or into nothing at all when it throws. */
  putObject(
    bytes: Pick<ReceivedBytes, 'keep' | 'discard'>,
    object: NewObject,
    condition?: WriteCondition,
  ): Promise<ObjectRecord>;
  /** Like `putObject` with an upload's joined parts; ends the upload in the same transaction. */
  completeUpload(
    upload: UploadRecord,
    bytes: Pick<ReceivedBytes, 'keep' | 'discard'>,
    object: NewObject,
    condition?: WriteCondition,
  ): Promise<ObjectRecord>;
  /**
   * Deletes the objects that `work` names, those that are there, in one transaction.
   * `remove` throws what a condition throws, having deleted nothing; `work` may catch it and go on.
   */
  deleteObjects(bucket: string, work: (remove: (key: string, condition?: WriteCondition) => void) => void): void;
  /** Keeps received bytes as a blob while `work` records it; removes the blobs that `work` returns as freed. @returns the new blob. */
  keepBlob(
    bytes: Pick<ReceivedBytes, 'keep' | 'discard'>,
    work: (blob: string) => readonly (string | undefined)[],
  ): Promise<string>;
  /** Removes blobs in the background. */
  removeBlobs(blobs: readonly string[]): void;
  /** The time as S3 states it: whole seconds, in milliseconds since the epoch. */
  now(): number;
  /** Waits for removals under way. */
  close(): Promise<void>;
}

/** Objects per page of {@link ObjectStore.list}. */
const LIST_PAGE = 1000;

const storedObject = ({ bucket, key, size, etag, lastModified }: ObjectRecord): StoredObject => ({
  bucket,
  key,
  size,
  etag: `"${etag}"`,
  lastModified,
});

/** Opens S3's store in `<folder>/s3` and its tables in the cloud's database; sweeps what a crash left behind. */
export function openObjectStore(options: ObjectStoreOptions): S3Store {
  const { database, clock, log } = options;
  createTables(database);
  const files = options.files ?? openBlobFiles(join(options.folder, 's3'));
  const buckets = openBuckets(database, clock);
  const objects = openObjects(database);
  const uploads = openUploads(database);
  const background = new Set<Promise<void>>();
  const inBackground = (event: string, work: Promise<void>): void => {
    const task = work
      .catch((error: unknown) => log(event, { error: String(error) }))
      .finally(() => background.delete(task));
    background.add(task);
  };
  const ending = new AbortController();
  const failed = (error: unknown): unknown => {
    if (error instanceof ServiceError || (error instanceof Error && error.name === 'AbortError')) return error;
    log('s3.store-failed', { error: String(error) });
    return internalError(error);
  };

  const removeBlobs = (blobs: readonly string[]): void => {
    for (const blob of blobs) inBackground('s3.blob-not-removed', files.remove(blob));
  };
  const keepBlob: S3Store['keepBlob'] = async (bytes, work) => {
    let blob: string | undefined;
    try {
      blob = await bytes.keep();
      removeBlobs(work(blob).filter((freed) => freed !== undefined));
      return blob;
    } catch (error) {
      if (blob === undefined) await bytes.discard();
      else removeBlobs([blob]);
      throw failed(error);
    }
  };
  const now = (): number => Math.floor(clock.now() / 1000) * 1000;
  const find = (bucket: string, key: string): ObjectRecord => {
    const object = objects.get(bucket, key);
    if (!object) throw buckets.get(bucket) ? noSuchKey(key) : noSuchBucket(bucket);
    return object;
  };

  const writeObject = async (
    bytes: Pick<ReceivedBytes, 'keep' | 'discard'>,
    object: NewObject,
    put: (record: ObjectRecord) => readonly (string | undefined)[],
  ): Promise<ObjectRecord> => {
    const lastModified = now();
    const blob = await keepBlob(bytes, (id) => put({ ...object, blob: id, lastModified }));
    return { ...object, blob, lastModified };
  };

  const store: S3Store = {
    clock,
    buckets,
    objects,
    uploads,
    files,
    now,
    removeBlobs,
    keepBlob,
    receive: async (bytes, receiveOptions) => {
      try {
        return await receiveBytes(files, bytes, receiveOptions);
      } catch (error) {
        throw receiveOptions.signal?.aborted ? error : failed(error);
      }
    },
    putObject: (bytes, object, condition) => writeObject(bytes, object, (record) => [objects.put(record, condition)]),
    completeUpload: (upload, bytes, object, condition) =>
      writeObject(bytes, object, (record) =>
        database.transaction(() => {
          if (!uploads.get(upload.id)) throw noSuchUpload(upload.id);
          return [objects.put(record, condition), ...uploads.delete(upload.id)];
        }),
      ),
    deleteObjects: (bucket, work) => {
      const freed: string[] = [];
      database.transaction(() =>
        work((key, condition) => {
          const blob = objects.delete(bucket, key, condition);
          if (blob !== undefined) freed.push(blob);
        }),
      );
      removeBlobs(freed);
    },
    bucket: (name) => buckets.get(name),
    head: (bucket, key) => {
      const object = objects.get(bucket, key);
      return object && storedObject(object);
    },
    read: (bucket, key): Readable => {
      const object = find(bucket, key);
      return files.read(object.blob, { start: 0, length: object.size });
    },
    path: (bucket, key) => {
      const object = objects.get(bucket, key);
      return object && files.path(object.blob);
    },
    write: async (bucket, key, body, contentType) => {
      if (!buckets.get(bucket)) throw noSuchBucket(bucket);
      const algorithm = DEFAULT_CHECKSUM_ALGORITHM;
      const bytes = await store.receive(body, { algorithms: [algorithm], maximum: MAXIMUM_PUT_BYTES });
      const value = bytes.checksums.get(algorithm);
      const object = await store.putObject(bytes, {
        bucket,
        key,
        size: bytes.size,
        etag: bytes.md5,
        description: { contentType, metadata: {}, storageClass: 'STANDARD', encryption: 'AES256' },
        tags: [],
        checksum: value === undefined ? undefined : { algorithm, value, type: 'FULL_OBJECT' },
        uploadId: undefined,
        parts: [],
      });
      return storedObject(object);
    },
    list: (bucket, prefix) => listAll(objects, bucket, prefix),
    delete: (bucket, key) => store.deleteObjects(bucket, (remove) => remove(key)),
    close: async () => {
      ending.abort();
      await Promise.all(background);
    },
  };
  const isUsed = (blob: string): boolean => objects.refersTo(blob) || uploads.refersTo(blob);
  inBackground('s3.sweep-failed', sweepBlobs(files, isUsed, { signal: ending.signal, log }));
  return store;
}

/** Reads a page at a time, so objects may be written and deleted between two of them. */
function* listAll(objects: Objects, bucket: string, prefix: string): Generator<StoredObject> {
  let after = '';
  for (;;) {
    const page = objects.list(bucket, { prefix, delimiter: '', after, limit: LIST_PAGE });
    for (const { key, size, etag, lastModified } of page.rows) {
      yield { bucket, key, size, etag: `"${etag}"`, lastModified };
    }
    if (!page.truncated || page.last === undefined) return;
    after = page.last;
  }
}
