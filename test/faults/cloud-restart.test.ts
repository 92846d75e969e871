import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningCloud, spawnLocalCloud } from '../../src/local-cloud/index.ts';
import { type ConnectedCloud, deploy, followJob, isEnded, type JobState } from '../../src/toolkit/index.ts';
import { connectTo } from '../support/rehearsal.ts';
import { sampleJob } from '../support/text-job.ts';

/** Each phase lasts as long at least, so that the cloud is killed in the midst of it. Milliseconds. */
const JOB_PHASE_MS = 600;
const SETTINGS = { rolePropagationMs: 0, jobPhaseMs: JOB_PHASE_MS, deploymentDelayMs: JOB_PHASE_MS };

describe('a cloud that is killed and started again', { timeout: 120_000 }, () => {
  let folder: string;
  let running: RunningCloud;
  let cloud: ConnectedCloud;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'novatune-restart-'));
    running = await spawnLocalCloud({ folder, settings: SETTINGS });
    cloud = connectTo(running.url);
  });
  afterAll(async () => {
    await cloud.close();
    process.kill(running.pid, 'SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  /** Kills it, and starts it on the same port while nobody waits for it. */
  let restarted: Promise<void> = Promise.resolve();
  const killAndRestart = () => {
    process.kill(running.pid, 'SIGKILL');
    restarted = (async () => {
      while (isAlive(running.pid)) await cloud.clock.sleep(5);
      running = await spawnLocalCloud({ folder, port: running.port, settings: SETTINGS });
    })();
  };

  it('is waited for by whoever follows a job, which goes on to its end', async () => {
    const jobArn = await cloud.customizer.submit(await sampleJob(cloud, (name) => name, 'restarted'));
    const work = followJob(jobArn, { pollIntervalMs: 50 }, cloud);
    let killed = 0;
    let last: JobState | undefined;
    for await (const { state } of work) {
      last = state;
      if (isEnded(state)) break;
      const inPhase = killed === 0 ? state.phases.validation : state.phases.training;
      if (killed < 2 && inPhase?.status === 'InProgress') {
        killed += 1;
        await restarted;
        killAndRestart();
      }
    }
    await restarted;
    expect(killed).toBe(2);
    expect(last).toMatchObject({ jobArn, status: 'Completed', modelArn: expect.stringContaining(':custom-model/') });
  });

  it('is waited for by whoever waits for a deployment', async () => {
    const model = await cloud.customizer.getModel('restarted');
    let killed = false;
    const work = deploy(model?.modelArn ?? '', { name: 'restarted', tags: {}, pollIntervalMs: 50 }, cloud);
    for (;;) {
      const next = await work.next();
      if (next.done) {
        expect(next.value.status).toBe('Active');
        break;
      }
      if (!killed) killAndRestart();
      killed = true;
    }
    await restarted;
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
