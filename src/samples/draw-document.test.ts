import { createHash } from 'node:crypto';
import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { DOCUMENT_CLASSES, drawDocument } from './index.ts';

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const names = DOCUMENT_CLASSES.map(({ name }) => name);

/** Nova's limits for an image of a training record: 10 MB and 8000 pixels a side. */
const MAX_BYTES = 10 * 1024 * 1024;

test('there are the 16 classes of RVL-CDIP, each described', () => {
  expect(new Set(names).size).toBe(16);
  for (const { description } of DOCUMENT_CLASSES) expect(description.length).toBeGreaterThan(20);
});

test.each(names)('%s: many pages draw, are different, and are ink on paper', async (className) => {
  const hashes = new Set<string>();
  for (let index = 0; index < 8; index++) {
    const document = await drawDocument(className, { seed: 3, index });
    expect(document.name).toBe(`${className}-${String(index).padStart(4, '0')}.png`);
    expect(document.truth).toEqual({ class: className });
    hashes.add(sha(document.bytes));
    const image = sharp(document.bytes);
    const { format, channels, width = 0, height = 0 } = await image.metadata();
    expect({ format, channels, longest: Math.max(width, height) }).toEqual({
      format: 'png',
      channels: 1,
      longest: 1000,
    });
    const [grey] = (await image.stats()).channels;
    expect(grey?.stdev).toBeGreaterThan(2);
  }
  expect(hashes.size).toBe(8);
});

test('the same class, seed and index give the same bytes, whatever was drawn between', async () => {
  const choices = names.map((name, index) => ({ name, seed: 11, index }));
  const draw = () =>
    Promise.all(choices.map(async ({ name, ...choice }) => sha((await drawDocument(name, choice)).bytes)));
  const first = await draw();
  await drawDocument('memo', { seed: 12, index: 5 });
  expect(await draw()).toEqual(first);
});

test('any class, seed and index draw a page within the limits', async () => {
  const number = fc.integer({ min: 0, max: 2 ** 31 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), number, number, async (className, seed, index) => {
      const { bytes } = await drawDocument(className, { seed, index });
      expect(bytes.length).toBeGreaterThan(1000);
      expect(bytes.length).toBeLessThan(MAX_BYTES);
    }),
    { numRuns: 40 },
  );
});

test('an unknown class is refused with the known ones; so are seeds and indexes that are no whole numbers', async () => {
  await expect(drawDocument('advertissement', { seed: 1, index: 0 })).rejects.toThrow(
    /"advertissement".*advertisement/,
  );
  await expect(drawDocument('constructor', { seed: 1, index: 0 })).rejects.toThrow(/Unknown document class/);
  await expect(drawDocument('memo', { seed: 1.5, index: 0 })).rejects.toThrow(/seed.*1\.5/);
  await expect(drawDocument('memo', { seed: 1, index: -1 })).rejects.toThrow(/index.*-1/);
});
