import { describe, expect, it } from 'vitest';
import { jobState } from '../testing/scripted-cloud.mts';
import { findStall, phaseAges, STALL_LIMITS } from './stall.ts';

const HOUR = 3_600_000;
/** As seen in the wild: validated within minutes, then nothing. */
const waiting = jobState({
  createdAt: 0,
  phases: {
    validation: { status: 'Completed', startedAt: 60_000, changedAt: 180_000 },
    dataProcessing: { status: 'Completed', startedAt: 180_000, changedAt: 240_000 },
    training: { status: 'NotStarted', startedAt: 0, changedAt: 0 },
  },
});

describe('phaseAges', () => {
  it('counts a phase that has not begun from the end of the one before', () => {
    expect(phaseAges(waiting, HOUR)).toEqual([
      { phase: 'validation', status: 'Completed', ageMs: HOUR - 180_000 },
      { phase: 'dataProcessing', status: 'Completed', ageMs: HOUR - 240_000 },
      { phase: 'training', status: 'NotStarted', ageMs: HOUR - 240_000 },
    ]);
    expect(phaseAges(jobState(), HOUR)).toEqual([]);
  });

  it('counts a phase at work from its beginning, whatever the service touches since', () => {
    const training = { status: 'InProgress', startedAt: 1000, changedAt: 9000 };
    expect(phaseAges(jobState({ phases: { training } }), 10_000)).toEqual([
      { phase: 'training', status: 'InProgress', ageMs: 9000 },
    ]);
  });
});

describe('findStall', () => {
  it('tells a phase that waits for longer than is usual, and only then', () => {
    const edge = 240_000 + STALL_LIMITS.waitingMs;
    expect(findStall(waiting, edge)).toBeUndefined();
    expect(findStall(waiting, edge + 1)).toMatchObject({ phase: 'training', limitMs: 2 * HOUR, ageMs: 2 * HOUR + 1 });
  });

  it('has limits of its own for each kind of phase', () => {
    const validation = { status: 'InProgress', startedAt: 0 };
    const training = { status: 'InProgress', startedAt: 0 };
    expect(findStall(jobState({ phases: { validation } }), HOUR + 1)).toMatchObject({ phase: 'validation' });
    expect(findStall(jobState({ phases: { training } }), HOUR + 1)).toBeUndefined();
    expect(findStall(jobState({ phases: { training } }), 12 * HOUR + 1)).toMatchObject({ phase: 'training' });
    expect(findStall(jobState({ phases: { training } }), 2, { trainingMs: 1 })).toMatchObject({ limitMs: 1 });
  });

  it('says nothing of a job that has ended or is being stopped', () => {
    for (const status of ['Completed', 'Failed', 'Stopped', 'Stopping']) {
      expect(findStall({ ...waiting, status }, 100 * HOUR)).toBeUndefined();
    }
  });
});
