import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import sharp, { type Sharp } from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PageReader } from '../page.ts';
import { openPageCache, pageKey } from '../page-cache.ts';
import { openPageReader } from './open-page-reader.ts';
import { openReaderPool, type ReaderPool } from './reader-pool.ts';

let folder = '';
let drawn: Sharp;
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'page-reader-'));
  drawn = sharp(await readFile(new URL('../fixtures/drawn-page.svg', import.meta.url)));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});
afterAll(() => rm(folder, { recursive: true }));

function reader(cache = 'cache'): PageReader {
  const opened = openPageReader({ cacheFolder: path.join(folder, cache) });
  open.push(opened);
  return opened;
}

function pool(processes: number, idleMs = 60_000): ReaderPool {
  const opened = openReaderPool({ processes, idleMs });
  open.push(opened);
  return opened;
}

/** The drawn page, different bytes for each shade. */
function image(shade: number): Promise<Buffer> {
  return drawn
    .clone()
    .flatten({ background: { r: shade, g: 255, b: 255 } })
    .jpeg({ quality: 50 + shade })
    .toBuffer();
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

// A page takes a second on a free core, many on a crowded machine.
const PATIENCE = { timeout: 120_000 };

describe('openPageReader', PATIENCE, () => {
  it('reads in other processes, and once for the same bytes', async () => {
    const first = reader();
    const bytes = await image(1);
    const [page, same, other] = await Promise.all([
      first.read(bytes),
      first.read(Uint8Array.from(bytes)),
      first.read(await image(2)),
    ]);
    expect(page.lines.map((line) => line.text)).toContain('INVOICE');
    expect(other.lines.map((line) => line.text)).toContain('INVOICE');
    expect(same).toBe(page);
    expect(await reader().read(bytes)).toEqual(page);
  });

  it('answers from the cache without looking at the image', async () => {
    const bytes = await image(8);
    const page = await reader('kept').read(bytes);
    const noImage = Buffer.from('not an image');
    await openPageCache(path.join(folder, 'kept')).put(pageKey(noImage), page);
    expect(await reader('kept').read(noImage)).toEqual(page);
  });

  it('passes errors on with their class, and caches none of them', async () => {
    const pages = reader();
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(pages.read(Buffer.from('%PDF-1.4'))).rejects.toMatchObject({
        name: 'UnreadableImageError',
        code: 'unreadable-image',
        message: expect.stringContaining('got pdf'),
      });
    }
  });

  it('lets one caller give up without hurting another', async () => {
    const pages = reader('abort');
    const bytes = await image(3);
    const giveUp = new AbortController();
    const impatient = pages.read(bytes, { signal: giveUp.signal });
    const patient = pages.read(bytes);
    giveUp.abort(new Error('too slow'));
    await expect(impatient).rejects.toThrow('too slow');
    expect((await patient).lines).toHaveLength(3);
    await expect(pages.read(bytes, { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  });

  it('reads again an image that its only caller gave up', async () => {
    const pages = reader('again');
    const bytes = await image(4);
    const giveUp = new AbortController();
    const first = pages.read(bytes, { signal: giveUp.signal });
    giveUp.abort();
    await expect(first).rejects.toThrow('aborted');
    expect((await pages.read(bytes)).lines).toHaveLength(3);
  });

  it('still reads when pages cannot be kept', async () => {
    await writeFile(path.join(folder, 'file'), '');
    expect((await reader('file').read(await image(5))).lines).toHaveLength(3);
  });

  it('refuses reads after it was closed, also cached ones, and closes twice', async () => {
    const pages = reader();
    const bytes = await image(1);
    const queued = pages.read(await image(6));
    const closing = pages.close();
    await expect(queued).rejects.toThrow('closed');
    await closing;
    await expect(pages.read(bytes)).rejects.toThrow('closed');
    await pages.close();
  });

  it('refuses senseless options', () => {
    expect(() => openPageReader({ cacheFolder: folder, processes: 0 })).toThrow(RangeError);
    expect(() => openPageReader({ cacheFolder: folder, idleMs: -1 })).toThrow(RangeError);
  });

  it('does not keep its process alive when idle, and its reading processes end with it', async () => {
    const file = path.join(folder, 'one.jpg');
    await writeFile(file, await image(7));
    const script = `
      import { readFileSync } from 'node:fs';
      import { openReaderPool } from ${JSON.stringify(new URL('./reader-pool.ts', import.meta.url).href)};
      const pool = openReaderPool({ processes: 1, idleMs: 60_000 });
      const page = await pool.submit(readFileSync(${JSON.stringify(file)})).page;
      console.log(JSON.stringify({ lines: page.lines.length, pids: pool.pids() }));`;
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    const run = await promisify(execFile)(process.execPath, ['--import', tsx, '--input-type=module', '-e', script]);
    const { lines, pids } = JSON.parse(run.stdout) as { lines: number; pids: number[] };
    expect([lines, pids.length]).toEqual([3, 1]);
    await until(() => !pids.some(exists));
  });
});

describe('openReaderPool', PATIENCE, () => {
  it('replaces a process killed while it reads, and reads the page again', async () => {
    const readers = pool(1);
    const { page } = readers.submit(await image(1));
    const [victim = 0] = readers.pids();
    process.kill(victim, 'SIGKILL');
    expect((await page).lines).toHaveLength(3);
    expect(readers.pids()).not.toContain(victim);
  });

  it('refuses an image whose second process dies too, and goes on with the next', async () => {
    const readers = pool(1);
    const { page } = readers.submit(await image(1));
    const next = readers.submit(await image(2));
    const refused = page.catch((reason: unknown) => reason);
    const [first = 0] = readers.pids();
    process.kill(first, 'SIGKILL');
    await until(() => readers.pids().some((pid) => pid !== first));
    for (const pid of readers.pids()) process.kill(pid, 'SIGKILL');
    expect(await refused).toMatchObject({
      code: 'page-reader-crashed',
      message: expect.stringContaining('ended 2 reading processes'),
    });
    expect((await next.page).lines).toHaveLength(3);
  });

  it('gives a page to a new process when an idle one has died', async () => {
    const readers = pool(1);
    await readers.submit(await image(1)).page;
    const [idle = 0] = readers.pids();
    process.kill(idle, 'SIGKILL');
    expect((await readers.submit(await image(2)).page).lines).toHaveLength(3);
  });

  it('takes queued images back, but not the one being read', async () => {
    const readers = pool(1);
    const running = readers.submit(await image(1));
    const queued = readers.submit(await image(2));
    expect([running.drop('late'), queued.drop('not wanted'), queued.drop('twice')]).toEqual([false, true, false]);
    await expect(queued.page).rejects.toBe('not wanted');
    expect((await running.page).lines).toHaveLength(3);
  });

  it('never runs more processes than allowed and ends idle ones', async () => {
    const readers = pool(2, 50);
    const images = await Promise.all([1, 2, 3, 4].map(image));
    const reads = images.map((bytes) => readers.submit(bytes).page);
    const pids = readers.pids();
    expect(pids).toHaveLength(2);
    await Promise.all(reads);
    await until(() => readers.pids().length === 0 && !pids.some(exists));
  });

  it('ends its processes on close, at once, also while they read', async () => {
    const readers = pool(1);
    const { page } = readers.submit(await image(1));
    const outcome = page.catch((reason: unknown) => reason);
    const pids = readers.pids();
    await readers.close();
    expect(pids.some(exists)).toBe(false);
    expect(await outcome).toMatchObject({ message: 'The page reader is closed.' });
    await expect(readers.submit(await image(2)).page).rejects.toThrow('closed');
  });
});
