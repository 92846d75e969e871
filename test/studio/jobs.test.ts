import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobPage, JobView } from '../../src/studio/api.ts';
import type { Studio } from '../../src/studio/index.ts';
import { connectTo } from '../support/rehearsal.ts';
import { accessibilityProblems, CHROMIUM, type Look, NO_BROWSER, openBrowser, visit } from './support/browser.ts';
import { BATCH, ENDED, openStudioJobs, RUNNING, type StudioJobs } from './support/studio-jobs.ts';
import { buildDashboard, clientOf } from './support/studio-runs.ts';

let jobs: StudioJobs;
let browser: Browser | undefined;
let reading: Studio;
let writing: Studio;
let client: ReturnType<typeof clientOf>;
beforeAll(async () => {
  buildDashboard();
  [jobs, browser] = await Promise.all([openStudioJobs(), CHROMIUM ? openBrowser() : undefined]);
  reading = await jobs.start();
  writing = await jobs.start({ write: true });
  client = clientOf(reading);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await jobs?.[Symbol.asyncDispose]();
});

const list = (query = '') => client.json<JobPage>(`/api/jobs${query}`);
const idOf = async (name: string) => (await list()).jobs.find((job) => job.name === name)?.id ?? '';

describe('the jobs of a cloud', () => {
  it('are listed newest first, of both kinds, with the run that knows them', async () => {
    const page = await list();
    expect(page.jobs.map(({ name }) => name)).toEqual([BATCH, RUNNING[1], RUNNING[0], ENDED]);
    expect(page.statuses).toMatchObject({ Completed: 1, InProgress: 2 });
    expect(page.jobs.at(-1)).toMatchObject({ active: false, run: { title: 'Known run' } });
    expect(page.jobs[1]).not.toHaveProperty('run');
    expect(page).toMatchObject({ total: 4, problems: [] });
    expect(page).not.toHaveProperty('unreachable');
  });

  it('are filtered by kind and status, and paged', async () => {
    const names = async (query: string) => (await list(query)).jobs.map(({ name }) => name);
    expect(await names('?kind=batch')).toEqual([BATCH]);
    expect(await names('?kind=customization&status=Completed')).toEqual([ENDED]);
    expect(await names('?kind=customization&offset=1&limit=1')).toEqual([RUNNING[0]]);
    expect((await list('?kind=customization&offset=1&limit=1')).total).toBe(3);
    expect((await client.request('/api/jobs?limit=1000')).status).toBe(400);
    expect((await client.request('/api/jobs?order=name')).status).toBe(400);
  });

  it('ask the service once, however many pages are open', async () => {
    const id = await idOf(RUNNING[0]);
    await client.json(`/api/jobs/customization/${id}`);
    const operations = ['ListModelCustomizationJobs', 'ListModelInvocationJobs', 'GetModelCustomizationJob'];
    const before = operations.map((operation) => jobs.rehearsal.count(operation));
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => client.json(index % 2 ? '/api/jobs' : `/api/jobs/customization/${id}`)),
    );
    const calls = operations.map((operation, index) => jobs.rehearsal.count(operation) - (before[index] ?? 0));
    expect(Math.max(...calls)).toBeLessThanOrEqual(1);
  });

  it('tell of a running job its phases, stall, losses and data', async () => {
    const job = await client.json<JobView>(`/api/jobs/customization/${await idOf(RUNNING[0])}`);
    expect(job).toMatchObject({
      status: 'InProgress',
      stoppable: true,
      customizationType: 'FINE_TUNING',
      hyperparameters: { epochCount: '2' },
      tags: { team: 'mail room' },
      stall: { phase: 'training', limitMs: 12 * 3_600_000 },
      servedBy: [],
      problems: [],
    });
    expect(job.phases.map(({ status }) => status)).toEqual(['Completed', 'Completed', 'InProgress']);
    expect(job.phases[0]?.tookMs).toBeGreaterThanOrEqual(60_000);
    expect(job.phases[2]?.ageMs).toBeGreaterThan(12 * 3_600_000);
    expect(job.data.training).toMatch(/^s3:\/\/jobs-\d\/data\/train.jsonl$/);
  });

  it('show the losses of a running job with advice', async () => {
    const look = async () => client.json<JobView>(`/api/jobs/customization/${await idOf(RUNNING[0])}`);
    await expect
      .poll(async () => (await look()).loss?.validation.length, { timeout: 20_000, interval: 500 })
      .toBeGreaterThan(0);
    const { loss, advice } = await look();
    expect(loss).toMatchObject({ live: true });
    expect(loss?.training).toHaveLength(24);
    expect(advice.map(({ code }) => code)).toEqual(['loss-still-falling']);
  });

  it('tell of an ended job what serves its model, and of a batch its records', async () => {
    const ended = await client.json<JobView>(`/api/jobs/customization/${await idOf(ENDED)}`);
    expect(ended).toMatchObject({ stoppable: false, servedBy: [{ kind: 'deployment', name: 'serving' }] });
    const batch = await client.json<JobView>(`/api/jobs/batch/${await idOf(BATCH)}`);
    expect(batch).toMatchObject({ stoppable: true, baseModel: 'us.amazon.nova-lite-v1:0', phases: [], advice: [] });
    expect(batch.data).toEqual({ input: 's3://batches/records/', output: 's3://batches/out/' });
  });

  it('are stopped only by who may write and types the name', async () => {
    const id = await idOf(RUNNING[0]);
    const stop = (change: object) => ({ kind: 'customization', id, confirm: RUNNING[0], ...change });
    expect((await client.post('/api/jobs/stop', stop({}))).status).toBe(403);
    const writer = clientOf(writing);
    expect((await writer.post('/api/jobs/stop', stop({ confirm: 'other' }))).status).toBe(400);
    expect((await writer.post('/api/jobs/stop', stop({ id: 'aaaaaaaaaaaa' }))).status).toBe(404);
    expect((await writer.post('/api/jobs/stop', stop({ id: await idOf(ENDED), confirm: ENDED }))).status).toBe(502);
    expect(jobs.rehearsal.count('StopModelCustomizationJob')).toBe(1);
    expect((await client.request('/api/jobs/customization/nowhere')).status).toBe(404);
    expect((await client.request(`/api/jobs/other/${id}`)).status).toBe(400);
  });
});

