import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Dataset } from '../model/artifacts.ts';
import { prepare } from './prepare.ts';
import type { PrepareEvent } from './prepare-event.ts';
import { imagesAndCsv } from './sources/images-and-csv.ts';
import { jsonlManifest } from './sources/jsonl-manifest.ts';
import { pdfPages } from './sources/pdf-pages.ts';
import type { DocumentSource } from './sources/source.ts';
import { makePdf, textLine } from './sources/testing/make-pdf.mts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'local-sources-'));
  await mkdir(join(root, 'in'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function run(source: DocumentSource, name = 'out'): Promise<{ dataset: Dataset; events: PrepareEvent[] }> {
  const events: PrepareEvent[] = [];
  const work = prepare(source, {
    folder: join(root, name),
    name: 'x',
    task: { kind: 'extraction', answerFormat: 'text', field: 'seller' },
    s3: { bucket: 'bucket', prefix: 'p' },
    split: { validation: { count: 0 }, test: { count: 2 } },
    maxSkippedShare: 0.5,
  });
  for (;;) {
    const next = await work.next();
    if (next.done) return { dataset: next.value, events };
    events.push(next.value);
  }
}

/** Two companies, as a Chinese Excel writes them. */
const GB18030 = Buffer.concat([
  Buffer.from('cdbcc6acc3fbb3c62ccffacadbb7bd0d0a', 'hex'), // 图片名称,销售方
  Buffer.from('a.pdf,', 'latin1'),
  Buffer.from('bcd7b9abcbbe', 'hex'), // 甲公司
  Buffer.from('\r\nlocked.pdf,', 'latin1'),
  Buffer.from('d2d2b9abcbbe', 'hex'), // 乙公司
  Buffer.from('\r\n', 'latin1'),
]);

it('makes a data set of PDF pages and labels in GB18030, each page in the split of its file', async () => {
  await writeFile(join(root, 'in/a.pdf'), makePdf(['one', 'two', 'three'].map(textLine)));
  await writeFile(join(root, 'in/locked.pdf'), makePdf([textLine('secret')], { encrypted: true }));
  await writeFile(join(root, 'in/b.pdf'), makePdf(['four', 'five'].map(textLine)));
  await writeFile(join(root, 'labels.csv'), Buffer.concat([GB18030, Buffer.from('b.pdf,b\r\n')]));
  const source = () =>
    pdfPages(imagesAndCsv({ images: join(root, 'in'), csv: join(root, 'labels.csv') }), { pages: 'all' });
  const { dataset, events } = await run(source());
  expect(events[0]).toMatchObject({ type: 'source-note', note: { code: 'text-encoding' } });
  const { documents, skipped } = dataset.manifest;
  expect(skipped.map(({ id, code }) => `${id} ${code}`)).toEqual(['locked.pdf pdf-encrypted']);
  expect(documents.map(({ id, label, group, height }) => [id, label, group, height])).toEqual([
    ...[1, 2, 3].map((page) => [`a.pdf#page=${page}`, '甲公司', 'a.pdf', 1600]),
    ...[1, 2].map((page) => [`b.pdf#page=${page}`, 'b', 'b.pdf', 1600]),
  ]);
  expect(new Set(documents.map(({ group, split }) => `${group} ${split}`)).size).toBe(2);
  expect(new Set(documents.map(({ split }) => split))).toEqual(new Set(['train', 'test']));
  const again = await run(source(), 'again');
  const manifest = async ({ folder }: Dataset) => readFile(join(folder, 'manifest.json'), 'utf8');
  expect(await manifest(again.dataset)).toBe(await manifest(dataset));
  const resumed = await run(source());
  expect(resumed.events.at(-1)).toMatchObject({ type: 'dataset-done', unchanged: true });
});

it('makes a data set of images in data URLs', async () => {
  const png = await readFile(join(import.meta.dirname, '../convert/fixtures/images/white.png'));
  const gif = await readFile(join(import.meta.dirname, '../convert/fixtures/images/blue.gif'));
  const red = await readFile(join(import.meta.dirname, '../convert/fixtures/images/web.example/a/red.png'));
  const lines = [png, gif, red, Buffer.from('no image')].map((bytes, index) =>
    JSON.stringify({ image: `data:image/png;base64,${bytes.toString('base64')}`, label: `label ${index}` }),
  );
  await writeFile(join(root, 'manifest.jsonl'), lines.join('\n'));
  const { dataset } = await run(jsonlManifest({ manifest: join(root, 'manifest.jsonl') }));
  const { documents, skipped } = dataset.manifest;
  expect(documents.map(({ id, format }) => `${id} ${format}`)).toEqual(['line-1 png', 'line-2 png', 'line-3 png']);
  expect(skipped.map(({ id, code }) => `${id} ${code}`)).toEqual(['line-4 image-not-recognised']);
});
