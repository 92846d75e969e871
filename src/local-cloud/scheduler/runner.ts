import type { Cloud } from '../state/ports.ts';
import { nextRun, parseExpression } from './expression/expression.ts';
import {
  findSchedule,
  putSchedule,
  readRow,
  removeSchedule,
  type Schedule,
  type ScheduleRow,
} from './state/schedules.ts';
import { callTarget, readTarget, type TargetOperations } from './target/universal-targets.ts';

/** Runs schedules when their time has come. All state is in the database; this only waits and calls. */
export interface ScheduleRunner {
  /** Looks again at what is due. Call it after every change of a schedule, and once when the cloud is complete. */
  wake(): void;
  /** Resolves when no target is being called any more. Abort the cloud's signal first. */
  settled(): Promise<void>;
}

/** A call that a schedule owes. */
interface Run {
  readonly seq: number;
  readonly scheduleArn: string;
  /** When the schedule wanted it. Milliseconds since the epoch. */
  readonly scheduledAt: number;
  readonly attempts: number;
}

/** A sleeping machine or a set wall clock is noticed at least this often. Milliseconds. */
const LONGEST_SLEEP_MS = 60_000;
const FIRST_PAUSE_MS = 1000;
/** So that 185 retries, the default, last the 24 hours that are the longest age of a run. */
const LONGEST_PAUSE_MS = 8 * 60_000;

export function createScheduleRunner(cloud: Cloud, operations: TargetOperations): ScheduleRunner {
  /** Whether the loop below will look at the tables again before it ends. */
  let looking = false;
  let working = Promise.resolve();
  let stopSleeping = () => {};
  cloud.signal.addEventListener('abort', () => stopSleeping(), { once: true });

  /** Sleeps until `due` or until woken. */
  const sleepUntil = async (due: number): Promise<void> => {
    const sleeper = new AbortController();
    stopSleeping = () => sleeper.abort();
    const rest = Math.min(due - cloud.clock.now(), LONGEST_SLEEP_MS);
    await cloud.clock.sleep(Math.max(rest, 0), sleeper.signal).catch((error: unknown) => {
      if (!sleeper.signal.aborted) throw error;
    });
  };
  const work = async (): Promise<void> => {
    while (!cloud.signal.aborted) {
      takeDue(cloud);
      for (const run of dueRuns(cloud)) await performRun(cloud, operations, run);
      const due = nextDue(cloud);
      if (due === undefined) break;
      await sleepUntil(due);
    }
    looking = false;
  };
  return {
    wake: () => {
      stopSleeping();
      if (looking) return;
      looking = true;
      working = work().catch((error: unknown) => {
        looking = false;
        if (!cloud.signal.aborted) cloud.log('scheduler.runner-broken', { error: String(error) });
      });
    },
    settled: () => working,
  };
}

/** Turns schedules whose time has come into runs, and sets when they run next. What came due while the cloud was down runs once. */
function takeDue({ database, clock }: Cloud): void {
  const now = clock.now();
  database.transaction(() => {
    const due = database
      .prepare<ScheduleRow>(
        "SELECT * FROM scheduler_schedule WHERE state = 'ENABLED' AND nextRunAt <= ? ORDER BY nextRunAt",
      )
      .all(now);
    for (const schedule of due.map(readRow)) {
      const { definition, nextRunAt, modifiedAt } = schedule;
      if (nextRunAt === null) continue;
      const span = { from: modifiedAt, start: definition.startAt, end: definition.endAt };
      const expression = parseExpression(definition.expression, definition.zone);
      const next = expression.kind === 'at' ? undefined : nextRun(expression, span, now);
      database
        .prepare('INSERT INTO scheduler_run (scheduleArn, scheduledAt, dueAt, attempts) VALUES (?, ?, ?, 0)')
        .run(schedule.arn, nextRunAt, nextRunAt + Math.floor(Math.random() * (definition.windowMinutes ?? 0) * 60_000));
      putSchedule(database, { ...schedule, nextRunAt: next ?? null });
    }
  });
}

const dueRuns = ({ database, clock }: Cloud): Run[] =>
  database.prepare<Run>('SELECT * FROM scheduler_run WHERE dueAt <= ? ORDER BY dueAt, seq').all(clock.now());

/** The earliest moment at which there is something to do. */
function nextDue({ database }: Cloud): number | undefined {
  const row = database
    .prepare<{ due: number | null }>(
      `SELECT min(due) AS due FROM (
        SELECT nextRunAt AS due FROM scheduler_schedule WHERE state = 'ENABLED' AND nextRunAt IS NOT NULL
        UNION ALL SELECT dueAt AS due FROM scheduler_run)`,
    )
    .get();
  return row?.due ?? undefined;
}

/** Calls the target once. A kill between the call and its entry repeats it: a run is made at least once, as on AWS. */
async function performRun(cloud: Cloud, operations: TargetOperations, run: Run): Promise<void> {
  if (cloud.signal.aborted) return;
  const schedule = findSchedule(cloud.database, run.scheduleArn);
  // Deleted while an earlier run of this round was at work.
  if (!schedule) return;
  const { arn, input, roleArn } = schedule.definition.target;
  try {
    await callTarget(cloud, operations, readTarget(arn, input), { ...schedule, roleArn });
    cloud.log('scheduler.target-called', { schedule: schedule.arn, target: arn, attempts: run.attempts + 1 });
  } catch (error) {
    if (cloud.signal.aborted) return;
    if (retryLater(cloud, schedule, run, error)) return;
  }
  cloud.database.transaction(() => endRun(cloud, schedule.arn, run));
}

/** @returns false when the retry policy allows no further try. */
function retryLater(cloud: Cloud, schedule: Schedule, run: Run, error: unknown): boolean {
  const { target } = schedule.definition;
  const attempts = run.attempts + 1;
  const dueAt = cloud.clock.now() + Math.min(FIRST_PAUSE_MS * 2 ** run.attempts, LONGEST_PAUSE_MS);
  const again = attempts <= target.maxRetries && dueAt <= run.scheduledAt + target.maxAgeSeconds * 1000;
  const reason = error instanceof Error ? error.message : String(error);
  cloud.log(again ? 'scheduler.target-failed' : 'scheduler.run-dropped', { schedule: schedule.arn, attempts, reason });
  if (!again) return false;
  cloud.database
    .prepare('UPDATE scheduler_run SET attempts = ?, dueAt = ? WHERE seq = ?')
    .run(attempts, dueAt, run.seq);
  return true;
}

/** Removes the run, and its schedule too when that was its last and it asked for that. */
function endRun({ database }: Cloud, scheduleArn: string, run: Run): void {
  database.prepare('DELETE FROM scheduler_run WHERE seq = ?').run(run.seq);
  const schedule = findSchedule(database, scheduleArn);
  if (schedule?.definition.deleteAfterCompletion && schedule.nextRunAt === null) removeSchedule(database, scheduleArn);
}
