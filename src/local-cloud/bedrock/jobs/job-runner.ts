import { existsSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cloud } from '../../state/ports.ts';
import { idOf } from '../arn.ts';
import { insertCustomModel } from '../custom-models/custom-model-store.ts';
import { createJobQueue, type JobRunner } from '../job-queue.ts';
import { putTags } from '../tags/tag-store.ts';
import { emitJobState } from './job-events.ts';
import { JobFailure, MAXIMUM_FAILURE_MESSAGE, UNEXPECTED_FAILURE } from './job-failure.ts';
import { failWhenSwitched, stallWhileSwitched } from './job-faults.ts';
import {
  endPhases,
  type Job,
  type JobPhase,
  jobByArn,
  listPhases,
  setJobStatus,
  setPhaseStatus,
  unfinishedJobs,
} from './job-store.ts';
import { processDatasets } from './phases/data-processing.ts';
import { artifactFileOf, type JobWork, workspaceOf, workspacesFolder } from './phases/job-work.ts';
import { type TrainingOutcome, trainModel } from './phases/training.ts';
import { validateDatasets } from './phases/validation.ts';

/** Jobs at work at once; further ones wait with all phases `NotStarted`, as jobs on AWS wait for capacity. */
const JOBS_AT_ONCE = 2;

export function createJobRunner(cloud: Cloud): JobRunner {
  const queue = createJobQueue({
    atOnce: JOBS_AT_ONCE,
    perform: (jobArn, stop) => performJob(cloud, jobArn, stop),
    onBroken: (job, error) => cloud.log('bedrock.job-runner-broken', { job, error: String(error) }),
  });
  return {
    start: queue.start,
    stop: (jobArn) => {
      cloud.database.transaction(() => {
        endPhases(cloud.database, jobArn, 'Stopping', cloud.clock.now());
        setJobStatus(cloud.database, jobArn, 'Stopping', cloud.clock.now());
        emitJobState(cloud, jobArn);
      });
      if (!queue.stop(jobArn)) endJob(cloud, jobArn, 'Stopped');
    },
    resume: () => {
      const unfinished = unfinishedJobs(cloud.database);
      sweepWorkspaces(
        cloud,
        unfinished.map((job) => job.arn),
      );
      for (const job of unfinished) {
        if (job.status === 'Stopping') endJob(cloud, job.arn, 'Stopped');
        else queue.start(job.arn);
      }
    },
    settled: queue.settled,
  };
}

/** Whatever happens becomes the job's status, except when the cloud closes, which leaves it to be resumed. */
async function performJob(cloud: Cloud, jobArn: string, stop: AbortSignal): Promise<void> {
  if (cloud.signal.aborted || stop.aborted) return;
  const job = jobByArn(cloud.database, jobArn);
  try {
    await performPhases({ cloud, job, signal: AbortSignal.any([stop, cloud.signal]) });
  } catch (error) {
    if (cloud.signal.aborted) return;
    endBroken(cloud, jobArn, stop.aborted, error);
    await rm(join(cloud.folder, artifactFileOf(job.modelArn)), { force: true });
  }
  await rm(workspaceOf(cloud, job).folder, { recursive: true, force: true });
}

async function performPhases(work: JobWork): Promise<void> {
  await performPhase(work, 'validation', () => validateDatasets(work));
  await performPhase(work, 'dataProcessing', () => processDatasets(work));
  const outcome = await performPhase(work, 'training', () => trainModel(work));
  work.signal.throwIfAborted();
  if (outcome !== undefined) completeJob(work.cloud, work.job, outcome);
}

/** Runs a phase unless an earlier process completed it. It lasts at least `jobPhaseMs` of the cloud's clock. */
async function performPhase<Result>(
  { cloud, job, signal }: JobWork,
  phase: JobPhase,
  run: () => Promise<Result>,
): Promise<Result | undefined> {
  const { database, clock, settings } = cloud;
  const status = listPhases(database, job.arn).find((row) => row.phase === phase)?.status;
  if (status === 'Completed') return undefined;
  await stallWhileSwitched(cloud, { name: job.name, phase }, signal);
  signal.throwIfAborted();
  const started = clock.now();
  database.transaction(() => setPhaseStatus(database, job.arn, phase, 'InProgress', started));
  failWhenSwitched(cloud, { name: job.name, phase });
  const result = await run();
  const rest = started + settings.jobPhaseMs - clock.now();
  if (rest > 0) await clock.sleep(rest, signal);
  signal.throwIfAborted();
  // The last phase completes together with its job.
  if (phase !== 'training') {
    database.transaction(() => setPhaseStatus(database, job.arn, phase, 'Completed', clock.now()));
  }
  return result;
}

function completeJob(cloud: Cloud, job: Job, outcome: TrainingOutcome): void {
  const { database } = cloud;
  const now = cloud.clock.now();
  database.transaction(() => {
    insertCustomModel(database, { ...job, arn: job.modelArn, name: job.modelName, jobArn: job.arn }, now, {
      artifactFile: artifactFileOf(job.modelArn),
    });
    putTags(database, job.modelArn, job.request.modelTags);
    setPhaseStatus(database, job.arn, 'training', 'Completed', now);
    setJobStatus(database, job.arn, 'Completed', now, outcome);
    emitJobState(cloud, job.arn);
  });
  cloud.log('bedrock.job-ended', { job: job.arn, status: 'Completed' });
}

function endJob(cloud: Cloud, jobArn: string, status: 'Stopped' | 'Failed', failureMessage?: string): void {
  const now = cloud.clock.now();
  cloud.database.transaction(() => {
    endPhases(cloud.database, jobArn, status, now);
    setJobStatus(cloud.database, jobArn, status, now, failureMessage === undefined ? {} : { failureMessage });
    emitJobState(cloud, jobArn);
  });
  cloud.log('bedrock.job-ended', { job: jobArn, status });
}

function endBroken(cloud: Cloud, jobArn: string, stopped: boolean, error: unknown): void {
  if (stopped) {
    endJob(cloud, jobArn, 'Stopped');
  } else if (error instanceof JobFailure) {
    endJob(cloud, jobArn, 'Failed', error.message.slice(0, MAXIMUM_FAILURE_MESSAGE));
  } else {
    cloud.log('bedrock.job-broken', { job: jobArn, error: error instanceof Error ? error.message : String(error) });
    endJob(cloud, jobArn, 'Failed', UNEXPECTED_FAILURE);
  }
}

/** Removes the workspaces of jobs that ended just before their process was killed. */
function sweepWorkspaces(cloud: Cloud, unfinished: readonly string[]): void {
  const folder = workspacesFolder(cloud);
  if (!existsSync(folder)) return;
  const kept = new Set(unfinished.map(idOf));
  for (const entry of readdirSync(folder)) {
    if (!kept.has(entry)) rmSync(join(folder, entry), { recursive: true, force: true });
  }
}
