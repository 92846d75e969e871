import type { ObjectStore, StoredObject } from '../../state/ports.ts';
import { DEFAULT_CHECKSUM_ALGORITHM } from '../checksums/algorithms.ts';
import { noSuchBucket, noSuchKey } from '../rules/errors.ts';
import { MAXIMUM_PUT_BYTES } from '../rules/limits.ts';
import type { BlobKeeper } from './blob-keeper.ts';
import type { Buckets } from './buckets.ts';
import type { ObjectRecord } from './object-record.ts';
import type { ObjectWriter } from './object-writer.ts';
import type { Objects } from './objects.ts';

/** Objects per page of {@link ObjectStore.list}. */
const LIST_PAGE = 1000;

const storedObject = ({ bucket, key, size, etag, lastModified }: ObjectRecord): StoredObject => ({
  bucket,
  key,
  size,
  etag: `"${etag}"`,
  lastModified,
});

/** S3 as the other services of the cloud see it. */
export function createCloudObjects(
  blobs: BlobKeeper,
  writer: ObjectWriter,
  { buckets, objects }: { readonly buckets: Buckets; readonly objects: Objects },
): ObjectStore {
  return {
    bucket: (name) => buckets.get(name),
    head: (bucket, key) => {
      const object = objects.get(bucket, key);
      return object && storedObject(object);
    },
    read: (bucket, key) => {
      const object = objects.get(bucket, key);
      if (!object) throw buckets.get(bucket) ? noSuchKey(key) : noSuchBucket(bucket);
      return blobs.files.read(object.blob, { start: 0, length: object.size });
    },
    path: (bucket, key) => {
      const object = objects.get(bucket, key);
      return object && blobs.files.path(object.blob);
    },
    write: async (bucket, key, body, contentType) => {
      if (!buckets.get(bucket)) throw noSuchBucket(bucket);
      const algorithm = DEFAULT_CHECKSUM_ALGORITHM;
      const bytes = await blobs.receive(body, { algorithms: [algorithm], maximum: MAXIMUM_PUT_BYTES });
      const value = bytes.checksums.get(algorithm);
      const object = await writer.putObject(bytes, {
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
    delete: (bucket, key) => writer.deleteObjects(bucket, (remove) => remove(key)),
  };
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
