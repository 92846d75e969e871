import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite from 'libsql';

/** Values that SQL columns hold. */
export type SqlValue = string | number | bigint | null | Uint8Array;

/** A prepared statement. Rows are plain objects keyed by column; callers name the row type they selected. */
export interface Statement<Row> {
  get(...values: SqlValue[]): Row | undefined;
  all(...values: SqlValue[]): Row[];
  /** @returns number of rows changed. */
  run(...values: SqlValue[]): number;
}

/** The embedded SQL database of a cloud: one file, write-ahead log, survives `kill -9`. */
export interface Database {
  /** Prepares (and caches by text) a statement. `Row` is the caller's promise about the selected columns. */
  prepare<Row>(sql: string): Statement<Row>;
  /** Runs statements that return nothing, such as `CREATE TABLE IF NOT EXISTS`. */
  execute(sql: string): void;
  /** All or nothing; nested calls join the outer transaction. */
  transaction<Result>(work: () => Result): Result;
  close(): void;
}

/** Milliseconds a writer waits for another process's lock before `SQLITE_BUSY`. */
const BUSY_TIMEOUT_MS = 5000;

/** @param file path of the database, created with its folder when missing; `:memory:` keeps it in memory. */
export function openDatabase(file: string): Database {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const connection = new BetterSqlite(file, { timeout: BUSY_TIMEOUT_MS });
  connection.exec('PRAGMA journal_mode = WAL');
  connection.exec('PRAGMA synchronous = NORMAL');
  connection.exec('PRAGMA foreign_keys = ON');
  const statements = new Map<string, Statement<unknown>>();
  let depth = 0;
  return {
    prepare<Row>(sql: string): Statement<Row> {
      let statement = statements.get(sql);
      if (!statement) {
        const prepared = connection.prepare(sql);
        statement = {
          get: (...values) => prepared.get(...values) ?? undefined,
          all: (...values) => prepared.all(...values),
          run: (...values) => prepared.run(...values).changes,
        };
        statements.set(sql, statement);
      }
      return statement as Statement<Row>;
    },
    execute: (sql) => {
      connection.exec(sql);
    },
    transaction<Result>(work: () => Result): Result {
      if (depth > 0) return work();
      connection.exec('BEGIN IMMEDIATE');
      depth += 1;
      try {
        const result = work();
        connection.exec('COMMIT');
        return result;
      } catch (error) {
        connection.exec('ROLLBACK');
        throw error;
      } finally {
        depth -= 1;
      }
    },
    close: () => {
      statements.clear();
      connection.close();
    },
  };
}
