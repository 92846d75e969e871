import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReportLanguage, report } from '../../src/toolkit/index.ts';
import { CHROMIUM, NO_BROWSER, openBrowser } from '../studio/support/browser.ts';
import { artifacts, writePictures } from './support/report-artifacts.ts';

const LOOKS = [
  { name: 'light', colorScheme: 'light', width: 1280 },
  { name: 'dark', colorScheme: 'dark', width: 1280 },
  { name: 'narrow', colorScheme: 'light', width: 390 },
] as const;

describe.skipIf(!CHROMIUM)(`a report in a browser${NO_BROWSER}`, () => {
  let folder: string;
  let browser: Browser;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'novatune-page-'));
    await writePictures(folder);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  const write = async (kind: 'classification' | 'extraction', language: ReportLanguage = 'en') => {
    const file = join(folder, `${kind}-${language}.html`);
    await report(artifacts({ kind, folder, documents: 90, groups: true }), { file, language });
    return file;
  };

  /** Opens a page offline and keeps what it asks for and complains about. */
  const open = async (file: string, look: (typeof LOOKS)[number] = LOOKS[0], javaScriptEnabled = true) => {
    const context = await browser.newContext({
      viewport: { width: look.width, height: 800 },
      colorScheme: look.colorScheme,
      offline: true,
      javaScriptEnabled,
    });
    const page = await context.newPage();
    const [requests, complaints]: [string[], string[]] = [[], []];
    page.on('request', (request) => requests.push(request.url().slice(0, 60)));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(pathToFileURL(file).href);
    return { page, requests, complaints, [Symbol.asyncDispose]: () => context.close() };
  };

  it.each(
    LOOKS.flatMap((look) => [
      { look, kind: 'classification' as const, language: 'en' as const },
      { look, kind: 'extraction' as const, language: 'zh' as const },
    ]),
  )('is accessible and fits: $look.name, $kind, $language', async ({ look, kind, language }) => {
    const file = await write(kind, language);
    await using opened = await open(file, look);
    const { page, requests, complaints } = opened;
    await page.evaluate(axe.source);
    await page.evaluate('for (const part of document.querySelectorAll("details")) part.open = true');
    const { violations } = (await page.evaluate('axe.run(document)')) as axe.AxeResults;
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(0);
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([pathToFileURL(file).href.slice(0, 60)]);
    expect(complaints).toEqual([]);
  });

  it('sorts by a column, up and down', async () => {
    await using opened = await open(await write('classification'));
    const { page } = opened;
    const names = () => page.locator('#classes table.sortable tbody th').allTextContents();
    const head = page.locator('#classes table.sortable thead button');
    await head.first().click();
    expect(await names()).toEqual(['invoice', 'letter', 'memo']);
    await head.first().click();
    expect(await names()).toEqual(['memo', 'letter', 'invoice']);
    expect(await page.locator('#classes [aria-sort]').getAttribute('aria-sort')).toBe('descending');
    await head.nth(6).click();
    const recalls = await page.locator('#classes table.sortable tbody tr td:nth-child(7)').allTextContents();
    expect(recalls.map(Number)).toEqual(recalls.map(Number).toSorted((a, b) => a - b));
  });

  it('filters documents', async () => {
    await using opened = await open(await write('classification'));
    const { page } = opened;
    const shown = () => page.locator('.card:visible').count();
    const all = await shown();
    await page.getByLabel('Filter by name, class or answer').fill('scan/00005');
    expect(await shown()).toBe(1);
    expect(await page.locator('#documents output').textContent()).toBe('1 shown');
    await page.getByLabel('Filter by name, class or answer').fill('');
    expect(await shown()).toBe(all);
  });

  it('reads the same without script, and prints with every picture and every part open', async () => {
    const file = await write('classification');
    await using still = await open(file, LOOKS[0], false);
    expect(await still.page.locator('h2').count()).toBe(9);
    expect(await still.page.locator('.filter').count()).toBe(0);
    await using opened = await open(file);
    const { page } = opened;
    await page.evaluate('window.dispatchEvent(new Event("beforeprint"))');
    expect(await page.locator('details:not([open])').count()).toBe(0);
    expect(await blankPictures(page)).toBe(0);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(50_000);
  });
});

const blankPictures = (page: Page): Promise<unknown> =>
  page.evaluate('[...document.images].filter((image) => !image.complete || image.naturalWidth === 0).length');
