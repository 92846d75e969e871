import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  BedrockClient,
  CreateModelCustomizationJobCommand,
  GetModelCustomizationJobCommand,
} from '@aws-sdk/client-bedrock';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LOCAL_CREDENTIALS } from '../../credentials.ts';
import type { RunningCloud } from '../../find-local-cloud.ts';
import { spawnLocalCloud } from '../../spawn-local-cloud.ts';
import { jobRequest, jsonLines, TRUST, textRecords } from '../testing/rehearsal.ts';
import { BUCKET } from '../testing/test-bedrock.ts';

let folder: string;
let running: RunningCloud;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'novatune-kill-'));
});
afterEach(async () => {
  process.kill(running.pid, 'SIGKILL');
  await gone(running.pid);
  rmSync(folder, { recursive: true, force: true });
});

async function start() {
  running = await spawnLocalCloud({ folder, settings: { rolePropagationMs: 0, jobPhaseMs: 10 } });
  const config = { endpoint: running.url, region: 'us-east-1', credentials: LOCAL_CREDENTIALS, forcePathStyle: true };
  return { bedrock: new BedrockClient(config), s3: new S3Client(config), iam: new IAMClient(config) };
}

async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await wait(20);
  }
}

it('finishes a job whose cloud was killed while it trained', async () => {
  const first = await start();
  await first.s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const Body = jsonLines(textRecords(2000));
  await first.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'data/train.jsonl', Body }));
  await first.iam.send(new CreateRoleCommand({ RoleName: 'NovaTune', AssumeRolePolicyDocument: TRUST }));
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: `arn:aws:s3:::${BUCKET}/*` }],
  });
  await first.iam.send(new PutRolePolicyCommand({ RoleName: 'NovaTune', PolicyName: 'data', PolicyDocument }));
  const { jobArn } = await first.bedrock.send(new CreateModelCustomizationJobCommand(jobRequest()));

  const get = (bedrock: BedrockClient) => bedrock.send(new GetModelCustomizationJobCommand({ jobIdentifier: jobArn }));
  while ((await get(first.bedrock)).statusDetails?.trainingDetails?.status !== 'InProgress') await wait(10);
  process.kill(running.pid, 'SIGKILL');
  await gone(running.pid);

  const second = await start();
  let job = await get(second.bedrock);
  expect(job.statusDetails?.validationDetails?.status).toBe('Completed');
  for (; job.endTime === undefined; job = await get(second.bedrock)) await wait(50);
  expect(job).toMatchObject({ status: 'Completed', jobArn, outputModelArn: expect.stringContaining(':custom-model/') });
}, 60_000);
