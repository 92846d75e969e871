/**
 * First contentful paint of the dashboard against an empty page of the same server, each in a fresh browser profile.
 * Run: npx tsx bench/studio-first-paint.ts [times]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startStudio } from '../src/studio/index.ts';
import { CHROMIUM, openBrowser } from '../test/studio/support/browser.ts';
import { writeLargeRun } from '../test/studio/support/large-run.ts';
import { buildDashboard, clientOf } from '../test/studio/support/studio-runs.ts';

const TIMES = Number(process.argv[2] ?? 9);
const DOCUMENTS = 20_000;
const PAINT =
  'new Promise((done) => new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (entry.name === "first-contentful-paint") done(entry.startTime); }).observe({ type: "paint", buffered: true }))';

/** Milliseconds of the first contentful paint, and until `shown` is there. */
async function measure(browser: Browser, url: string, shown: string): Promise<readonly [number, number]> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url);
    const paint = Number(await page.evaluate(PAINT));
    await page.locator(shown).first().waitFor();
    return [paint, Number(await page.evaluate('performance.now()'))];
  } finally {
    await context.close();
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

if (!CHROMIUM) throw new Error('Expected a chromium; set NOVATUNE_CHROMIUM to one.');
buildDashboard();
const folder = await mkdtemp(join(tmpdir(), 'novatune-bench-'));
await writeLargeRun(join(folder, 'runs/large'), DOCUMENTS);
const studio = await startStudio({
  roots: [join(folder, 'runs')],
  version: '0',
  cacheFolder: join(folder, 'pictures'),
});
const empty = createServer((_, response) => {
  response.setHeader('content-type', 'text/html');
  response.end('<!doctype html><title>empty</title><p>empty');
});
await new Promise<void>((done) => empty.listen(0, '127.0.0.1', done));
const browser = await openBrowser();
try {
  const { origin, token, json } = clientOf(studio);
  const [run] = await json<readonly { readonly id: string }[]>('/api/runs');
  const pages = {
    empty: [`http://127.0.0.1:${(empty.address() as AddressInfo).port}/`, 'p'],
    runs: [`${origin}/?token=${token}`, 'tbody tr'],
    [`data, ${DOCUMENTS} documents`]: [`${origin}/runs/${run?.id}/data?token=${token}`, '.tile img'],
    [`scores, ${DOCUMENTS / 4} answers`]: [`${origin}/runs/${run?.id}/scores?token=${token}`, '.answer-row'],
  } as const;
  const results = new Map<string, (readonly [number, number])[]>(Object.keys(pages).map((name) => [name, []]));
  // Taken in turns, so that whatever else the machine does falls on all of them.
  for (let time = 0; time < TIMES; time += 1) {
    for (const [name, [url, shown]] of Object.entries(pages))
      results.get(name)?.push(await measure(browser, url, shown));
  }
  const base = median((results.get('empty') ?? []).map(([paint]) => paint));
  process.stdout.write('page | first contentful paint, ms | ÷ empty page | content shown, ms\n');
  for (const [name, times] of results) {
    const paint = median(times.map(([first]) => first));
    const shown = median(times.map(([, all]) => all));
    process.stdout.write(`${name} | ${paint.toFixed(0)} | ${(paint / base).toFixed(1)} | ${shown.toFixed(0)}\n`);
  }
} finally {
  await browser.close();
  await studio.close();
  empty.close();
  await rm(folder, { recursive: true, force: true });
}
