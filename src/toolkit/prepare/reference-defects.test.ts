import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sniffImage } from '../../pages/index.ts';
import type { Example } from '../model/example.ts';
import type { ClassificationTask } from '../model/task.ts';
import { classesNamed, rvlCdipClasses } from './classes.ts';
import { prepare } from './prepare.ts';
import type { PrepareOptions } from './prepare-options.ts';
import { imageFolder } from './sources/image-folder.ts';
import { imagesAndCsv } from './sources/images-and-csv.ts';
import type { DocumentSource } from './sources/source.ts';

// What the published reference scripts get wrong in preparing, one test each.

const TASK: ClassificationTask = {
  kind: 'classification',
  answerFormat: 'json',
  field: 'type',
  classes: classesNamed(['invoice', 'letter']),
};

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'defects-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function put(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(root, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  return path;
}

/** A page that no other number has. */
const page = (number: number) =>
  sharp({ create: { width: 60 + number, height: 80, channels: 3, background: { r: number * 5, g: 99, b: 7 } } });

async function run(source: DocumentSource, changes: Partial<PrepareOptions> = {}) {
  const s3 = { bucket: 'my-bucket', prefix: 'pages' };
  const work = prepare(source, { folder: join(root, 'dataset'), name: 'pages', task: TASK, s3, ...changes });
  let step = await work.next();
  while (!step.done) step = await work.next();
  return step.value;
}

async function putPages(count: number): Promise<DocumentSource> {
  for (let number = 0; number < count; number++) {
    await put(`images/${number % 2 === 0 ? 'invoice' : 'letter'}/${number}.png`, await page(number).png().toBuffer());
  }
  return imageFolder(join(root, 'images'));
}

async function records(name: string): Promise<Example[]> {
  const text = await readFile(join(root, 'dataset', name), 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as Example);
}

const imageOf = ({ messages }: Example) => {
  const block = messages[0]?.content[0];
  if (block === undefined || !('image' in block)) throw new Error('Expected the image first.');
  return block.image;
};

async function contents(folder: string): Promise<[string, string][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.sort().map(async (file) => [file, await readFile(file, 'latin1')] as [string, string]));
}

describe('defects of the reference scripts', () => {
  it('9: splitting changes nothing of the source, however often it runs', async () => {
    const source = await putPages(12);
    const before = await contents(join(root, 'images'));
    const { manifest } = await run(source);
    expect((await run(source)).manifest).toEqual(manifest);
    expect(await contents(join(root, 'images'))).toEqual(before);
  });

  it('10: records are never glued together, whatever ends the lines of the labels', async () => {
    await putPages(10);
    const rows = Array.from({ length: 10 }, (_, number) => {
      const label = number % 2 === 0 ? 'invoice' : 'letter';
      return `${label}/${number}.png,${label}`;
    });
    const csv = await put('labels.csv', `image,label\r\n\r\n${rows.join('\r\n')}`);
    const { manifest } = await run(imagesAndCsv({ images: join(root, 'images'), csv }));
    expect(manifest.documents).toHaveLength(10);
    expect(await records('train.jsonl')).toHaveLength(manifest.counts.train);
  });

  it('25 and 26: the format in each record is that of the bytes, and one that the model reads', async () => {
    const source = await putPages(4);
    await put('images/letter/a.jpg', await page(20).png().toBuffer());
    await put('images/letter/b.png', await page(21).jpeg().toBuffer());
    await put('images/letter/c.tif', await page(22).tiff().toBuffer());
    await put('images/letter/d.bmp', await page(23).webp().toBuffer());
    await run(source, { split: { validation: { count: 0 }, test: { count: 0 } } });
    const written = await records('train.jsonl');
    expect(written).toHaveLength(8);
    for (const { format, source: place } of written.map(imageOf)) {
      const file = place.s3Location.uri.slice('s3://my-bucket/pages/'.length);
      expect(sniffImage(await readFile(join(root, 'dataset', file)))).toMatchObject({ kind: 'image', format });
      expect(['png', 'jpeg', 'gif', 'webp']).toContain(format);
    }
  });

  it('27: files of one name do not collide, and the working folder stays clean', async () => {
    const imagesHere = async () =>
      (await readdir(process.cwd())).filter((name) => /scan|\.(png|jpe?g|tmp)$/.test(name));
    const before = await imagesHere();
    const source = await putPages(6);
    await put('images/invoice/scan.png', await page(30).png().toBuffer());
    await put('images/letter/scan.png', await page(31).png().toBuffer());
    const { manifest } = await run(source);
    expect(new Set(manifest.documents.map(({ image }) => image)).size).toBe(8);
    expect(await imagesHere()).toEqual(before);
  });

  it('33: no usable document, or too few, is an error and not an empty data set', async () => {
    await put('images/letter/broken.png', 'nothing');
    await expect(run(imageFolder(join(root, 'images')))).rejects.toMatchObject({ code: 'no-documents' });
    const source = await putPages(3);
    await expect(run(source)).rejects.toMatchObject({ code: 'too-many-skipped' });
    expect(await readdir(join(root, 'dataset'))).not.toContain('train.jsonl');
  });

  it('34: a seed gives the same bytes whatever the work runs at once, and splits keep the shares of classes', async () => {
    const source = await putPages(20);
    const split = { validation: { count: 4 }, test: { count: 4 } };
    const { manifest } = await run(source, { split, seed: 7, concurrency: 1 });
    const first = await contents(join(root, 'dataset'));
    await rm(join(root, 'dataset'), { recursive: true });
    await run(source, { split, seed: 7, concurrency: 4 });
    expect(await contents(join(root, 'dataset'))).toEqual(first);
    expect(manifest.classCounts).toEqual({
      invoice: { train: 6, validation: 2, test: 2 },
      letter: { train: 6, validation: 2, test: 2 },
    });
  });

  it('35: answers are bare JSON without a fence, and both spellings of the class are there', async () => {
    await run(await putPages(6));
    for (const { messages } of await records('train.jsonl')) {
      const [answer] = messages[1]?.content ?? [];
      expect(answer).toEqual({ text: expect.stringMatching(/^\{"type":"(invoice|letter)"\}$/) });
    }
    expect(rvlCdipClasses().map(({ name }) => name)).toContain('advertisement');
    expect(rvlCdipClasses('advertissement').map(({ name }) => name)).toContain('advertissement');
  });
});
