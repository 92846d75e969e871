import { join } from 'node:path';
import type { Clock } from '../../state/clock.ts';
import type { Cloud, ObjectStore } from '../../state/ports.ts';
import { type BlobFiles, openBlobFiles } from './blob-files.ts';
import { type BlobKeeper, createBlobKeeper } from './blob-keeper.ts';
import { type Buckets, openBuckets } from './buckets.ts';
import { createCloudObjects } from './cloud-objects.ts';
import { createObjectWriter, type ObjectWriter } from './object-writer.ts';
import { type Objects, openObjects } from './objects.ts';
import { createTables } from './tables.ts';
import { openUploads, type Uploads } from './uploads.ts';

/** The part of a running cloud that S3's store needs. */
export type ObjectStoreOptions = Pick<Cloud, 'database' | 'folder' | 'clock' | 'log'> & {
  /** Default: files under `<folder>/s3`. */
  readonly files?: BlobFiles;
};

/** Everything that S3 keeps: rows in the database, bytes in files. `close` it before the database. */
export interface S3Store extends ObjectStore, ObjectWriter, BlobKeeper {
  readonly clock: Clock;
  readonly buckets: Buckets;
  readonly objects: Objects;
  readonly uploads: Uploads;
}

/** Opens S3's store in `<folder>/s3` and its tables in the cloud's database; sweeps what a crash left behind. */
export function openObjectStore({ database, folder, clock, log, files }: ObjectStoreOptions): S3Store {
  createTables(database);
  const buckets = openBuckets(database, clock);
  const objects = openObjects(database);
  const uploads = openUploads(database);
  const blobs = createBlobKeeper(files ?? openBlobFiles(join(folder, 's3')), log);
  const writer = createObjectWriter(blobs, { database, clock, objects, uploads });
  blobs.sweep((blob) => objects.refersTo(blob) || uploads.refersTo(blob));
  return {
    clock,
    buckets,
    objects,
    uploads,
    ...blobs,
    ...writer,
    ...createCloudObjects(blobs, writer, { buckets, objects }),
  };
}
