import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentPage, RunSummary } from '../../src/studio/api.ts';
import { type Studio, startStudio } from '../../src/studio/index.ts';
import { CHROMIUM, NO_BROWSER, openBrowser, visit } from './support/browser.ts';
import { writeLargeRun } from './support/large-run.ts';
import { buildDashboard, clientOf } from './support/studio-runs.ts';

const DOCUMENTS = 20_000;
/** Elements of a page that shows any number of documents: what is in view, two rows beside it, and the frame. */
const MOST_ELEMENTS = 1500;

let folder: string;
let studio: Studio;
let client: ReturnType<typeof clientOf>;
let run: string;
beforeAll(async () => {
  buildDashboard();
  folder = await mkdtemp(join(tmpdir(), 'novatune-test-'));
  await writeLargeRun(join(folder, 'runs/large'), DOCUMENTS);
  studio = await startStudio({ roots: [join(folder, 'runs')], version: '0', cacheFolder: join(folder, 'pictures') });
  client = clientOf(studio);
  run = (await client.json<readonly RunSummary[]>('/api/runs'))[0]?.id ?? '';
}, 120_000);
afterAll(async () => {
  await studio?.close();
  await rm(folder, { recursive: true, force: true });
});

describe(`${DOCUMENTS} documents over HTTP`, () => {
  const page = (query: string) => client.json<DocumentPage>(`/api/runs/${run}/documents?${query}`);

  it('come in pages that hold each document once', async () => {
    const ids = new Set<string>();
    for (let offset = 0; offset < DOCUMENTS; offset += 500) {
      for (const { id } of (await page(`offset=${offset}&limit=500`)).documents) ids.add(id);
    }
    expect(ids.size).toBe(DOCUMENTS);
    expect((await page(`offset=${DOCUMENTS}`)).documents).toEqual([]);
    expect((await page('limit=100000')).documents).toHaveLength(500);
  });

  it('are never sent all at once', async () => {
    for (const path of ['', '/scores', '/facets', '/documents', '/documents?answered=true']) {
      const { length } = await (await client.request(`/api/runs/${run}${path}`)).text();
      expect(length, path).toBeLessThan(60_000);
    }
  });
});

describe.skipIf(!CHROMIUM)(`${DOCUMENTS} documents in the browser${NO_BROWSER}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('fill the grid with what is in view, and fetch what comes into view', async () => {
    await using opened = await visit(browser, studio);
    const { page, requests } = opened;
    const asked = (part: string) => requests.filter((path) => path.endsWith(part)).length;
    const elements = () => page.locator('*').count();
    await page.goto(`${client.origin}/runs/${run}/data`);
    await page.getByText('20,000 documents').waitFor();
    await page.locator('.tile img').first().waitFor();
    expect(asked('/documents')).toBe(1);
    expect(await elements()).toBeLessThan(MOST_ELEMENTS);
    expect(asked('/picture')).toBeLessThan(60);
    const height = Number(await page.evaluate('document.querySelector(".grid-box").scrollHeight'));
    await page.evaluate(`document.querySelector(".grid-box").scrollTop = ${Math.floor(height / 2)}`);
    await expect.poll(() => page.locator('.tile').first().getAttribute('title')).toMatch(/scans\/0(09|10)/);
    await page.evaluate(`document.querySelector(".grid-box").scrollTop = ${height}`);
    await page.locator('.tile[title="scans/019999.png"]').waitFor();
    // One or two pages of documents for each place looked at: none for what lies between.
    expect(asked('/documents')).toBeLessThanOrEqual(8);
    expect(asked('/picture')).toBeLessThan(250);
    expect(await elements()).toBeLessThan(MOST_ELEMENTS);
    expect(opened.complaints).toEqual([]);
  });

  it('are reviewed and explored in lists as short', async () => {
    await using opened = await visit(browser, studio);
    const { page, requests } = opened;
    await page.goto(`${client.origin}/runs/${run}/review`);
    await page.locator('.review-row[aria-current]').waitFor();
    expect(await page.locator('.review-row').count()).toBeLessThan(40);
    for (let press = 0; press < 5; press += 1) await page.keyboard.press('j');
    await page.getByRole('article', { name: 'scans/000005.png' }).waitFor();
    await page.goto(`${client.origin}/runs/${run}/scores`);
    await page.getByText('5,000 documents').waitFor();
    expect(await page.locator('.answer-row').count()).toBeLessThan(20);
    expect(await page.locator('*').count()).toBeLessThan(MOST_ELEMENTS);
    expect(requests.filter((path) => path.endsWith('/documents')).length).toBeLessThanOrEqual(4);
  });
});
