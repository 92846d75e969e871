import { setTimeout as wait } from 'node:timers/promises';
import type { FaultyJob } from '../../faults/fault-switches.ts';
import type { Cloud } from '../../state/ports.ts';
import { JobFailure } from './job-failure.ts';

/** How often a stalled job looks whether it may go on. Milliseconds of real time: the cloud's clock may stand still. */
const LOOK_MS = 50;

/** Keeps a job from entering a phase as long as a fault switch says so: nothing is reported, as seen in the wild. */
export async function stallWhileSwitched({ faults }: Cloud, job: FaultyJob, signal: AbortSignal): Promise<void> {
  while (faults?.stalls(job)) await wait(LOOK_MS, undefined, { signal });
}

/** @throws JobFailure when a fault switch says so. */
export function failWhenSwitched({ faults }: Cloud, job: FaultyJob): void {
  const message = faults?.failure(job);
  if (message !== undefined) throw new JobFailure(message);
}
