import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Studio } from '../../../src/studio/index.ts';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser to test with; without one the tests of pages are skipped. */
export const CHROMIUM = [process.env.NOVATUNE_CHROMIUM ?? '', ...PLACES].find((place) => existsSync(place));
export const NO_BROWSER = CHROMIUM ? '' : ' (skipped: no chromium; set NOVATUNE_CHROMIUM to one)';

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox', '--disable-gpu'] });

export interface Visit extends AsyncDisposable {
  readonly page: Page;
  /** Paths that were asked for, data and pictures alike. */
  readonly requests: string[];
  /** What the browser complained about: errors of scripts, refusals by the page's policy, failed requests. */
  readonly complaints: string[];
}

export interface Look {
  readonly locale?: string;
  readonly colorScheme?: 'light' | 'dark';
}

/** Opens studio as its user does: by the address that was printed. */
export async function visit(browser: Browser, studio: Studio, look: Look = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US', ...look });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(studio.url);
  await page.locator('h1').waitFor();
  return { page, requests, complaints, [Symbol.asyncDispose]: () => context.close() };
}

/** Serious and critical problems that axe finds on the page as it stands, one line each. */
export async function accessibilityProblems(page: Page): Promise<readonly string[]> {
  // By the debugger, which the page's policy does not bind.
  await page.evaluate(axe.source);
  const results = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as axe.AxeResults;
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
}
