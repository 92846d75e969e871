import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SampleProgress, writeClassSamples, writeInvoiceSamples } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'novatune-samples-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function run<R>(generator: AsyncGenerator<SampleProgress, R>) {
  const events: SampleProgress[] = [];
  for (;;) {
    const step = await generator.next();
    if (step.done) return { events, result: step.value };
    events.push(step.value);
  }
}

const files = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((f) => /\.\w+$/.test(f))
    .sort();

test('an image folder by class, in order, with progress; a second run leaves it as it is', async () => {
  const options = { perClass: 2, seed: 1, classes: ['memo', 'letter'] };
  const { events, result } = await run(writeClassSamples(folder, options));
  expect(result).toEqual({ images: 4 });
  expect(events.map(({ done, total }) => `${done}/${total}`)).toEqual(['1/4', '2/4', '3/4', '4/4']);
  expect(files()).toEqual([
    'letter/letter-0000.png',
    'letter/letter-0001.png',
    'memo/memo-0000.png',
    'memo/memo-0001.png',
  ]);
  const before = files().map((file) => statSync(join(folder, file)).mtimeMs);
  await run(writeClassSamples(folder, options));
  expect(files().map((file) => statSync(join(folder, file)).mtimeMs)).toEqual(before);
});

test('a file with other content is never overwritten', async () => {
  await run(writeClassSamples(folder, { perClass: 1, seed: 1, classes: ['memo'] }));
  const file = join(folder, 'memo/memo-0000.png');
  writeFileSync(file, 'mine');
  await expect(run(writeClassSamples(folder, { perClass: 1, seed: 1, classes: ['memo'] }))).rejects.toThrow(
    /memo-0000\.png.*other content/,
  );
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

test('invoices: images and a table of labels, photos of one invoice in one group', async () => {
  const { result } = await run(writeInvoiceSamples(folder, { invoices: 3, photosPerInvoice: 2, seed: 2 }));
  expect(result).toEqual({ images: 6, labelsFile: join(folder, 'labels.csv') });
  const [header, ...rows] = readFileSync(result.labelsFile, 'utf8').trimEnd().split('\n');
  expect(header).toBe('image,seller,buyer,invoice_number,issue_date,total_with_tax');
  const cells = rows.map((row) => row.split(','));
  expect(cells.map(([image]) => `images/${image}`)).toEqual(files().filter((file) => file.endsWith('.jpg')));
  expect(cells.every((row) => row.length === 6 && row.every((cell) => cell !== ''))).toBe(true);
  expect(new Set(cells.map((row) => row[3])).size).toBe(3);
});

test('an abort stops the work and leaves whole files only', async () => {
  const controller = new AbortController();
  const generator = writeClassSamples(folder, { perClass: 50, seed: 1, classes: ['form'], signal: controller.signal });
  await generator.next();
  controller.abort();
  await expect(run(generator)).rejects.toThrow(/abort/i);
  const written = files();
  expect(written.length).toBeLessThan(10);
  expect(written.every((file) => file.endsWith('.png'))).toBe(true);
});

test('counts below one and unknown classes are refused', async () => {
  await expect(run(writeClassSamples(folder, { perClass: 0, seed: 1 }))).rejects.toThrow(/perClass.*got 0/);
  await expect(run(writeInvoiceSamples(folder, { invoices: 1, photosPerInvoice: 0.5, seed: 1 }))).rejects.toThrow(
    /0\.5/,
  );
  await expect(run(writeClassSamples(folder, { perClass: 1, seed: 1, classes: ['fax'] }))).rejects.toThrow(/"fax"/);
});
