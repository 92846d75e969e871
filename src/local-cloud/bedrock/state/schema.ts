import type { Database } from '../../state/database.ts';

/**
 * Times are milliseconds since the epoch. Statuses that only time changes (`Creating`, `Updating`) are never stored:
 * they follow from due times, so a restart cannot lose them.
 */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS bedrock_job (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, accountId TEXT NOT NULL, region TEXT NOT NULL,
  name TEXT NOT NULL, modelName TEXT NOT NULL, modelArn TEXT NOT NULL, baseModelId TEXT NOT NULL,
  hyperparameters TEXT NOT NULL, request TEXT NOT NULL, status TEXT NOT NULL, failureMessage TEXT,
  createdAt INTEGER NOT NULL, modifiedAt INTEGER NOT NULL, endedAt INTEGER, trainingLoss REAL, validationLoss REAL,
  UNIQUE (accountId, region, name)
);
CREATE TABLE IF NOT EXISTS bedrock_job_phase (
  jobArn TEXT NOT NULL, phase TEXT NOT NULL, status TEXT NOT NULL, createdAt INTEGER NOT NULL, modifiedAt INTEGER NOT NULL,
  PRIMARY KEY (jobArn, phase)
);
CREATE TABLE IF NOT EXISTS bedrock_custom_model (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, accountId TEXT NOT NULL, region TEXT NOT NULL,
  name TEXT NOT NULL, jobArn TEXT NOT NULL, baseModelId TEXT NOT NULL, artifactFile TEXT NOT NULL, createdAt INTEGER NOT NULL,
  UNIQUE (accountId, region, name)
);
CREATE TABLE IF NOT EXISTS bedrock_throughput (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, accountId TEXT NOT NULL, region TEXT NOT NULL,
  name TEXT NOT NULL, modelUnits INTEGER NOT NULL, modelArn TEXT NOT NULL, desiredModelArn TEXT NOT NULL,
  baseModelId TEXT NOT NULL, commitmentDuration TEXT, commitmentEndsAt INTEGER,
  createdAt INTEGER NOT NULL, modifiedAt INTEGER NOT NULL, createdDueAt INTEGER NOT NULL, updateDueAt INTEGER NOT NULL,
  UNIQUE (accountId, region, name)
);
CREATE TABLE IF NOT EXISTS bedrock_deployment (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, accountId TEXT NOT NULL, region TEXT NOT NULL,
  name TEXT NOT NULL, description TEXT, modelArn TEXT NOT NULL, desiredModelArn TEXT NOT NULL,
  createdAt INTEGER NOT NULL, modifiedAt INTEGER NOT NULL, createdDueAt INTEGER NOT NULL, updateDueAt INTEGER,
  UNIQUE (accountId, region, name)
);
CREATE TABLE IF NOT EXISTS bedrock_tag (
  arn TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (arn, key)
);
CREATE TABLE IF NOT EXISTS bedrock_request_token (
  accountId TEXT NOT NULL, region TEXT NOT NULL, operation TEXT NOT NULL, token TEXT NOT NULL,
  fingerprint TEXT NOT NULL, arn TEXT NOT NULL, PRIMARY KEY (accountId, region, operation, token)
);
`;

/** Creates Bedrock's tables where they are missing. */
export function createTables(database: Database): void {
  database.execute(SCHEMA);
}
