import type { Operation } from '../../service/operation.ts';
import type { Cloud } from '../../state/ports.ts';
import type { ScheduleRunner } from '../runner.ts';
import type { Checked } from '../scope.ts';

/** What the scheduler's operations share. */
export interface Scheduling {
  readonly cloud: Cloud;
  readonly runner: ScheduleRunner;
}

/** An operation of the scheduler: its input has been checked by the wire. */
export type SchedulerOperation<Input, Output> = Operation<Checked<Input>, Output>;
