import type { Database } from '../../state/database.ts';

/** Times are milliseconds since the epoch. What is due stands in the tables, so a restart or `kill -9` loses no run. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS scheduler_group (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, accountId TEXT NOT NULL, region TEXT NOT NULL,
  name TEXT NOT NULL, createdAt INTEGER NOT NULL, modifiedAt INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS scheduler_schedule (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, accountId TEXT NOT NULL, region TEXT NOT NULL,
  groupName TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL, definition TEXT NOT NULL,
  createdAt INTEGER NOT NULL, modifiedAt INTEGER NOT NULL, nextRunAt INTEGER
);
CREATE TABLE IF NOT EXISTS scheduler_run (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, scheduleArn TEXT NOT NULL, scheduledAt INTEGER NOT NULL,
  dueAt INTEGER NOT NULL, attempts INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS scheduler_tag (
  arn TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (arn, key)
);
CREATE TABLE IF NOT EXISTS scheduler_request_token (
  accountId TEXT NOT NULL, region TEXT NOT NULL, operation TEXT NOT NULL, token TEXT NOT NULL,
  fingerprint TEXT NOT NULL, arn TEXT NOT NULL, PRIMARY KEY (accountId, region, operation, token)
);
`;

/** Creates the scheduler's tables where they are missing. */
export function createTables(database: Database): void {
  database.execute(SCHEMA);
}
