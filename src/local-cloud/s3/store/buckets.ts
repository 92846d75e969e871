import type { Clock } from '../../state/clock.ts';
import type { Database } from '../../state/database.ts';

export interface BucketRecord {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** Configurations of a bucket that are kept as they were put. */
export type BucketDocumentKind = 'policy' | 'public-access-block' | 'tagging';

export interface BucketQuery {
  readonly accountId: string;
  readonly prefix: string;
  /** Only names greater than this one. */
  readonly after: string;
  /** Only this region; undefined for all. */
  readonly region: string | undefined;
  readonly limit: number;
}

/** The buckets of all accounts: names are global. */
export interface Buckets {
  get(name: string): BucketRecord | undefined;
  /** @returns the bucket of that name: the one made now, or the one that was there before. */
  create(bucket: Omit<BucketRecord, 'createdAt'>): { readonly bucket: BucketRecord; readonly isNew: boolean };
  /** @returns false, and deletes nothing, when it holds objects or uploads. */
  delete(name: string): boolean;
  /** By name. */
  list(query: BucketQuery): readonly BucketRecord[];
  document(bucket: string, kind: BucketDocumentKind): string | undefined;
  putDocument(bucket: string, kind: BucketDocumentKind, document: string): void;
  deleteDocument(bucket: string, kind: BucketDocumentKind): void;
}

const COLUMNS = 'name, account_id AS accountId, region, created_at AS createdAt';

export function openBuckets(database: Database, clock: Clock): Buckets {
  const byName = database.prepare<BucketRecord>(`SELECT ${COLUMNS} FROM s3_bucket WHERE name = ?`);
  const get = (name: string): BucketRecord | undefined => {
    const row = byName.get(name);
    return row && { name: row.name, accountId: row.accountId, region: row.region, createdAt: row.createdAt };
  };
  return {
    get,
    create: ({ name, accountId, region }) =>
      database.transaction(() => {
        const before = get(name);
        if (before) return { bucket: before, isNew: false };
        const bucket = { name, accountId, region, createdAt: clock.now() };
        database
          .prepare('INSERT INTO s3_bucket (name, account_id, region, created_at) VALUES (?, ?, ?, ?)')
          .run(name, accountId, region, bucket.createdAt);
        return { bucket, isNew: true };
      }),
    delete: (name) =>
      database.transaction(() => {
        const used = database
          .prepare(
            'SELECT 1 FROM s3_object WHERE bucket = ?1 UNION ALL SELECT 1 FROM s3_upload WHERE bucket = ?1 LIMIT 1',
          )
          .get(name);
        if (used) return false;
        database.prepare('DELETE FROM s3_bucket_document WHERE bucket = ?').run(name);
        database.prepare('DELETE FROM s3_bucket WHERE name = ?').run(name);
        return true;
      }),
    list: ({ accountId, prefix, after, region, limit }) =>
      database
        .prepare<BucketRecord>(
          `SELECT ${COLUMNS} FROM s3_bucket
           WHERE account_id = ?1 AND name > ?2 AND substr(name, 1, length(?3)) = ?3 AND (?4 IS NULL OR region = ?4)
           ORDER BY name LIMIT ?5`,
        )
        .all(accountId, after, prefix, region ?? null, limit),
    document: (bucket, kind) =>
      database
        .prepare<{ document: string }>('SELECT document FROM s3_bucket_document WHERE bucket = ? AND kind = ?')
        .get(bucket, kind)?.document,
    putDocument: (bucket, kind, document) => {
      database
        .prepare('INSERT OR REPLACE INTO s3_bucket_document (bucket, kind, document) VALUES (?, ?, ?)')
        .run(bucket, kind, document);
    },
    deleteDocument: (bucket, kind) => {
      database.prepare('DELETE FROM s3_bucket_document WHERE bucket = ? AND kind = ?').run(bucket, kind);
    },
  };
}