describe('without a cloud', () => {
  it('says why there are no jobs to show', async () => {
    const away = connectTo('http://127.0.0.1:9');
    try {
      const page = await clientOf(await jobs.start({ cloud: away })).json<JobPage>('/api/jobs');
      expect(page).toMatchObject({
        total: 0,
        jobs: [],
        unreachable: { message: expect.stringContaining('127.0.0.1:9') },
      });
    } finally {
      await away.close();
    }
  }, 30_000);
});

interface Words {
  readonly look: Look;
  readonly job: string;
  readonly jobs: string;
  readonly status: string;
  readonly updated: RegExp;
  readonly stalled: string;
  readonly loss: RegExp;
  readonly advice: RegExp;
  readonly stop: string;
  readonly stopForGood: string;
  readonly stopping: RegExp;
  readonly noJobs: string;
  readonly endpointOf: string;
  /** Letters of the other language: none may be left on a page, besides data. */
  readonly foreign: RegExp;
}

const EN: Words = {
  look: { locale: 'en-US', colorScheme: 'dark' },
  job: RUNNING[0],
  jobs: 'Jobs',
  status: 'Status',
  updated: /^Updated \d+:\d\d:\d\d/,
  stalled: 'This job may have stalled',
  loss: /Training loss over \d+ steps/,
  advice: /still fell by \d+ % .* epochs may help/,
  stop: 'Stop',
  stopForGood: 'Stop it',
  stopping: /^(Stopping|Stopped)$/,
  noJobs: 'No jobs can be shown',
  endpointOf: 'What serves its model',
  foreign: /[\u4e00-\u9fff]/,
};

