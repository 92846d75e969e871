import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Studio } from '../../src/studio/index.ts';
import {
  accessibilityProblems,
  CHROMIUM,
  type Look,
  NO_BROWSER,
  openBrowser,
  type Visit,
  visit,
} from './support/browser.ts';
import { buildDashboard, openStudioRuns, SELLERS_CSV, type StudioRuns } from './support/studio-runs.ts';

/** Words of the page that the clicks go by, so that a missing translation fails. */
interface Words {
  readonly look: Look;
  readonly runs: string;
  readonly verdict: RegExp;
  readonly tabs: { readonly data: string; readonly review: string; readonly scores: string };
  readonly loss: RegExp;
  readonly split: string;
  readonly documents: (count: number) => string;
  readonly next: RegExp;
  readonly close: string;
  readonly proposal: string;
  readonly download: string;
  readonly save: string;
  readonly saved: RegExp;
  readonly correctLabel: string;
  readonly cell: RegExp;
  readonly fixed: RegExp;
  readonly endpoints: string;
  readonly delete: RegExp;
  readonly deleteForGood: string;
  readonly nothingBills: string;
  /** Letters of the other language: none may be left on a page, besides data. */
  readonly foreign: RegExp;
}

const EN: Words = {
  look: { locale: 'en-US', colorScheme: 'light' },
  runs: 'Runs',
  verdict: /The tuned model is (better|worse)|Too few documents to tell/,
  tabs: { data: 'Data', review: 'Label review', scores: 'Scores' },
  loss: /Training loss over \d+ steps/,
  split: 'Split',
  documents: (count) => `${count} documents`,
  next: /^next/,
  close: 'Close',
  proposal: 'use the proposal',
  download: 'Download as CSV',
  save: 'Save as new CSV',
  saved: /2 labels changed/,
  correctLabel: 'Corrected label',
  cell: /answered as/,
  fixed: /^fixed/,
  endpoints: 'Endpoints',
  delete: /^Delete/,
  deleteForGood: 'Delete it',
  nothingBills: 'Nothing bills',
  foreign: /[\u4e00-\u9fff]/,
};

const ZH: Words = {
  look: { locale: 'zh-CN', colorScheme: 'dark' },
  runs: '运行',
  verdict: /微调后的模型更好|微调后的模型更差|文档太少，无法判断/,
  tabs: { data: '数据', review: '标签复核', scores: '评分' },
  loss: /\d+ 步的训练损失/,
  split: '划分',
  documents: (count) => `${count} 份文档`,
  next: /^下一份/,
  close: '关闭',
  proposal: '采用建议',
  download: '下载 CSV',
  save: '另存为新 CSV',
  saved: /已更改 2 个标签/,
  correctLabel: '更正后的标签',
  cell: /被答为/,
  fixed: /^改对/,
  endpoints: '端点',
  delete: /^删除/,
  deleteForGood: '确认删除',
  nothingBills: '没有产生费用的端点',
  foreign: /\b(Runs|Data|Scores|Endpoints|Split|Search|Label|done|train|test|fixed|documents)\b/,
};

let runs: StudioRuns;
let browser: Browser;
let reading: Studio;
let writing: Studio;
beforeAll(async () => {
  if (!CHROMIUM) return;
  buildDashboard();
  [runs, browser] = await Promise.all([openStudioRuns(), openBrowser()]);
  reading = await runs.start();
  writing = await runs.start({ write: true });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await runs?.[Symbol.asyncDispose]();
});

/** Opens studio for one test and sees to it that the browser had nothing to complain about. */
async function withPage(studio: Studio, look: Look, work: (page: Page, opened: Visit) => Promise<void>): Promise<void> {
  const opened = await visit(browser, studio, look);
  try {
    await work(opened.page, opened);
    expect(opened.complaints).toEqual([]);
  } finally {
    await opened[Symbol.asyncDispose]();
  }
}

