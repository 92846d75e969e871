import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSteppedClock } from '../../../src/local-cloud/index.ts';
import { type Studio, type StudioOptions, startStudio } from '../../../src/studio/index.ts';
import { batchRoleDocument, type JobState, toJobDetails } from '../../../src/toolkit/index.ts';
import { openRehearsal, REGION, type Rehearsal } from '../../support/rehearsal.ts';
import { sampleJob, textRecords } from '../../support/text-job.ts';

const HOUR = 3_600_000;
const PHASE_MS = 60_000;
/** Longer than training usually takes. */
const AGO_MS = 14 * HOUR;

/**
 * A cloud whose clock stands still 14 hours ago: one customization job has ended, its model is deployed and a run folder knows it; others are
 * training, with their losses written; a batch inference job waits.
 */
export interface StudioJobs extends AsyncDisposable {
  readonly rehearsal: Rehearsal;
  /** Moves the cloud's clock on. */
  advance(milliseconds: number): void;
  start(options?: Partial<StudioOptions>): Promise<Studio>;
}

export const ENDED = 'ended-job';
export const RUNNING = ['running-one', 'running-two'] as const;
export const BATCH = 'batch-job';

export async function openStudioJobs(): Promise<StudioJobs> {
  const clock = createSteppedClock(Date.now() - AGO_MS);
  const rehearsal = await openRehearsal({
    clock,
    settings: { jobPhaseMs: PHASE_MS, batchRecordDelayMs: HOUR, batchPhaseMs: PHASE_MS },
  });
  const { cloud } = rehearsal;
  const names = new Map<string, number>();
  const unique = (name: string) => {
    names.set(name, (names.get(name) ?? 0) + 1);
    return `${name}-${names.get(name)}`;
  };
  const submit = async (name: string) => {
    const job = await sampleJob(cloud, unique, name);
    const { bucket } = /^s3:..(?<bucket>[^/]+)/.exec(job.outputUri)?.groups ?? {};
    // Enough steps, slow enough, for advice that one more epoch may help.
    await cloud.objects.put(bucket ?? '', 'data/train.jsonl', textRecords(96), { contentType: 'application/jsonl' });
    const hyperparameters = { ...job.hyperparameters, learningRate: '0.00001' };
    return cloud.customizer.submit({ ...job, hyperparameters, validationDataUri: job.trainingDataUri });
  };
  const reach = async (arn: string, isThere: (state: JobState) => boolean): Promise<JobState> => {
    for (;;) {
      const state = await cloud.customizer.describe(arn);
      if (state && isThere(state)) return state;
      await sleep(50);
    }
  };
  const pass = async (arn: string, phase: keyof JobState['phases']) => {
    await reach(arn, ({ phases }) => phases[phase]?.status === 'InProgress');
    clock.advance(PHASE_MS);
  };
  const ended = await submit(ENDED);
  for (const phase of ['validation', 'dataProcessing', 'training'] as const) await pass(ended, phase);
  const done = await reach(ended, ({ status }) => status === 'Completed');
  await cloud.deployments.create({
    name: 'serving',
    modelArn: done.modelArn ?? '',
    tags: {},
    clientToken: 'serving-1',
  });
  clock.advance(PHASE_MS);
  const running: string[] = [];
  for (const name of RUNNING) {
    running.push(await submit(name));
    clock.advance(1000);
  }
  // Together: whoever trains already would be done when the clock moves on for the next.
  for (const phase of ['validation', 'dataProcessing', 'training'] as const) {
    for (const arn of running) await reach(arn, ({ phases }) => phases[phase]?.status === 'InProgress');
    if (phase !== 'training') clock.advance(PHASE_MS);
  }
  await submitBatch(rehearsal);
  const root = join(rehearsal.folder, 'runs');
  await mkdir(join(root, 'known'), { recursive: true });
  await writeFile(join(root, 'known/run.json'), JSON.stringify({ recipe: { name: 'known', title: 'Known run' } }));
  await writeFile(join(root, 'known/job-details.json'), JSON.stringify(toJobDetails(done)));
  const open: Studio[] = [];
  return {
    rehearsal,
    advance: clock.advance,
    start: async (options = {}) => {
      const cacheFolder = join(rehearsal.folder, 'pictures');
      const studio = await startStudio({ roots: [root], version: '0.0.0-test', cacheFolder, cloud, ...options });
      open.push(studio);
      return studio;
    },
    [Symbol.asyncDispose]: async () => {
      for (const studio of open) await studio.close();
      await rehearsal[Symbol.asyncDispose]();
    },
  };
}

async function submitBatch({ cloud }: Rehearsal): Promise<void> {
  const { objects, roles, batches } = cloud;
  await objects.createBucket('batches', REGION, {});
  const modelInput = { messages: [{ role: 'user', content: [{ text: 'Who are you?' }] }] };
  const lines = Array.from({ length: 100 }, (_, index) => JSON.stringify({ recordId: `R${index}`, modelInput }));
  await objects.put('batches', 'records/a.jsonl', lines.join('\n'), { contentType: 'application/jsonl' });
  const asked = {
    jobName: BATCH,
    modelId: 'us.amazon.nova-lite-v1:0',
    inputUri: 's3://batches/records/',
    outputUri: 's3://batches/out/',
    shape: 'Converse' as const,
    tags: { team: 'mail room' },
  };
  const role = batchRoleDocument(
    { bucket: 'batches', inputPrefix: 'records/', request: asked },
    await cloud.identity(),
  );
  const { arn: roleArn } = await roles.put(role);
  await batches.submit({ ...asked, roleArn, clientToken: 'batch-1' });
}
