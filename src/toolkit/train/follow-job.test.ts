import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { JobState } from '../ports/model-customizer.ts';
import { drain, inTurn, jobState, outage, refusal, scriptedCloud } from '../testing/scripted-cloud.mts';
import { followJob } from './follow-job.ts';

const { jobArn } = jobState();
const training = { training: { status: 'InProgress' } };
const prefix = 'out/model-customization-job-abcdefghijkl/';

/** Metrics of which a look sees `rows` more rows than the look before. */
function growingMetrics(...rows: readonly [number | Error, ...(number | Error)[]]) {
  const look = inTurn<number>(...rows);
  return {
    async *list(bucket: string, under: string) {
      expect([bucket, under]).toEqual(['bucket', prefix]);
      yield { key: `${prefix}training_artifacts/step_wise_training_metrics.csv`, size: 1 };
      yield { key: `${prefix}training_artifacts/another.csv`, size: 1 };
    },
    get: async () => {
      const lines = Array.from({ length: await look() }, (_, index) => `${index + 1},0,${3 - index}`);
      return Readable.from([Buffer.from(['step_number,epoch_number,training_loss', ...lines, ''].join('\n'))]);
    },
  };
}

describe('followJob', () => {
  it('tells new rows of the metrics once, and ends with the last state', async () => {
    const states = inTurn(
      jobState(),
      jobState({ phases: { training: { status: 'NotStarted' } } }),
      jobState({ phases: training }),
      jobState({ phases: training }),
      jobState({ phases: training, status: 'Completed' }),
    );
    const cloud = scriptedCloud({ customizer: { describe: states }, objects: growingMetrics(1, 1, 3) });
    const { events, result } = await drain(followJob(jobArn, { pollIntervalMs: 10 }, cloud));
    expect(events.map(({ newRows }) => newRows.map(({ step }) => step))).toEqual([[], [], [1], [], [2, 3]]);
    expect(result.status).toBe('Completed');
    expect(cloud.slept).toEqual([10, 10, 10, 10]);
  });

  it.each(['Failed', 'Stopped'])('returns a job that is %s: judging is up to the caller', async (status) => {
    const cloud = scriptedCloud({ customizer: { describe: inTurn(jobState({ status })) } });
    expect((await drain(followJob(jobArn, {}, cloud))).result.status).toBe(status);
  });

  it('goes on watching when the metrics cannot be read', async () => {
    const states = inTurn(jobState({ phases: training }), jobState({ phases: training, status: 'Completed' }));
    const cloud = scriptedCloud({ customizer: { describe: states }, objects: growingMetrics(refusal, 2) });
    const { events } = await drain(followJob(jobArn, {}, cloud));
    expect(events.map(({ newRows }) => newRows.length)).toEqual([0, 2]);
  });

  it('outlasts an outage, but not a refusal', async () => {
    const passing = inTurn<JobState>(outage, outage, jobState({ status: 'Completed' }));
    const cloud = scriptedCloud({ customizer: { describe: passing } });
    expect((await drain(followJob(jobArn, {}, cloud))).result.status).toBe('Completed');
    const refused = scriptedCloud({ customizer: { describe: inTurn<undefined>(refusal) } });
    await expect(drain(followJob(jobArn, {}, refused))).rejects.toBe(refusal);
  });

  it('stops waiting in time and says how to go on', async () => {
    const cloud = scriptedCloud({ customizer: { describe: inTurn(jobState()) } });
    await expect(drain(followJob(jobArn, { pollIntervalMs: 400, maxWaitMs: 1000 }, cloud))).rejects.toMatchObject({
      name: 'WaitTimeoutError',
      code: 'job-wait-timeout',
      retryable: true,
      remedy: expect.stringContaining(jobArn),
    });
    expect(cloud.slept).toEqual([400, 400]);
  });

  it('says when there is no such job', async () => {
    const cloud = scriptedCloud({ customizer: { describe: inTurn(undefined) } });
    await expect(drain(followJob(jobArn, {}, cloud))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('leaves the job alone when the watching is aborted', async () => {
    const stop = new AbortController();
    const cloud = scriptedCloud({ customizer: { describe: inTurn(jobState()) } });
    const work = followJob(jobArn, { signal: stop.signal }, cloud);
    await work.next();
    stop.abort(new Error('enough'));
    await expect(work.next()).rejects.toThrow('enough');
  });
});