const openRun = (page: Page, title: string) => page.getByRole('link', { name: title }).click();
const openTab = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();
const CLASSES = 'Sample run';
const SELLERS = 'Sellers of four invoices';

describe.skipIf(!CHROMIUM).each([
  { language: 'English', words: EN },
  { language: 'Chinese', words: ZH },
])(`in $language${NO_BROWSER}`, ({ words }) => {
  const clean = async (page: Page) => {
    expect(await accessibilityProblems(page)).toEqual([]);
    const text = await page.locator('header, nav, label, button:not(.tile, .review-row), th, dt, h2').allInnerTexts();
    expect(text.filter((part) => words.foreign.test(part) && !/English|中文/.test(part))).toEqual([]);
  };

  it('lists runs and opens one with its flow, loss and verdict', async () => {
    await withPage(reading, words.look, async (page) => {
      expect(page.url()).not.toContain('token');
      await page.getByRole('heading', { name: words.runs }).waitFor();
      await page.getByText(words.verdict).first().waitFor();
      await clean(page);
      await openRun(page, CLASSES);
      await page.getByRole('img', { name: words.loss }).waitFor();
      expect(await page.locator('.step[data-state="done"]').count()).toBe(8);
      await clean(page);
      const report = page.waitForEvent('popup');
      await page.locator('.step a').click();
      await (await report).getByText('Sample run').first().waitFor();
    });
  });

  it('shows every document, filters them and steps through them', async () => {
    await withPage(reading, words.look, async (page) => {
      await openRun(page, CLASSES);
      await openTab(page, words.tabs.data);
      await page.getByText(words.documents(18)).waitFor();
      await page.locator('.tile img').first().waitFor();
      await clean(page);
      await page.getByLabel(words.split).selectOption('test');
      await page.getByText(words.documents(6)).waitFor();
      await page.locator('.tile').first().click();
      const drawer = page.getByRole('dialog');
      await drawer.locator('.picture-large').waitFor();
      const first = await drawer.getByRole('heading').first().innerText();
      await clean(page);
      await drawer.getByRole('button', { name: words.next }).click();
      await expect.poll(() => drawer.getByRole('heading').first().innerText()).not.toBe(first);
      await page.keyboard.press('ArrowLeft');
      await expect.poll(() => drawer.getByRole('heading').first().innerText()).toBe(first);
      await page.keyboard.press('Escape');
      await drawer.waitFor({ state: 'hidden' });
    });
  });

  it('lists the documents of a cell with both answers', async () => {
    await withPage(reading, words.look, async (page) => {
      await openRun(page, CLASSES);
      await openTab(page, words.tabs.scores);
      const cell = page.locator('.matrix').last().getByRole('button', { name: words.cell }).first();
      const count = Number(await cell.innerText());
      await clean(page);
      await cell.click();
      await expect.poll(() => page.locator('.answer-row').count()).toBe(count);
      expect(await page.locator('.answer-row').first().locator('.answer-head').count()).toBe(2);
      await page.locator('.answer-row img').first().waitFor();
      await page.getByText(words.fixed).first().click();
      await clean(page);
    });
  });

  it('reviews labels by keyboard and offers them as a download', async () => {
    await withPage(reading, words.look, async (page) => {
      await openRun(page, SELLERS);
      await openTab(page, words.tabs.review);
      await page.getByRole('article', { name: 'b.png' }).waitFor();
      await clean(page);
      await page.keyboard.press('p');
      await page.getByRole('article', { name: 'd.png' }).waitFor();
      await page.keyboard.press('e');
      await page.getByLabel(words.correctLabel).fill('Delta Foods Ltd');
      await page.keyboard.press('Enter');
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: words.download }).click();
      const text = await readFile(await (await download).path(), 'utf8');
      expect(text.split('\r\n')).toEqual([
        '\uFEFFpage,seller,checked_by',
        'a.png,Acme Trading,Wu',
        'b.png,Borealis Ltd,Wu',
        'c.png,Cobalt Works,Li',
        'd.png,Delta Foods Ltd,Li',
        '',
      ]);
    });
  });

  it('saves reviewed labels as a new file when it may write', async () => {
    await withPage(writing, words.look, async (page) => {
      await openRun(page, SELLERS);
      await openTab(page, words.tabs.review);
      await page.getByRole('button', { name: words.proposal }).click();
      await page.getByRole('article', { name: 'd.png' }).waitFor();
      await page.getByRole('button', { name: words.proposal }).click();
      await page.getByRole('button', { name: words.save }).click();
      await page.getByText(words.saved).waitFor();
      const file = await page.locator('.review-bar code').innerText();
      expect(await readFile(file, 'utf8')).toContain('b.png,Borealis Ltd,Wu');
      expect(await readFile(join(runs.root, 'photos/labels.csv'), 'utf8')).toBe(SELLERS_CSV);
    });
  });

  it('shows what bills by the second and deletes nothing when read-only', async () => {
    await withPage(reading, words.look, async (page) => {
      await page.getByRole('link', { name: words.endpoints }).click();
      const cost = page.locator('.endpoint-facts .strong').first();
      const before = await cost.innerText();
      await expect.poll(() => cost.innerText(), { timeout: 5000 }).not.toBe(before);
      expect(await page.getByRole('button', { name: words.delete }).isDisabled()).toBe(true);
      await clean(page);
    });
  });
});

