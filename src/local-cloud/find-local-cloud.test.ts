import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LOCAL_CREDENTIALS } from './credentials.ts';
import { findLocalCloud, resetLocalCloud, stopLocalCloud } from './find-local-cloud.ts';
import { spawnLocalCloud } from './spawn-local-cloud.ts';
import { startLocalCloud } from './start-local-cloud.ts';
import { readEndpoint } from './state/endpoint-file.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

describe('clouds and their folders', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'novatune-cloud-'));
  });
  afterEach(async () => {
    await stopLocalCloud(folder);
    rmSync(folder, { recursive: true, force: true });
  });
  const client = (endpoint: string) =>
    new S3Client({ endpoint, region: 'us-east-1', credentials: LOCAL_CREDENTIALS, forcePathStyle: true });

  it('keep two clouds apart and say where the other one is', async () => {
    await using first = await startLocalCloud({ folder });
    const second = startLocalCloud({ folder });
    await expect(second).rejects.toThrow(new RegExp(`process ${process.pid} on port ${first.port}`));
    await expect(resetLocalCloud(folder)).rejects.toMatchObject({ code: 'CLOUD_FOLDER_IN_USE' });
    expect((await findLocalCloud(folder))?.url).toBe(first.url);
  });

  it('are free again after a failed start', async () => {
    await using first = await startLocalCloud({ folder });
    const other = mkdtempSync(join(tmpdir(), 'novatune-cloud-'));
    await expect(startLocalCloud({ folder: other, port: first.port })).rejects.toThrow(/cannot listen on 127\.0\.0\.1/);
    await expect(startLocalCloud({ folder: other, host: '0.0.0.0' })).rejects.toThrow(/loopback only/);
    await (await startLocalCloud({ folder: other })).close();
    rmSync(other, { recursive: true, force: true });
  });

  it('are not reset when they are something else', async () => {
    writeFileSync(join(folder, 'thesis.txt'), 'years of work');
    await expect(resetLocalCloud(folder)).rejects.toThrow(/not the folder of a local cloud/);
    expect(existsSync(join(folder, 'thesis.txt'))).toBe(true);
  });

  it('refuse settings that make no sense', async () => {
    await expect(startLocalCloud({ folder, settings: { accountId: '12' } })).rejects.toThrow(
      /expected 12 digits, got 12/,
    );
    await expect(startLocalCloud({ folder, settings: { jobPhaseMs: -1 } })).rejects.toThrow(/jobPhaseMs/);
    const unknown = { jobPhase: 1 } as object;
    await expect(startLocalCloud({ folder, settings: unknown })).rejects.toThrow(/Unknown setting jobPhase/);
  });

  it('outlive their starter and even kill -9', async () => {
    const started = await spawnLocalCloud({ folder });
    expect(started.pid).not.toBe(process.pid);
    expect(await spawnLocalCloud({ folder })).toMatchObject({ pid: started.pid });
    expect(statSync(join(folder, 'endpoint.json')).mode & 0o777).toBe(0o600);
    await client(started.url).send(new CreateBucketCommand({ Bucket: 'kept' }));
    await client(started.url).send(new PutObjectCommand({ Bucket: 'kept', Key: 'k', Body: 'v' }));
    process.kill(started.pid, 'SIGKILL');
    while (await findLocalCloud(folder)) await sleep(20);
    const again = await spawnLocalCloud({ folder });
    expect(again.pid).not.toBe(started.pid);
    const { Buckets } = await client(again.url).send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['kept']);
    expect(await stopLocalCloud(folder)).toBe(true);
    expect(await findLocalCloud(folder)).toBeUndefined();
    expect(await stopLocalCloud(folder)).toBe(false);
    await resetLocalCloud(folder);
    expect(existsSync(folder)).toBe(false);
  });

  it('are shared by two commands that start them at once', async () => {
    const [one, other] = await Promise.all([spawnLocalCloud({ folder }), spawnLocalCloud({ folder })]);
    expect(one.pid).toBe(other.pid);
  });

  it('say why a process could not start', async () => {
    await using other = await startLocalCloud({ folder });
    const free = mkdtempSync(join(tmpdir(), 'novatune-cloud-'));
    await expect(spawnLocalCloud({ folder: free, port: other.port })).rejects.toThrow(/cannot listen on/);
    rmSync(free, { recursive: true, force: true });
  });

  it('stop for the holder of the token only', async () => {
    await using cloud = await startLocalCloud({ folder });
    const token = readEndpoint(join(folder, 'endpoint.json'))?.token ?? '';
    for (const wrong of ['', 'x', `${token}x`, token.replace(/./g, '0')]) {
      const response = await fetch(`${cloud.url}/_novatune/stop`, {
        method: 'POST',
        headers: { 'x-novatune-token': wrong },
      });
      expect(response.status).toBe(403);
    }
    const health = (await (await fetch(`${cloud.url}/_novatune/health`)).json()) as object;
    expect(health).toMatchObject({
      pid: process.pid,
      services: expect.arrayContaining(['s3', 'bedrock', 'scheduler']),
    });
    expect(JSON.stringify(health)).not.toContain(token);
  });
});
