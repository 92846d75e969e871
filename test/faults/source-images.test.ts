import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Recipe, readDataset, runPipeline } from '../../src/toolkit/index.ts';
import { drawCodedPage } from '../support/coded-pages.ts';
import { drain, openRehearsal, type Rehearsal, writeFiles } from '../support/rehearsal.ts';
import { sampleRun } from '../support/sample-run.ts';

let rehearsal: Rehearsal;
let recipe: Recipe;
let documents: string;
beforeAll(async () => {
  rehearsal = await openRehearsal();
  recipe = await sampleRun(rehearsal.folder, {
    baseModel: 'nova-lite',
    split: { validation: { count: 2 }, test: { count: 4 } },
  });
  documents = join(rehearsal.folder, 'documents');
});
afterAll(() => rehearsal[Symbol.asyncDispose]());

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#eeddcc' } });

describe('a run over images as they come', { timeout: 90_000 }, () => {
  it('trains on whatever can be mended and names the rest', async () => {
    const png = await drawCodedPage('letter', 40);
    await writeFiles(documents, {
      // Each of these would fail a job as it is.
      'letter/says-png-is-jpeg.png': await plain(300, 400).jpeg().toBuffer(),
      'letter/says-jpg-is-tiff.jpg': await plain(310, 400).tiff().toBuffer(),
      'letter/too-wide.png': await plain(8100, 500).png().toBuffer(),
      'letter/too-narrow.png': await plain(10, 400).png().toBuffer(),
      'letter/truncated.png': png.subarray(0, png.length / 2),
    });
    const options = { folder: join(rehearsal.folder, 'run'), version: '0.0.0-test' };
    const { result } = await drain(runPipeline(recipe, options, rehearsal.cloud));
    expect(result.comparison?.documents).toBe(4);
    const { manifest } = await readDataset(join(options.folder, 'dataset'));
    const names = manifest.skipped.map(({ id, code }) => `${id} ${code}`);
    expect(names).toEqual(['letter/too-narrow.png image-too-small', 'letter/truncated.png image-broken']);
    const mended = manifest.documents.filter(({ id }) => /says|too-wide/.test(id));
    expect(mended.map(({ id, format }) => `${id} ${format}`).sort()).toEqual([
      'letter/says-jpg-is-tiff.jpg png',
      'letter/says-png-is-jpeg.png jpeg',
      'letter/too-wide.png png',
    ]);
  });
});