describe.skipIf(!CHROMIUM)(`whoever reads${NO_BROWSER}`, () => {
  it('switches language and colours, and finds them again', async () => {
    await withPage(reading, EN.look, async (page) => {
      await page.getByLabel('Language').selectOption('zh');
      await page.getByRole('heading', { name: ZH.runs }).waitFor();
      await page.getByRole('button', { name: '深色' }).click();
      await page.reload();
      await page.getByRole('heading', { name: ZH.runs }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
      expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
    });
  });

  it('goes everywhere by keyboard', async () => {
    await withPage(reading, EN.look, async (page) => {
      await page.getByRole('link', { name: CLASSES }).waitFor();
      await page.keyboard.press('Tab');
      expect(await page.locator(':focus').innerText()).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      expect(await page.locator(':focus').getAttribute('href')).toMatch(/^\/runs\//);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 2, name: 'Flow' }).waitFor();
    });
  });

  it('sees a run change while its page is open', async () => {
    await withPage(reading, EN.look, async (page) => {
      await openRun(page, SELLERS);
      const validate = page.locator('.step', { hasText: 'Validate' });
      expect(await validate.getAttribute('data-state')).not.toBe('done');
      await writeFile(join(runs.root, 'sellers/validation.json'), JSON.stringify({ findings: [] }));
      await expect.poll(() => validate.getAttribute('data-state')).toBe('done');
    });
  });

  it('is told to open the printed address when the token is missing', async () => {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${reading.port}/`);
    expect(await page.locator('body').innerText()).toContain('novatune studio');
    await page.close();
  });

  // Last: afterwards nothing bills any more.
  it('deletes an endpoint by typing its name', async () => {
    await withPage(writing, ZH.look, async (page) => {
      await page.getByRole('link', { name: ZH.endpoints }).click();
      const name = await page.getByRole('heading', { level: 2 }).first().innerText();
      await page.getByRole('button', { name: ZH.delete }).click();
      const dialog = page.getByRole('dialog');
      const confirm = dialog.getByRole('button', { name: ZH.deleteForGood });
      expect(await confirm.isDisabled()).toBe(true);
      expect(await accessibilityProblems(page)).toEqual([]);
      await dialog.getByRole('textbox').fill(name);
      await confirm.click();
      await page.getByText(ZH.nothingBills).waitFor();
      expect(runs.rehearsal.count('DeleteProvisionedModelThroughput')).toBe(1);
    });
  });
});
