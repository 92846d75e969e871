import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { layoutOf } from './layout.ts';
import { readPage } from './read-page.ts';
import { textSimilarity } from './text.ts';

const DRAWN = new URL('./fixtures/drawn-page.svg', import.meta.url);
/** A photo of a real invoice that may not be distributed; the test runs where it is present. */
const PHOTO = new URL('../../../shared/data/vat-invoices/images/vat_0001.jpg', import.meta.url);
const PHOTO_SELLER = '佳作天成（北京）科技有限公司';

const drawnPage = async (): Promise<Sharp> => sharp(await readFile(DRAWN));
const blank = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();

describe('readPage', { timeout: 120_000 }, () => {
  it('reads words with their places', async () => {
    const page = await readPage(await (await drawnPage()).png().toBuffer());
    expect([page.width, page.height]).toEqual([900, 600]);
    expect(page.lines.map((line) => line.text).toSorted()).toEqual(['1477', 'INVOICE', 'TOTAL']);
    const title = page.lines[0];
    // Drawn at x 80 to 395 of 900 and y 70 to 130 of 600; boxes keep a margin.
    expect(title?.text).toBe('INVOICE');
    expect(Math.abs((title?.x ?? 0) - 80 / 900)).toBeLessThan(0.03);
    expect(Math.abs((title?.y ?? 0) - 70 / 600)).toBeLessThan(0.03);
    expect(Math.abs((title?.w ?? 0) - 315 / 900)).toBeLessThan(0.06);
    expect(layoutOf(page).rows.map((row) => row.map((box) => box.text))).toEqual([['INVOICE'], ['TOTAL', '1477']]);
  });

  it('describes the appearance in lists of fixed length', async () => {
    const [drawn, empty] = await Promise.all([
      (await drawnPage()).png().toBuffer().then(readPage),
      blank(30, 2000).then(readPage),
    ]);
    for (const { appearance } of [drawn, empty]) {
      const lengths = [appearance.ink, appearance.gradients, appearance.statistics, appearance.textMap];
      expect(lengths.map((list) => list.length)).toEqual([18 * 24, 6 * 8 * 6, 12, 9 * 12]);
    }
    expect(empty.lines).toEqual([]);
    expect(Math.max(...empty.appearance.ink)).toBe(0);
    // The ruling line is longer than half of the page; the top left holds ink and text, the bottom nothing.
    expect(drawn.appearance.statistics[5]).toBeGreaterThan(0);
    expect(drawn.appearance.ink[4 * 18 + 3]).toBeGreaterThan(0.02);
    expect(drawn.appearance.ink.slice(20 * 18).every((ink) => ink === 0)).toBe(true);
    expect(Math.max(...drawn.appearance.textMap)).toBeGreaterThan(0.1);
  });

  it('gives the same page for the same image, and survives JSON', async () => {
    const image = await (await drawnPage()).jpeg().toBuffer();
    const page = await readPage(image);
    expect(await readPage(image)).toEqual(page);
    expect(JSON.parse(JSON.stringify(page))).toEqual(page);
  });

  it.each([90, 270])('reads a picture that EXIF says to turn by %i°', async (degrees) => {
    const lying = await (await drawnPage())
      .rotate(360 - degrees)
      .png()
      .toBuffer();
    const orientation = degrees === 90 ? 6 : 8;
    const page = await readPage(await sharp(lying).withMetadata({ orientation }).jpeg().toBuffer());
    expect([page.width, page.height]).toEqual([900, 600]);
    expect(page.lines.map((line) => line.text)).toContain('INVOICE');
  });

  it('reads a picture of one pixel', async () => {
    expect((await readPage(await blank(1, 1))).lines).toEqual([]);
  });

  it.skipIf(!existsSync(PHOTO))('finds the seller on a photo of an invoice', async () => {
    const { spans } = layoutOf(await readPage(await readFile(PHOTO)));
    const best = spans.toSorted(
      (a, b) => textSimilarity(b.text, PHOTO_SELLER) - textSimilarity(a.text, PHOTO_SELLER),
    )[0];
    expect(textSimilarity(best?.text ?? '', PHOTO_SELLER)).toBe(1);
  });
});
