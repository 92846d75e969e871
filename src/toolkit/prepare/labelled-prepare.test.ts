import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../lib/hash.ts';
import type { ClassificationTask } from '../model/task.ts';
import { rvlCdipClasses } from './classes.ts';
import { estimatePrepare } from './estimate.ts';
import { lockFolder } from './folder-lock.ts';
import { prepare } from './prepare.ts';
import type { PrepareEvent } from './prepare-event.ts';
import type { PrepareOptions } from './prepare-options.ts';
import { readDataset } from './read-dataset.ts';
import type { DocumentSource } from './sources/source.ts';

const CLASSES = rvlCdipClasses();
const TASK: ClassificationTask = { kind: 'classification', answerFormat: 'json', field: 'type', classes: CLASSES };
const DOCUMENTS = 12;

let root: string;
let source: DocumentSource;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'labelled-'));
  await mkdir(join(root, 'images'));
  for (let number = 0; number < DOCUMENTS; number++) {
    const shade = { r: number * 9, g: 80, b: 3 };
    const page = sharp({ create: { width: 900, height: 1200 + number, channels: 3, background: shade } });
    await (number < 2 ? page.tiff() : page.png()).toFile(join(root, 'images', `${number}`));
  }
  await writeFile(join(root, 'images', 'broken'), 'no image');
  // As a Hugging Face data set has it: numbers, and names for them.
  source = {
    kind: 'numbered',
    location: 'a/data-set',
    classNames: async () => CLASSES.map(({ name }) => name),
    async *documents() {
      for (let number = 0; number < DOCUMENTS; number++) {
        const path = join(root, 'images', `${number}`);
        yield { kind: 'document', document: { id: `${number}`, path, label: `${number % 4}` } };
      }
      const path = join(root, 'images', 'broken');
      yield { kind: 'document', document: { id: 'broken', path, label: '2' } };
    },
  };
});
afterAll(() => rm(root, { recursive: true, force: true }));

const options = (folder: string, changes: Partial<PrepareOptions> = {}): PrepareOptions => ({
  folder: join(root, folder),
  name: 'numbered',
  task: TASK,
  s3: { bucket: 'my-bucket', prefix: 'pages' },
  ...changes,
});

async function drain<Result>(work: AsyncGenerator<PrepareEvent, Result>) {
  const events: PrepareEvent[] = [];
  for (;;) {
    const next = await work.next();
    if (next.done) return { events, result: next.value };
    events.push(next.value);
  }
}

describe('prepare with numbered labels', () => {
  it('names them as the data set does', async () => {
    const { result } = await drain(prepare(source, options('own-names')));
    expect(result.manifest.documents.slice(0, 4).map(({ label }) => label)).toEqual(
      CLASSES.slice(0, 4).map(({ name }) => name),
    );
    expect(await readDataset(join(root, 'own-names'))).toEqual(result);
  });

  it('refuses a mapping of another order before anything is written', async () => {
    const sorted = CLASSES.map(({ name }) => name).toSorted();
    const labelMapping = new Map(sorted.map((name, number) => [`${number}`, name]));
    const work = prepare(source, options('other-order', { labelMapping }));
    await expect(drain(work)).rejects.toMatchObject({
      code: 'label-map-conflict',
      message: expect.stringMatching(/number 0 to mean "letter".*"advertisement"/),
    });
    expect(existsSync(join(root, 'other-order/images', '0'))).toBe(false);
  });

  it('keeps findings in the manifest, and the hash of every file', async () => {
    const classes = CLASSES.filter(({ name }) => name !== 'handwritten');
    const wanted = options('findings', { task: { ...TASK, classes }, maxSkippedShare: 0.5 });
    const { events, result } = await drain(prepare(source, wanted));
    const { findings = [], files } = result.manifest;
    expect(findings.map(({ code }) => code)).toEqual(['label-outside-classes', 'class-without-documents']);
    expect(events.flatMap((event) => (event.type === 'finding' ? [event.finding] : []))).toEqual(findings);
    expect(Object.keys(files)).toContain('updated_dataset.json');
    for (const [name, hash] of Object.entries(files))
      expect(sha256Hex(await readFile(join(root, 'findings', name)))).toBe(hash);
  });

  it('lets one run into a folder at a time', async () => {
    await mkdir(join(root, 'locked'));
    const release = await lockFolder(join(root, 'locked'));
    await expect(drain(prepare(source, options('locked')))).rejects.toMatchObject({ code: 'folder-in-use' });
    await release();
    await drain(prepare(source, options('locked')));
  });
});

describe('estimatePrepare', () => {
  it('foretells what preparing gives, and writes nothing', async () => {
    const { result: estimate } = await drain(estimatePrepare(source, options('estimated')));
    expect(existsSync(join(root, 'estimated'))).toBe(false);
    const { result } = await drain(prepare(source, options('estimated')));
    expect(estimate.counts).toEqual(result.manifest.counts);
    expect(estimate.skipped).toEqual(result.manifest.skipped);
    const bytes = result.manifest.documents.reduce((sum, document) => sum + document.bytes, 0);
    expect(estimate.images).toEqual({
      kept: DOCUMENTS - 2,
      converted: 2,
      sampled: 2,
      bytes: { low: bytes, mean: bytes, high: bytes },
    });
    const { perDocument, training, total } = estimate.imageTokens;
    expect(perDocument.low).toBeGreaterThan(1300);
    expect(perDocument.high).toBeLessThan(1900);
    expect(training.high).toBeLessThan(total.high);
    expect(total.low).toBeLessThanOrEqual(perDocument.high * DOCUMENTS);
    expect(total.high).toBeGreaterThanOrEqual(perDocument.low * DOCUMENTS);
  });

  it('gives a range of bytes when not every conversion was tried', async () => {
    const wanted = options('range', { imageRecipe: { maxSide: 500 }, maxSkippedShare: 0.1 });
    const fewer: DocumentSource = {
      ...source,
      async *documents() {
        for (let copy = 0; copy < 20; copy++) {
          const grain = Buffer.alloc(700 * 700);
          for (let at = 0; at < grain.length; at++) grain[at] = (at * (copy + 1) * 31) % 251;
          const bytes = await sharp(grain, { raw: { width: 700, height: 700, channels: 1 } })
            .png()
            .toBuffer();
          yield { kind: 'document', document: { id: `${copy}`, path: '', label: 'memo', bytes: async () => bytes } };
        }
      },
    };
    const { result: estimate } = await drain(estimatePrepare(fewer, wanted));
    const { low, mean, high } = estimate.images.bytes;
    expect(estimate.images).toMatchObject({ converted: 20, sampled: 12 });
    expect(low).toBeLessThanOrEqual(mean);
    expect(mean).toBeLessThanOrEqual(high);
    expect(low).toBeGreaterThan(0);
  });

  it('refuses what preparing refuses', async () => {
    const labelMapping = new Map([['0', 'memo']]);
    await expect(drain(estimatePrepare(source, options('x', { labelMapping })))).rejects.toMatchObject({
      code: 'label-map-conflict',
    });
    await expect(drain(estimatePrepare(source, options('x', { maxSkippedShare: 0 })))).rejects.toMatchObject({
      code: 'too-many-skipped',
    });
  });
});
