import type { JobState } from '../ports/model-customizer.ts';

type PhaseName = keyof JobState['phases'];

const PHASES: readonly PhaseName[] = ['validation', 'dataProcessing', 'training'];

/** One phase and how long it has been as it is. */
export interface PhaseAge {
  readonly phase: PhaseName;
  readonly status: string;
  /** Milliseconds in this status; absent when the service tells no times. A phase that has not begun waits since the one before ended. */
  readonly ageMs?: number;
}

/** Longest times that are still usual, milliseconds. */
export interface StallLimits {
  /** A phase waits to begin. Default 2 h. */
  readonly waitingMs: number;
  /** Validation or data processing is at work. Default 1 h. Seen in the wild: 2 to 4 minutes. */
  readonly preparingMs: number;
  /** Training is at work. Default 12 h. Seen in the wild: 1 to 2 hours for 300 to 5,000 records. */
  readonly trainingMs: number;
}

const HOUR = 3_600_000;

/** Our choice: Bedrock publishes none. Jobs have been seen to wait 25 to 74 hours after validation, without any message. */
export const STALL_LIMITS: StallLimits = { waitingMs: 2 * HOUR, preparingMs: HOUR, trainingMs: 12 * HOUR };

/** A phase that has not moved for longer than is usual. */
export interface Stall extends Required<PhaseAge> {
  /** The limit that was passed, milliseconds. */
  readonly limitMs: number;
}

export function phaseAges(state: JobState, now: number): readonly PhaseAge[] {
  let since = state.createdAt;
  return PHASES.flatMap((phase) => {
    const found = state.phases[phase];
    if (!found) return [];
    const start = found.status === 'NotStarted' ? since : (found.changedAt ?? found.startedAt);
    // Where the service renews the time of a phase at work, the beginning says how long it has lasted.
    const began = found.status === 'InProgress' ? (found.startedAt ?? start) : start;
    if (found.status === 'Completed' && found.changedAt !== undefined) since = Math.max(since, found.changedAt);
    return [{ phase, status: found.status, ...(began !== undefined && { ageMs: Math.max(0, now - began) }) }];
  });
}

/** The phase that holds the job up, when it has done so for longer than is usual. */
export function findStall(state: JobState, now: number, limits: Partial<StallLimits> = {}): Stall | undefined {
  if (state.status !== 'InProgress') return undefined;
  const current = phaseAges(state, now).find(({ status }) => status !== 'Completed');
  if (current?.ageMs === undefined) return undefined;
  const { waitingMs, preparingMs, trainingMs } = { ...STALL_LIMITS, ...limits };
  const limitMs = current.status === 'NotStarted' ? waitingMs : current.phase === 'training' ? trainingMs : preparingMs;
  return current.ageMs > limitMs ? { ...current, ageMs: current.ageMs, limitMs } : undefined;
}
