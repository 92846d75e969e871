import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CloudFolder, cloudFolder, localCloudFolder } from './cloud-folder.ts';
import { writeEndpoint } from './endpoint-file.ts';
import { FolderInUseError, lockFolder } from './folder-lock.ts';

describe('the lock of a folder', () => {
  let folder: CloudFolder;
  beforeEach(() => {
    folder = cloudFolder(mkdtempSync(join(tmpdir(), 'novatune-lock-')));
  });
  afterEach(() => rmSync(folder.path, { recursive: true, force: true }));

  it('is held by one cloud at a time, also within one process', () => {
    const unlock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(FolderInUseError);
    unlock();
    lockFolder(folder)();
  });

  it('names the process and port that hold it', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const pid = child.pid ?? 0;
    try {
      writeFileSync(folder.lock, JSON.stringify({ pid, id: 'other' }));
      writeEndpoint(folder.endpoint, { url: 'http://127.0.0.1:4566', port: 4566, pid, token: 't' });
      expect(() => lockFolder(folder)).toThrow(new RegExp(`process ${pid} on port 4566`));
      rmSync(folder.endpoint);
      expect(() => lockFolder(folder)).toThrow(/still starting/);
      child.kill('SIGKILL');
      await once(child, 'exit');
      lockFolder(folder)();
    } finally {
      child.kill('SIGKILL');
    }
  });

  it.each([
    [
      'a process number that was given to another process',
      JSON.stringify({ pid: process.ppid, startedAt: '1', id: 'x' }),
    ],
    ['this process, but a cloud of a former life', JSON.stringify({ pid: process.pid, id: 'x' })],
    ['half a record', '{"pid":'],
    ['nothing', ''],
  ])('is taken over from %s', (_case, content) => {
    // Start times are known on Linux only; elsewhere a live process number counts as held.
    if (content.includes('startedAt') && process.platform !== 'linux') return;
    writeFileSync(folder.lock, content);
    const unlock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(FolderInUseError);
    unlock();
  });
});

describe('the default folder', () => {
  it('follows NOVATUNE_HOME, then XDG_STATE_HOME, then the home folder', () => {
    expect(localCloudFolder({ NOVATUNE_HOME: '/a', XDG_STATE_HOME: '/b' })).toBe('/a/cloud');
    expect(localCloudFolder({ XDG_STATE_HOME: '/b' })).toBe('/b/novatune/cloud');
    expect(localCloudFolder({})).toMatch(/\.local\/state\/novatune\/cloud$/);
  });
});