const ZH: Words = {
  look: { locale: 'zh-CN', colorScheme: 'light' },
  job: RUNNING[1],
  jobs: '任务',
  status: '状态',
  updated: /^更新于 \d+:\d\d:\d\d/,
  stalled: '此任务可能已停滞',
  loss: /\d+ 步的训练损失/,
  advice: /训练损失仍下降了 .*再训练一两轮/,
  stop: '停止',
  stopForGood: '确认停止',
  stopping: /^(正在停止|已停止)$/,
  noJobs: '无法显示任务',
  endpointOf: '提供其模型服务的端点',
  foreign: /\b(Jobs?|Status|Kind|Phase|Completed|InProgress|training|Stop|Updated|Tags|Output|Role|Records|Newer)\b/,
};

describe.skipIf(!CHROMIUM).each([
  { language: 'English', words: EN },
  { language: 'Chinese', words: ZH },
])(`in $language${NO_BROWSER}`, ({ words }) => {
  const clean = async (page: Page) => {
    expect(await accessibilityProblems(page)).toEqual([]);
    const own = 'header, nav, label, button, th, dt:not(.data), h2, .status, .mantine-Alert-title, .content p';
    const text = await page.locator(own).allInnerTexts();
    expect(text.filter((part) => words.foreign.test(part) && !/English|中文/.test(part))).toEqual([]);
  };
  const opened = async (studio: Studio, work: (page: Page) => Promise<void>) => {
    if (!browser) throw new Error('Expected a browser.');
    const visited = await visit(browser, studio, words.look);
    try {
      await visited.page.getByRole('link', { name: words.jobs, exact: true }).click();
      await work(visited.page);
      expect(visited.complaints).toEqual([]);
    } finally {
      await visited[Symbol.asyncDispose]();
    }
  };

  it('goes from the list to a running job and stops it by its name', async () => {
    await opened(writing, async (page) => {
      await page.getByRole('heading', { level: 1, name: words.jobs }).waitFor();
      await page.getByText(words.updated).waitFor();
      await page.getByRole('link', { name: words.job }).waitFor();
      await clean(page);
      await page.getByLabel(words.status).selectOption('InProgress');
      await expect.poll(() => page.getByRole('link', { name: ENDED }).count()).toBe(0);
      await page.getByRole('link', { name: words.job }).click();
      await page.getByText(words.stalled).waitFor();
      await page.getByRole('img', { name: words.loss }).waitFor();
      await page.locator('.advice').getByText(words.advice).waitFor();
      expect(await page.locator('.chart-validation-dot').count()).toBeGreaterThan(0);
      await clean(page);
      await page.getByRole('button', { name: words.stop, exact: true }).focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      const confirm = dialog.getByRole('button', { name: words.stopForGood });
      expect(await confirm.isDisabled()).toBe(true);
      await clean(page);
      await page.keyboard.type(words.job);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => page.locator('.run-head .status').innerText()).toMatch(words.stopping);
      const isOver = async () =>
        (await page.locator('.run-head .status').innerText()) !== '' &&
        page.getByRole('button', { name: words.stop, exact: true }).count();
      await expect.poll(isOver, { timeout: 15_000 }).toBe(0);
      await clean(page);
      await page.goBack();
      expect(await page.getByLabel(words.status).inputValue()).toBe('InProgress');
    });
  }, 60_000);

  it('shows an ended job with its endpoint and run, and a batch job', async () => {
    await opened(reading, async (page) => {
      await page.getByRole('link', { name: ENDED }).click();
      await page.getByRole('heading', { name: words.endpointOf }).waitFor();
      await page.getByRole('link', { name: 'serving' }).waitFor();
      await page.getByRole('img', { name: words.loss }).waitFor();
      await clean(page);
      await page.goBack();
      await page.getByRole('link', { name: BATCH }).click();
      await page.getByRole('heading', { level: 1, name: BATCH }).waitFor();
      expect(await page.getByRole('button', { name: words.stop, exact: true }).isDisabled()).toBe(true);
      await clean(page);
    });
  });

  it('explains that there is no cloud', async () => {
    const away = connectTo('http://127.0.0.1:9');
    try {
      await opened(await jobs.start({ cloud: away }), async (page) => {
        await page.getByText(words.noJobs).waitFor({ timeout: 25_000 });
        await clean(page);
      });
    } finally {
      await away.close();
    }
  }, 40_000);
});
