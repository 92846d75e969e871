import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Page, PageReader } from '../../../pages/index.ts';
import { checkLeaks, type LeakCandidate } from './check-leaks.ts';
import { invoiceTexts, misread, pageWith } from './testing/papers.mts';

/** An image of its own for each number. */
const imageOf = (index: number): Promise<Buffer> =>
  sharp({ create: { width: 40 + index, height: 60, channels: 3, background: { r: index * 9, g: 90, b: 200 } } })
    .png()
    .toBuffer();

/** Answers with stored pages. */
async function readerOf(pages: readonly Page[]): Promise<PageReader> {
  const known = new Map<string, Page>();
  const keyOf = (image: Uint8Array): string => createHash('sha256').update(image).digest('hex');
  for (const [index, page] of pages.entries()) known.set(keyOf(await imageOf(index)), page);
  return { read: async (image) => known.get(keyOf(image)) ?? pageWith([]), close: async () => {} };
}

async function check(documents: readonly LeakCandidate[], reader?: PageReader) {
  const problems: string[] = [];
  const work = checkLeaks(documents, {}, reader ? { reader } : {});
  for (;;) {
    const next = await work.next();
    if (next.done) return { ...next.value, problems };
    if (next.value.problem !== undefined) problems.push(next.value.id);
  }
}

const candidate = (index: number, split: LeakCandidate['split']): LeakCandidate => ({
  id: `${index}.png`,
  path: `${index}.png`,
  bytes: () => imageOf(index),
  split,
});

describe('checkLeaks', () => {
  it('finds another photo of a paper in another split by its text', async () => {
    const pages = [invoiceTexts(0), invoiceTexts(3), misread(invoiceTexts(0), 4), invoiceTexts(6)].map((texts) =>
      pageWith(texts),
    );
    const documents = [candidate(0, 'train'), candidate(1, 'train'), candidate(2, 'test'), candidate(3, 'test')];
    const report = await check(documents, await readerOf(pages));
    expect(report.findings.map(({ document, message }) => `${document}: ${message}`)).toEqual([
      '2.png: Expected a paper in one split only, but 2.png (test) shows the same as 0.png (train).',
    ]);
    expect(report.cleanTest).toEqual(['3.png']);
  });

  it('says which images cannot be read, and goes on', async () => {
    const broken: LeakCandidate = {
      ...candidate(7, 'test'),
      id: 'broken.png',
      bytes: async () => Buffer.from('no image'),
    };
    const missing: LeakCandidate = { id: 'missing.png', path: '/nowhere/missing.png', split: 'train' };
    const report = await check([candidate(0, 'train'), broken, missing]);
    expect([...report.unreadable].sort()).toEqual(['broken.png', 'missing.png']);
    expect(report.problems.sort()).toEqual(['broken.png', 'missing.png']);
    expect(report).toMatchObject({ documents: 3, findings: [], cleanTest: [] });
  });
});
