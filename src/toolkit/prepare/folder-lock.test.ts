import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LOCK_FILE, lockFolder } from './folder-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const inUse = expect.objectContaining({ code: 'folder-in-use' });

describe('lockFolder', () => {
  it('lets one in at a time and leaves nothing behind', async () => {
    const release = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toEqual(inUse);
    await release();
    await (await lockFolder(folder))();
    expect(await readdir(folder)).toEqual([]);
  });

  it('lets exactly one of many in', async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toEqual(inUse);
    expect(await readdir(folder)).toEqual([LOCK_FILE]);
  });

  it('respects a process that runs, and takes over from one that is gone', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(other, 'spawn');
    await writeFile(join(folder, LOCK_FILE), JSON.stringify({ pid: other.pid, id: 'theirs' }));
    await expect(lockFolder(folder)).rejects.toThrow(`process ${other.pid}`);
    other.kill('SIGKILL');
    await once(other, 'exit');
    await (await lockFolder(folder))();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(['', '{"pid":', 'null', '{"pid":1}'])('takes over what is no lock: %j', async (text) => {
    await writeFile(join(folder, LOCK_FILE), text);
    await (await lockFolder(folder))();
    expect(await readdir(folder)).toEqual([]);
  });

  it('knows a later process of the same number', async () => {
    const holder = { pid: process.ppid, startedAt: '1', id: 'theirs' };
    await writeFile(join(folder, LOCK_FILE), JSON.stringify(holder));
    const isTold = process.platform === 'linux';
    if (isTold) await (await lockFolder(folder))();
    else await expect(lockFolder(folder)).rejects.toEqual(inUse);
  });
});
