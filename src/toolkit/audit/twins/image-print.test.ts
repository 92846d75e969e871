import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { groupDocuments } from '../groups/group-documents.ts';
import { printOf } from './image-print.ts';

/** A picture of bars whose widths come from `seed`, as a page of text might look from afar. */
async function barsOf(seed: number): Promise<Buffer> {
  const bars = Array.from({ length: 24 }, (_, row) => {
    const width = 60 + ((seed * 7919 + row * row * 104729) % 620);
    const left = 30 + ((seed * 31 + row * 6151) % 60);
    return `<rect x="${left}" y="${40 + row * 40}" width="${width}" height="${14 + ((seed + row * 7) % 18)}"/>`;
  });
  const page = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="1040"><rect width="800" height="1040" fill="#fff"/>${bars.join('')}</svg>`;
  return sharp(Buffer.from(page)).png().toBuffer();
}

describe('prints of copies', () => {
  it('bring resized, recompressed, brightened and grey copies together, and no other page', async () => {
    const originals = await Promise.all([1, 2, 3, 4].map(barsOf));
    const copies = await Promise.all(
      originals.map((image, at) => {
        const opened = sharp(image);
        if (at === 0) return opened.resize(400).png().toBuffer();
        if (at === 1) return opened.jpeg({ quality: 30 }).toBuffer();
        if (at === 2) return opened.linear(0.9, 10).jpeg().toBuffer();
        return opened.greyscale().webp().toBuffer();
      }),
    );
    const prints = await Promise.all([...originals, ...copies].map(printOf));
    const { groups, twins } = groupDocuments(prints.map((print) => ({ print })));
    expect(groups).toEqual([
      [0, 4],
      [1, 5],
      [2, 6],
      [3, 7],
    ]);
    expect(twins.every(({ kind }) => kind === 'near')).toBe(true);
  });
});
