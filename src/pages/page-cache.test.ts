import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from './page.ts';
import { openPageCache, pageKey } from './page-cache.ts';
import { PAGE_VERSION } from './page-version.ts';

const page: Page = {
  version: PAGE_VERSION,
  width: 10,
  height: 20,
  lines: [{ text: '（北京）', confidence: 0.9, x: 0, y: 0, w: 1, h: 0.1, angle: 0 }],
  appearance: { ink: [0], gradients: [0.5], statistics: [1], textMap: [] },
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'page-cache-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function files(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

describe('openPageCache', () => {
  it('gives back what was stored under the content of the image', async () => {
    const cache = openPageCache(folder);
    const key = pageKey(Buffer.from('an image'));
    expect(await cache.get(key)).toBeUndefined();
    await cache.put(key, page);
    expect(await openPageCache(folder).get(key)).toEqual(page);
    expect(await cache.get(pageKey(Buffer.from('another')))).toBeUndefined();
  });

  it('lets many writers store one page and leaves nothing but the page', async () => {
    const key = pageKey(Buffer.from('wanted by all'));
    const caches = Array.from({ length: 20 }, () => openPageCache(folder));
    await Promise.all(caches.map((cache) => cache.put(key, page)));
    expect(await openPageCache(folder).get(key)).toEqual(page);
    expect((await files()).filter((file) => file.endsWith('.tmp'))).toEqual([]);
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, -9)],
    ['empty', () => ''],
    ['another version', (text: string) => text.replace(PAGE_VERSION, 'r0')],
    ['without appearance', (text: string) => text.replace('"appearance"', '"look"')],
    ['with a broken line', (text: string) => text.replace('"angle":0', '"angle":"0"')],
  ])('does not trust an entry that is %s, and replaces it', async (name, damage) => {
    const cache = openPageCache(folder);
    const key = pageKey(Buffer.from(name));
    await cache.put(key, page);
    const file = (await files()).find((candidate) => candidate.endsWith(`${key}.json`)) ?? '';
    await writeFile(file, damage(await readFile(file, 'utf8')));
    expect(await cache.get(key)).toBeUndefined();
    await cache.put(key, page);
    expect(await cache.get(key)).toEqual(page);
  });

  it('says why a page cannot be stored', async () => {
    const file = path.join(folder, 'a file');
    await writeFile(file, '');
    await expect(openPageCache(file).put(pageKey(Buffer.from('x')), page)).rejects.toThrow(/ENOTDIR|EEXIST/);
  });
});
