import type { Clock } from '../../state/clock.ts';
import type { Database } from '../../state/database.ts';
import { noSuchUpload } from '../rules/errors.ts';
import type { BlobKeeper, KeepableBytes } from './blob-keeper.ts';
import type { ObjectRecord } from './object-record.ts';
import type { Objects, WriteCondition } from './objects.ts';
import type { UploadRecord, Uploads } from './uploads.ts';

/** An object without the facts that the store adds when it writes it. */
export type NewObject = Omit<ObjectRecord, 'blob' | 'lastModified'>;

/** Changes of objects, each whole or not at all. */
export interface ObjectWriter {
  /** The time as S3 states it: whole seconds, in milliseconds since the epoch. */
  now(): number;
  /** Turns received bytes into an object, replacing the one of that key, or into nothing when it throws. */
  putObject(bytes: KeepableBytes, object: NewObject, condition?: WriteCondition): Promise<ObjectRecord>;
  /** Like `putObject` with an upload's joined parts; ends the upload in the same transaction. */
  completeUpload(
    upload: UploadRecord,
    bytes: KeepableBytes,
    object: NewObject,
    condition?: WriteCondition,
  ): Promise<ObjectRecord>;
  /**
   * Deletes the objects that `work` names, those that are there, in one transaction.
   * `remove` throws what a condition throws, having deleted nothing; `work` may catch it and go on.
   */
  deleteObjects(bucket: string, work: (remove: (key: string, condition?: WriteCondition) => void) => void): void;
}

export function createObjectWriter(
  blobs: BlobKeeper,
  { database, clock, objects, uploads }: { database: Database; clock: Clock; objects: Objects; uploads: Uploads },
): ObjectWriter {
  const now = (): number => Math.floor(clock.now() / 1000) * 1000;
  const write = async (
    bytes: KeepableBytes,
    object: NewObject,
    put: (record: ObjectRecord) => readonly (string | undefined)[],
  ): Promise<ObjectRecord> => {
    const lastModified = now();
    const blob = await blobs.keepBlob(bytes, (id) => put({ ...object, blob: id, lastModified }));
    return { ...object, blob, lastModified };
  };
  return {
    now,
    putObject: (bytes, object, condition) => write(bytes, object, (record) => [objects.put(record, condition)]),
    completeUpload: (upload, bytes, object, condition) =>
      write(bytes, object, (record) =>
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
      blobs.removeBlobs(freed);
    },
  };
}
