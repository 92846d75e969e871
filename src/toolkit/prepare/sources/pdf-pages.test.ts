import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../lib/hash.ts';
import type { LabelledDocument } from '../../model/dataset.ts';
import { prepareImage } from '../images/prepare-image.ts';
import { imagesAndCsv } from './images-and-csv.ts';
import { type PdfPagesOptions, pdfPages } from './pdf-pages.ts';
import { makePdf, textLine } from './testing/make-pdf.mts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pdf-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Writes the files, lists them in a CSV file with the label `a`, and reads that. */
async function readPdfs(files: Readonly<Record<string, Uint8Array>>, options?: PdfPagesOptions, groups = '') {
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(root, name), bytes);
  const csv = join(root, 'labels.csv');
  await writeFile(
    csv,
    `image,label,group\n${Object.keys(files)
      .map((name) => `${name},a,${groups}\n`)
      .join('')}`,
  );
  const documents: LabelledDocument[] = [];
  const skipped: string[] = [];
  for await (const item of pdfPages(imagesAndCsv({ images: root, csv, groupColumn: 'group' }), options).documents()) {
    if (item.kind === 'document') documents.push(item.document);
    if (item.kind === 'skipped') skipped.push(`${item.skipped.id}!${item.skipped.code}`);
  }
  return { documents, skipped };
}

async function draw(document: LabelledDocument | undefined, maxSide = 1600) {
  const bytes = await document?.bytes?.();
  const prepared = await prepareImage(bytes ?? new Uint8Array(), { maxSide, format: 'png' });
  if (prepared.kind !== 'ready') throw new Error(prepared.message);
  return prepared.image;
}

const RED_BOX = '1 0 0 rg 100 100 200 200 re f';

describe('pdfPages', () => {
  it('draws the first page with the longest side of the recipe, grey as grey, the same each time', async () => {
    const files = { 'a.pdf': makePdf([textLine('Invoice 4711'), textLine('page two')]) };
    const { documents } = await readPdfs(files);
    expect(documents.map(({ id, group }) => ({ id, group }))).toEqual([{ id: 'a.pdf', group: undefined }]);
    const image = await draw(documents[0]);
    expect(image).toMatchObject({ format: 'png', width: 1131, height: 1600 });
    const tiff = await documents[0]?.bytes?.();
    expect(Math.floor((tiff?.length ?? 0) / (1131 * 1600))).toBe(1); // bytes a pixel
    const again = await draw((await readPdfs(files)).documents[0]);
    expect(sha256Hex(again.bytes)).toBe(sha256Hex(image.bytes));
  });

  it('gives every page when asked, in one group', async () => {
    const { documents } = await readPdfs(
      { 'a.pdf': makePdf([textLine('one'), RED_BOX]) },
      { pages: 'all', maxSide: 400 },
    );
    expect(documents.map(({ id, group }) => `${id} ${group}`)).toEqual(['a.pdf#page=1 a.pdf', 'a.pdf#page=2 a.pdf']);
    const [one, two] = await Promise.all(documents.map((document) => document.bytes?.()));
    expect(sha256Hex(one ?? '')).not.toBe(sha256Hex(two ?? ''));
    const image = await draw(documents[1], 400);
    expect(image).toMatchObject({ width: 283, height: 400 });
  });

  it('keeps a group that the source gives', async () => {
    const { documents } = await readPdfs({ 'a.pdf': makePdf(['', '']) }, { pages: 'all' }, 'invoice 7');
    expect(documents.map(({ group }) => group)).toEqual(['invoice 7', 'invoice 7']);
  });

  it('draws colours where they are', async () => {
    const { documents } = await readPdfs({ 'a.pdf': makePdf([RED_BOX]) }, { maxSide: 421 });
    const tiff = Buffer.from((await documents[0]?.bytes?.()) ?? '');
    const width = tiff.readUInt32LE(8 + 2 + 8);
    const pixel = (x: number, y: number) =>
      [...tiff.subarray(tiff.length - (width * 421 - (y * width + x)) * 3)].slice(0, 3);
    expect(pixel(100, 421 - 100)).toEqual([255, 0, 0]);
    expect(pixel(10, 10)).toEqual([255, 255, 255]);
  });

  it('skips what cannot be read, each with its reason, and goes on', async () => {
    const whole = makePdf([textLine('fine')]);
    const { documents, skipped } = await readPdfs({
      'encrypted.pdf': makePdf([textLine('secret')], { encrypted: true }),
      'garbage.pdf': Buffer.from('%PDF-1.4 and then nothing of use'),
      'no-pages.pdf': makePdf([]),
      'picture.pdf': Buffer.from('not a PDF file either'),
      'a-pdf-file.png': whole,
      'whole.pdf': whole,
      'picture.png': Buffer.from('not looked at here'),
    });
    expect(skipped).toEqual(['encrypted.pdf!pdf-encrypted', 'garbage.pdf!pdf-broken', 'no-pages.pdf!pdf-empty']);
    expect(documents.map(({ id }) => id)).toEqual(['picture.pdf', 'a-pdf-file.png', 'whole.pdf', 'picture.png']);
    expect(documents.map(({ bytes }) => bytes !== undefined)).toEqual([false, true, true, false]);
    expect(await draw(documents[1])).toMatchObject({ height: 1600 });
  });

  it('draws pages of several files at once as it draws them one after another', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 4 }, (_, index) => [
        `${index}.pdf`,
        makePdf([textLine(`a${index}`), textLine(`b${index}`)]),
      ]),
    );
    const { documents } = await readPdfs(files, { pages: 'all', maxSide: 300 });
    const hash = async (document: LabelledDocument) => sha256Hex((await document.bytes?.()) ?? '');
    const together = await Promise.all(documents.map(hash));
    const alone: string[] = [];
    for (const document of documents.toReversed()) alone.unshift(await hash(document));
    expect(together).toEqual(alone);
    expect(new Set(together).size).toBe(8);
  });

  it('says so when a file is gone by the time its page is wanted', async () => {
    const { documents } = await readPdfs({ 'a.pdf': makePdf(['']), 'b.pdf': makePdf(['']) });
    await rm(join(root, 'a.pdf'));
    await expect(documents[0]?.bytes?.()).rejects.toMatchObject({ code: 'image-missing' });
    await expect(documents[1]?.bytes?.()).resolves.toBeInstanceOf(Uint8Array);
  });
});
