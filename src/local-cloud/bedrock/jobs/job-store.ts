import type { VpcConfig } from '@aws-sdk/client-bedrock';
import type { Database } from '../../state/database.ts';
import { parseArn } from '../arn.ts';
import type { Scope } from '../control-plane.ts';
import { refusals } from '../refusals.ts';
import type { TagRow } from '../tags/tag-store.ts';
import type { Customization } from './customization.ts';
import type { Hyperparameters } from './hyperparameters.ts';

export type JobStatus = 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped';
export type PhaseStatus = JobStatus | 'NotStarted';

/** The phases of a job, in order, by their names in `statusDetails`. */
const JOB_PHASES = ['validation', 'dataProcessing', 'training'] as const;
export type JobPhase = (typeof JOB_PHASES)[number];

/** What a job keeps of the request that made it. */
export interface JobRequest {
  readonly customization: Customization;
  readonly roleArn: string;
  readonly trainingUri: string;
  readonly validationUris: readonly string[];
  readonly outputUri: string;
  readonly clientRequestToken?: string | undefined;
  readonly modelKmsKeyArn?: string | undefined;
  readonly vpcConfig?: VpcConfig | undefined;
  readonly modelTags: readonly TagRow[];
}

interface JobRow {
  readonly seq: number;
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly modelName: string;
  /** ARN that the custom model will have. */
  readonly modelArn: string;
  readonly baseModelId: string;
  readonly hyperparameters: string;
  readonly request: string;
  readonly status: JobStatus;
  readonly failureMessage: string | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly endedAt: number | null;
  readonly trainingLoss: number | null;
  readonly validationLoss: number | null;
}

/** A customization job. */
export interface Job extends Omit<JobRow, 'hyperparameters' | 'request'> {
  readonly hyperparameters: Hyperparameters;
  readonly request: JobRequest;
}

export interface PhaseRow {
  readonly phase: JobPhase;
  readonly status: PhaseStatus;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

type StoredRequest = Omit<JobRequest, 'customization'> & Partial<Pick<JobRequest, 'customization'>>;

const SUPERVISED: Customization = { type: 'FINE_TUNING' };

export function openJob(row: JobRow): Job {
  return {
    ...row,
    hyperparameters: JSON.parse(row.hyperparameters) as Hyperparameters,
    // A folder of an earlier version knows supervised fine-tuning only.
    request: { customization: SUPERVISED, ...(JSON.parse(row.request) as StoredRequest) },
  };
}

/** @throws ServiceError ResourceNotFoundException. */
export function getJob(database: Database, scope: Scope, identifier: string): Job {
  const column = parseArn(identifier) ? 'arn' : 'name';
  const row = database
    .prepare<JobRow>(`SELECT * FROM bedrock_job WHERE ${column} = ? AND accountId = ? AND region = ?`)
    .get(identifier, scope.accountId, scope.region);
  if (row === undefined) throw refusals.notFound('model customization job', identifier);
  return openJob(row);
}

/** A job that is known to exist. */
export function jobByArn(database: Database, arn: string): Job {
  const row = database.prepare<JobRow>('SELECT * FROM bedrock_job WHERE arn = ?').get(arn);
  if (row === undefined) throw new Error(`The job ${arn} is missing from the database.`);
  return openJob(row);
}

export function listPhases(database: Database, jobArn: string): readonly PhaseRow[] {
  return database
    .prepare<PhaseRow>('SELECT phase, status, createdAt, modifiedAt FROM bedrock_job_phase WHERE jobArn = ?')
    .all(jobArn);
}

/** Jobs that still have work to do, oldest first; those of every account and region. */
export function unfinishedJobs(database: Database): readonly { readonly arn: string; readonly status: JobStatus }[] {
  return database
    .prepare<{ arn: string; status: JobStatus }>(
      "SELECT arn, status FROM bedrock_job WHERE status IN ('InProgress', 'Stopping') ORDER BY seq",
    )
    .all();
}

export type NewJob = Pick<
  Job,
  'arn' | 'accountId' | 'region' | 'name' | 'modelName' | 'modelArn' | 'baseModelId' | 'hyperparameters' | 'request'
>;

export function insertJob(database: Database, job: NewJob, now: number): void {
  database
    .prepare(
      `INSERT INTO bedrock_job (arn, accountId, region, name, modelName, modelArn, baseModelId, hyperparameters, request,
        status, createdAt, modifiedAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'InProgress', ?, ?)`,
    )
    .run(
      job.arn,
      job.accountId,
      job.region,
      job.name,
      job.modelName,
      job.modelArn,
      job.baseModelId,
      JSON.stringify(job.hyperparameters),
      JSON.stringify(job.request),
      now,
      now,
    );
  const insertPhase = database.prepare("INSERT INTO bedrock_job_phase VALUES (?, ?, 'NotStarted', ?, ?)");
  for (const phase of JOB_PHASES) insertPhase.run(job.arn, phase, now, now);
}

/** @param outcome losses are set only by a completed job. */
export function setJobStatus(
  database: Database,
  jobArn: string,
  status: JobStatus,
  now: number,
  outcome: {
    readonly failureMessage?: string;
    readonly trainingLoss?: number | undefined;
    readonly validationLoss?: number | undefined;
  } = {},
): void {
  const ended = status === 'InProgress' || status === 'Stopping' ? null : now;
  database
    .prepare(
      `UPDATE bedrock_job SET status = ?, modifiedAt = ?, endedAt = ?, failureMessage = ?, trainingLoss = ?, validationLoss = ?
       WHERE arn = ?`,
    )
    .run(
      status,
      now,
      ended,
      outcome.failureMessage ?? null,
      outcome.trainingLoss ?? null,
      outcome.validationLoss ?? null,
      jobArn,
    );
}

/** Moves one phase on; its creation time is when it first left `NotStarted`. */
export function setPhaseStatus(
  database: Database,
  jobArn: string,
  phase: JobPhase,
  status: PhaseStatus,
  now: number,
): void {
  database
    .prepare(
      `UPDATE bedrock_job_phase SET createdAt = CASE WHEN status = 'NotStarted' THEN ? ELSE createdAt END,
        status = ?, modifiedAt = ? WHERE jobArn = ? AND phase = ?`,
    )
    .run(now, status, now, jobArn, phase);
  database.prepare('UPDATE bedrock_job SET modifiedAt = ? WHERE arn = ?').run(now, jobArn);
}

/** Gives every phase that is at work the status in which its job ends. */
export function endPhases(database: Database, jobArn: string, status: PhaseStatus, now: number): void {
  database
    .prepare(
      "UPDATE bedrock_job_phase SET status = ?, modifiedAt = ? WHERE jobArn = ? AND status IN ('InProgress', 'Stopping')",
    )
    .run(status, now, jobArn);
}
