import type { Database } from '../../state/database.ts';
import { type Listing, type ListingRequest, listKeys } from './listing.ts';
import type { ObjectChecksum, ObjectListRow, ObjectRecord, Tag } from './object-record.ts';

/** Checks that must hold at the moment of the write; throws when they do not. */
export type WriteCondition = (current: ObjectRecord | undefined) => void;

/** The rows of objects. Whoever replaces or deletes one gets the blob that nobody refers to any more, to remove it. */
export interface Objects {
  get(bucket: string, key: string): ObjectRecord | undefined;
  /** @returns the blob that was replaced. */
  put(object: ObjectRecord, condition?: WriteCondition): string | undefined;
  putTags(bucket: string, key: string, tags: readonly Tag[]): void;
  /** @returns the blob that was freed; undefined when there was no such object. */
  delete(bucket: string, key: string, condition?: WriteCondition): string | undefined;
  list(bucket: string, request: ListingRequest): Listing<ObjectListRow>;
  refersTo(blob: string): boolean;
}

interface ObjectRow {
  readonly bucket: string;
  readonly key: string;
  readonly blob: string;
  readonly size: number;
  readonly etag: string;
  readonly last_modified: number;
  readonly description: string;
  readonly tags: string;
  readonly checksum_algorithm: ObjectChecksum['algorithm'] | null;
  readonly checksum_value: string | null;
  readonly checksum_type: ObjectChecksum['type'] | null;
  readonly upload_id: string | null;
  readonly parts: string | null;
}

type ListRow = Omit<ObjectRow, 'description' | 'tags' | 'blob' | 'parts'> & {
  readonly storage_class: ObjectListRow['storageClass'];
};

type ChecksumColumns = Pick<ObjectRow, 'checksum_algorithm' | 'checksum_value' | 'checksum_type'>;

/** SQLite orders every BLOB after every TEXT, so this bound is greater than any key. */
const AFTER_ALL_KEYS = Uint8Array.of(0xff);

function checksumOf(row: ChecksumColumns): ObjectChecksum | undefined {
  const { checksum_algorithm: algorithm, checksum_value: value, checksum_type: type } = row;
  return algorithm === null || value === null || type === null ? undefined : { algorithm, value, type };
}

function recordOf(row: ObjectRow): ObjectRecord {
  return {
    bucket: row.bucket,
    key: row.key,
    blob: row.blob,
    size: row.size,
    etag: row.etag,
    lastModified: row.last_modified,
    description: JSON.parse(row.description) as ObjectRecord['description'],
    tags: JSON.parse(row.tags) as readonly Tag[],
    checksum: checksumOf(row),
    uploadId: row.upload_id ?? undefined,
    parts: row.parts === null ? [] : (JSON.parse(row.parts) as ObjectRecord['parts']),
  };
}

const listRowOf = (row: ListRow): ObjectListRow => ({
  key: row.key,
  size: row.size,
  etag: row.etag,
  lastModified: row.last_modified,
  storageClass: row.storage_class,
  checksum: checksumOf(row),
});

export function openObjects(database: Database): Objects {
  const byKey = database.prepare<ObjectRow>('SELECT * FROM s3_object WHERE bucket = ? AND key = ?');
  const replace = database.prepare(
    `INSERT OR REPLACE INTO s3_object (bucket, key, blob, size, etag, last_modified, description, tags,
       checksum_algorithm, checksum_value, checksum_type, upload_id, parts)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const range = database.prepare<ListRow>(
    `SELECT key, size, etag, last_modified, checksum_algorithm, checksum_value, checksum_type,
       json_extract(description, '$.storageClass') AS storage_class
     FROM s3_object WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?`,
  );
  const get = (bucket: string, key: string): ObjectRecord | undefined => {
    const row = byKey.get(bucket, key);
    return row && recordOf(row);
  };
  return {
    get,
    put: (object, condition) =>
      database.transaction(() => {
        const { bucket, key, checksum } = object;
        const current = get(bucket, key);
        condition?.(current);
        replace.run(
          bucket,
          key,
          object.blob,
          object.size,
          object.etag,
          object.lastModified,
          JSON.stringify(object.description),
          JSON.stringify(object.tags),
          checksum?.algorithm ?? null,
          checksum?.value ?? null,
          checksum?.type ?? null,
          object.uploadId ?? null,
          object.parts.length === 0 ? null : JSON.stringify(object.parts),
        );
        return current?.blob;
      }),
    putTags: (bucket, key, tags) => {
      database
        .prepare('UPDATE s3_object SET tags = ? WHERE bucket = ? AND key = ?')
        .run(JSON.stringify(tags), bucket, key);
    },
    delete: (bucket, key, condition) =>
      database.transaction(() => {
        const current = get(bucket, key);
        condition?.(current);
        if (current) database.prepare('DELETE FROM s3_object WHERE bucket = ? AND key = ?').run(bucket, key);
        return current?.blob;
      }),
    list: (bucket, request) =>
      listKeys(
        (from, before, limit) => range.all(bucket, from, before ?? AFTER_ALL_KEYS, limit).map(listRowOf),
        request,
      ),
    refersTo: (blob) => database.prepare('SELECT 1 FROM s3_object WHERE blob = ?').get(blob) !== undefined,
  };
}
