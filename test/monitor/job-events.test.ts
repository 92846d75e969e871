import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  controlLocalCloud,
  LOCAL_CREDENTIALS,
  type RunningCloud,
  spawnLocalCloud,
} from '../../src/local-cloud/index.ts';
import { type ConnectedCloud, createMonitor, planMonitor } from '../../src/toolkit/index.ts';
import { connectTo, drain, REGION, SHORT_DELAYS } from '../support/rehearsal.ts';
import { sampleJob } from '../support/text-job.ts';

let folder: string;
let running: RunningCloud;
let cloud: ConnectedCloud;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'novatune-events-'));
  await start();
});
afterEach(async () => {
  await kill();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  running = await spawnLocalCloud({ folder, settings: { ...SHORT_DELAYS, jobPhaseMs: 150 } });
  cloud = connectTo(running.url);
}

async function kill(): Promise<void> {
  await cloud.close();
  process.kill(running.pid, 'SIGKILL');
  for (;;) {
    try {
      process.kill(running.pid, 0);
    } catch {
      return;
    }
    await wait(10);
  }
}

async function ended(job: string): Promise<void> {
  while ((await cloud.customizer.describe(job))?.status === 'InProgress') await wait(30);
}

it('tells each state of a job exactly once, whenever the cloud is killed', async () => {
  const sns = new SNSClient({ endpoint: running.url, region: REGION, credentials: LOCAL_CREDENTIALS });
  const { TopicArn: topicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'jobs' }));
  sns.destroy();
  const plan = await planMonitor(
    { name: 'm', endpoint: 'amazon.nova-lite-v1:0', topicArn, updateTopicPolicy: true },
    cloud,
  );
  await drain(createMonitor(plan, {}, cloud));
  const jobArn = await cloud.customizer.submit(await sampleJob(cloud, (name) => `${name}-events`, 'told'));
  for (const pause of [60, 200, 250]) {
    await wait(pause);
    await kill();
    await start();
  }
  await ended(jobArn);
  // Killed after the end as well: nothing is told again.
  await kill();
  await start();
  const messages = await controlLocalCloud(folder).messages({ topic: 'jobs' });
  const events = messages
    .filter(({ publisher }) => publisher === 'events.amazonaws.com')
    .map(({ message }) => JSON.parse(message) as Record<string, unknown>);
  expect(events.map(({ detail }) => (detail as { jobStatus: string }).jobStatus)).toEqual(['InProgress', 'Completed']);
  expect(events[1]).toMatchObject({
    version: '0',
    source: 'aws.bedrock',
    'detail-type': 'Model Customization Job State Change',
    account: '111122223333',
    region: REGION,
    resources: [jobArn],
    detail: {
      jobName: 'told',
      jobArn,
      outputModelArn: expect.stringContaining(':custom-model/'),
      endTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      hyperParameters: { epochCount: '2' },
      trainingDataConfig: { s3Uri: expect.stringContaining('s3://') },
    },
  });
}, 60_000);
