import type { Database } from '../../state/database.ts';

/**
 * Keys are TEXT with the default BINARY collation: SQLite compares them as UTF-8 bytes, which is S3's listing order.
 * `blob` names a file of {@link BlobFiles}. Times are milliseconds since the epoch. `description`, `tags` and `parts` hold JSON.
 */
const TABLES = `
CREATE TABLE IF NOT EXISTS s3_bucket (
  name TEXT PRIMARY KEY, account_id TEXT NOT NULL, region TEXT NOT NULL, created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS s3_bucket_document (
  bucket TEXT NOT NULL, kind TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (bucket, kind)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS s3_object (
  bucket TEXT NOT NULL, key TEXT NOT NULL, blob TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
  last_modified INTEGER NOT NULL, description TEXT NOT NULL, tags TEXT NOT NULL,
  checksum_algorithm TEXT, checksum_value TEXT, checksum_type TEXT, upload_id TEXT, parts TEXT,
  PRIMARY KEY (bucket, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS s3_object_blob ON s3_object (blob);
CREATE TABLE IF NOT EXISTS s3_upload (
  id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, initiated_at INTEGER NOT NULL,
  description TEXT NOT NULL, tags TEXT NOT NULL, checksum_algorithm TEXT, checksum_type TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS s3_upload_key ON s3_upload (bucket, key, initiated_at);
CREATE TABLE IF NOT EXISTS s3_part (
  upload_id TEXT NOT NULL REFERENCES s3_upload (id) ON DELETE CASCADE, number INTEGER NOT NULL, blob TEXT NOT NULL,
  size INTEGER NOT NULL, etag TEXT NOT NULL, last_modified INTEGER NOT NULL, checksum_algorithm TEXT, checksum_value TEXT,
  PRIMARY KEY (upload_id, number)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS s3_part_blob ON s3_part (blob);
`;

/** Creates the tables of S3 when missing. */
export function createTables(database: Database): void {
  database.execute(TABLES);
}
