import type { Database } from '../../state/database.ts';
import { refusals } from '../refusals.ts';
import { type Scope, scheduleArn } from '../scope.ts';
import { forgetRequests } from './request-tokens.ts';

/** Members of a schedule that a request sets and an answer gives back; times as milliseconds since the epoch. */
export interface Definition {
  readonly description?: string | undefined;
  readonly expression: string;
  readonly zone: string;
  readonly startAt?: number | undefined;
  readonly endAt?: number | undefined;
  /** Absent: exactly at its time. Minutes. */
  readonly windowMinutes?: number | undefined;
  readonly kmsKeyArn?: string | undefined;
  readonly deleteAfterCompletion: boolean;
  readonly target: {
    readonly arn: string;
    readonly roleArn: string;
    /** JSON text. */
    readonly input: string;
    readonly maxAgeSeconds: number;
    readonly maxRetries: number;
  };
}

export interface Schedule extends Scope {
  readonly seq: number;
  readonly arn: string;
  readonly groupName: string;
  readonly name: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly definition: Definition;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Null when nothing is to come. */
  readonly nextRunAt: number | null;
}

/** A schedule as the table holds it. */
export type ScheduleRow = Omit<Schedule, 'definition'> & { readonly definition: string };

export const readRow = (row: ScheduleRow): Schedule => ({
  ...row,
  definition: JSON.parse(row.definition) as Definition,
});

/** @throws ServiceError ResourceNotFoundException */
export function getSchedule(database: Database, scope: Scope, group: string, name: string): Schedule {
  const found = findSchedule(database, scheduleArn(scope, group, name));
  if (!found) throw refusals.noSchedule(name);
  return found;
}

export function findSchedule(database: Database, arn: string): Schedule | undefined {
  const row = database.prepare<ScheduleRow>('SELECT * FROM scheduler_schedule WHERE arn = ?').get(arn);
  return row && readRow(row);
}

/** Inserts a schedule, or replaces all that can change of one. */
export function putSchedule(database: Database, schedule: Omit<Schedule, 'seq'>): void {
  database
    .prepare(
      `INSERT INTO scheduler_schedule (arn, accountId, region, groupName, name, state, definition, createdAt, modifiedAt, nextRunAt)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (arn) DO UPDATE SET state = excluded.state, definition = excluded.definition,
          modifiedAt = excluded.modifiedAt, nextRunAt = excluded.nextRunAt`,
    )
    .run(
      ...[schedule.arn, schedule.accountId, schedule.region, schedule.groupName, schedule.name, schedule.state],
      ...[JSON.stringify(schedule.definition), schedule.createdAt, schedule.modifiedAt, schedule.nextRunAt],
    );
}

/** With the runs that it still owes. */
export function removeSchedule(database: Database, arn: string): void {
  database.prepare('DELETE FROM scheduler_run WHERE scheduleArn = ?').run(arn);
  database.prepare('DELETE FROM scheduler_schedule WHERE arn = ?').run(arn);
  forgetRequests(database, arn);
}
