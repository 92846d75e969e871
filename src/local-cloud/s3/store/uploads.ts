import type { ChecksumAlgorithm, ChecksumType } from '@aws-sdk/client-s3';
import type { Database } from '../../state/database.ts';
import type { ObjectDescription, Tag } from './object-record.ts';

/** A multipart upload in progress. */
export interface UploadRecord {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly initiatedAt: number;
  readonly description: ObjectDescription;
  readonly tags: readonly Tag[];
  /** Undefined when the uploader named none. */
  readonly checksumAlgorithm: ChecksumAlgorithm | undefined;
  readonly checksumType: ChecksumType;
}

export interface PartRecord {
  /** 1 to 10,000. */
  readonly number: number;
  readonly blob: string;
  /** Bytes. */
  readonly size: number;
  /** MD5 in hexadecimal. */
  readonly etag: string;
  readonly lastModified: number;
  readonly checksumAlgorithm: ChecksumAlgorithm | undefined;
  /** Base64. */
  readonly checksumValue: string | undefined;
}

/** The rows of multipart uploads and their parts. Deleting returns the blobs to remove. */
export interface Uploads {
  create(upload: UploadRecord): void;
  get(id: string): UploadRecord | undefined;
  /** By key, then by time of initiation. @param prefix of the key. */
  list(bucket: string, prefix: string): readonly UploadRecord[];
  /** @returns the blob that was replaced. @throws what `missing` makes when the upload is gone. */
  putPart(uploadId: string, part: PartRecord, missing: () => Error): string | undefined;
  /** By number. */
  parts(uploadId: string): readonly PartRecord[];
  /** @returns the blobs of its parts. */
  delete(id: string): readonly string[];
  refersTo(blob: string): boolean;
}

interface UploadRow {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly initiated_at: number;
  readonly description: string;
  readonly tags: string;
  readonly checksum_algorithm: ChecksumAlgorithm | null;
  readonly checksum_type: ChecksumType;
}

interface PartRow {
  readonly number: number;
  readonly blob: string;
  readonly size: number;
  readonly etag: string;
  readonly last_modified: number;
  readonly checksum_algorithm: ChecksumAlgorithm | null;
  readonly checksum_value: string | null;
}

const uploadOf = (row: UploadRow): UploadRecord => ({
  id: row.id,
  bucket: row.bucket,
  key: row.key,
  initiatedAt: row.initiated_at,
  description: JSON.parse(row.description) as ObjectDescription,
  tags: JSON.parse(row.tags) as readonly Tag[],
  checksumAlgorithm: row.checksum_algorithm ?? undefined,
  checksumType: row.checksum_type,
});

const partOf = (row: PartRow): PartRecord => ({
  number: row.number,
  blob: row.blob,
  size: row.size,
  etag: row.etag,
  lastModified: row.last_modified,
  checksumAlgorithm: row.checksum_algorithm ?? undefined,
  checksumValue: row.checksum_value ?? undefined,
});

const INSERT_UPLOAD = `INSERT INTO s3_upload (id, bucket, key, initiated_at, description, tags, checksum_algorithm, checksum_type)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
const REPLACE_PART = `INSERT OR REPLACE INTO s3_part
  (upload_id, number, blob, size, etag, last_modified, checksum_algorithm, checksum_value)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

export function openUploads(database: Database): Uploads {
  const byId = database.prepare<UploadRow>('SELECT * FROM s3_upload WHERE id = ?');
  const partByNumber = database.prepare<PartRow>('SELECT * FROM s3_part WHERE upload_id = ? AND number = ?');
  const partsById = database.prepare<PartRow>('SELECT * FROM s3_part WHERE upload_id = ? ORDER BY number');
  return {
    create: (upload) => {
      database
        .prepare(INSERT_UPLOAD)
        .run(
          upload.id,
          upload.bucket,
          upload.key,
          upload.initiatedAt,
          JSON.stringify(upload.description),
          JSON.stringify(upload.tags),
          upload.checksumAlgorithm ?? null,
          upload.checksumType,
        );
    },
    get: (id) => {
      const row = byId.get(id);
      return row && uploadOf(row);
    },
    list: (bucket, prefix) =>
      database
        .prepare<UploadRow>(
          `SELECT * FROM s3_upload WHERE bucket = ?1 AND substr(key, 1, length(?2)) = ?2 ORDER BY key, initiated_at, id`,
        )
        .all(bucket, prefix)
        .map(uploadOf),
    putPart: (uploadId, part, missing) =>
      database.transaction(() => {
        if (!byId.get(uploadId)) throw missing();
        const replaced = partByNumber.get(uploadId, part.number)?.blob;
        database
          .prepare(REPLACE_PART)
          .run(
            uploadId,
            part.number,
            part.blob,
            part.size,
            part.etag,
            part.lastModified,
            part.checksumAlgorithm ?? null,
            part.checksumValue ?? null,
          );
        return replaced;
      }),
    parts: (uploadId) => partsById.all(uploadId).map(partOf),
    delete: (id) =>
      database.transaction(() => {
        const blobs = partsById.all(id).map((part) => part.blob);
        database.prepare('DELETE FROM s3_part WHERE upload_id = ?').run(id);
        database.prepare('DELETE FROM s3_upload WHERE id = ?').run(id);
        return blobs;
      }),
    refersTo: (blob) => database.prepare('SELECT 1 FROM s3_part WHERE blob = ?').get(blob) !== undefined,
  };
}
