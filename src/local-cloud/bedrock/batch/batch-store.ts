import type { VpcConfig } from '@aws-sdk/client-bedrock';
import type { Database } from '../../state/database.ts';
import { parseArn, resourceArn } from '../arn.ts';
import type { Scope } from '../control-plane.ts';
import { refusals } from '../refusals.ts';
import type { InvocationType } from './batch-answerer.ts';

export type BatchStatus =
  | 'Submitted'
  | 'Validating'
  | 'Scheduled'
  | 'InProgress'
  | 'Completed'
  | 'PartiallyCompleted'
  | 'Failed'
  | 'Stopping'
  | 'Stopped'
  | 'Expired';

/** SQL list of the statuses of jobs that still have work to do. */
const UNFINISHED = "('Submitted', 'Validating', 'Scheduled', 'InProgress', 'Stopping')";

/** What a job keeps of the request that made it. */
export interface BatchRequest {
  readonly roleArn: string;
  readonly inputUri: string;
  readonly inputOwner?: string | undefined;
  readonly outputUri: string;
  readonly outputOwner?: string | undefined;
  readonly outputKmsKeyId?: string | undefined;
  readonly invocationType: InvocationType;
  readonly timeoutHours: number;
  readonly clientRequestToken?: string | undefined;
  readonly vpcConfig?: VpcConfig | undefined;
}

/** Records of a job. `processed` is `success` and `error` together. */
export interface RecordCounts {
  readonly total: number;
  readonly processed: number;
  readonly success: number;
  readonly error: number;
}

interface BatchRow {
  readonly seq: number;
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  /** As it was given. */
  readonly modelId: string;
  readonly request: string;
  readonly status: BatchStatus;
  readonly message: string | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly endedAt: number | null;
  /** Milliseconds since the epoch at which the job times out. */
  readonly expiresAt: number;
  /** Null until the input has been counted. */
  readonly total: number | null;
  readonly processed: number;
  readonly success: number;
  readonly error: number;
}

/** A batch inference job. */
export interface BatchJob extends Omit<BatchRow, 'request'> {
  readonly request: BatchRequest;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS bedrock_batch_job (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, accountId TEXT NOT NULL, region TEXT NOT NULL,
  name TEXT NOT NULL, modelId TEXT NOT NULL, request TEXT NOT NULL, status TEXT NOT NULL, message TEXT,
  createdAt INTEGER NOT NULL, modifiedAt INTEGER NOT NULL, endedAt INTEGER, expiresAt INTEGER NOT NULL,
  total INTEGER, processed INTEGER NOT NULL DEFAULT 0, success INTEGER NOT NULL DEFAULT 0, error INTEGER NOT NULL DEFAULT 0,
  UNIQUE (accountId, region, name)
);
`;

export function createBatchTable(database: Database): void {
  database.execute(SCHEMA);
}

export function openBatchJob(row: BatchRow): BatchJob {
  return { ...row, request: JSON.parse(row.request) as BatchRequest };
}

/**
 * @param identifier id or ARN.
 * @throws ServiceError ResourceNotFoundException.
 */
export function getBatchJob(database: Database, scope: Scope, identifier: string): BatchJob {
  const arn = parseArn(identifier) ? identifier : resourceArn(scope, 'model-invocation-job', identifier);
  const row = database
    .prepare<BatchRow>('SELECT * FROM bedrock_batch_job WHERE arn = ? AND accountId = ? AND region = ?')
    .get(arn, scope.accountId, scope.region);
  if (row === undefined) throw refusals.notFound('model invocation job', identifier);
  return openBatchJob(row);
}

/** A job that is known to exist. */
export function batchJobByArn(database: Database, arn: string): BatchJob {
  const row = database.prepare<BatchRow>('SELECT * FROM bedrock_batch_job WHERE arn = ?').get(arn);
  if (row === undefined) throw new Error(`The batch inference job ${arn} is missing from the database.`);
  return openBatchJob(row);
}

/** Oldest first; those of every account and region. */
export function unfinishedBatchJobs(database: Database): readonly string[] {
  return database
    .prepare<{ arn: string }>(`SELECT arn FROM bedrock_batch_job WHERE status IN ${UNFINISHED} ORDER BY seq`)
    .all()
    .map(({ arn }) => arn);
}

export function isBatchNameTaken(database: Database, scope: Scope, name: string): boolean {
  return (
    database
      .prepare('SELECT 1 FROM bedrock_batch_job WHERE name = ? AND accountId = ? AND region = ?')
      .get(name, scope.accountId, scope.region) !== undefined
  );
}

/** Jobs of one model that have not ended. */
export function countUnfinished(database: Database, scope: Scope, modelId: string): number {
  return (
    database
      .prepare<{ count: number }>(
        `SELECT count(*) AS count FROM bedrock_batch_job WHERE modelId = ? AND accountId = ? AND region = ? AND status IN ${UNFINISHED}`,
      )
      .get(modelId, scope.accountId, scope.region)?.count ?? 0
  );
}

export type NewBatchJob = Pick<BatchJob, 'arn' | 'accountId' | 'region' | 'name' | 'modelId' | 'request'>;

export function insertBatchJob(database: Database, job: NewBatchJob, now: number): void {
  const expiresAt = now + job.request.timeoutHours * 3_600_000;
  database
    .prepare(
      `INSERT INTO bedrock_batch_job (arn, accountId, region, name, modelId, request, status, createdAt, modifiedAt, expiresAt)
       VALUES (?, ?, ?, ?, ?, ?, 'Submitted', ?, ?, ?)`,
    )
    .run(job.arn, job.accountId, job.region, job.name, job.modelId, JSON.stringify(job.request), now, now, expiresAt);
}

/** @param end set for a status in which the job stays. */
export function setBatchStatus(
  database: Database,
  arn: string,
  status: BatchStatus,
  now: number,
  end?: { readonly message?: string | undefined },
): void {
  database
    .prepare('UPDATE bedrock_batch_job SET status = ?, modifiedAt = ?, endedAt = ?, message = ? WHERE arn = ?')
    .run(status, now, end === undefined ? null : now, end?.message ?? null, arn);
}

export function setBatchCounts(database: Database, arn: string, counts: RecordCounts, now: number): void {
  database
    .prepare(
      'UPDATE bedrock_batch_job SET total = ?, processed = ?, success = ?, error = ?, modifiedAt = ? WHERE arn = ?',
    )
    .run(counts.total, counts.processed, counts.success, counts.error, now, arn);
}
