import { randomFillSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Dataset } from '../model/artifacts.ts';
import type { ClassificationTask } from '../model/task.ts';
import { prepare } from './prepare.ts';
import type { PrepareEvent } from './prepare-event.ts';
import type { PrepareOptions } from './prepare-options.ts';
import { readDataset, splitDocuments } from './read-dataset.ts';
import { imageFolder } from './sources/image-folder.ts';
import { imagesAndCsv } from './sources/images-and-csv.ts';
import type { DocumentSource } from './sources/source.ts';

const TASK: ClassificationTask = {
  kind: 'classification',
  answerFormat: 'json',
  field: 'type',
  classes: [
    { name: 'invoice', description: 'a bill' },
    { name: 'letter', description: 'correspondence' },
  ],
};

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'prepare-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

function page(number: number, width = 60, height = 80) {
  const text = `<svg width="${width}" height="${height}"><rect width="100%" height="100%" fill="white"/><rect x="${number % 40}" y="${number}" width="9" height="5"/></svg>`;
  return sharp(Buffer.from(text)).flatten().removeAlpha();
}

async function put(name: string, bytes: Uint8Array | Promise<Uint8Array>): Promise<string> {
  const path = join(root, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await bytes);
  return path;
}

/** Ten pages a class. */
async function putPages(): Promise<void> {
  for (let number = 0; number < 20; number++) {
    await put(`source/${number % 2 === 0 ? 'invoice' : 'letter'}/${number}.png`, page(number).png().toBuffer());
  }
}

function options(changes: Partial<PrepareOptions> = {}): PrepareOptions {
  const s3 = { bucket: 'my-bucket', prefix: '/pages/', bucketOwner: '123456789012' };
  return { folder: join(root, 'dataset'), name: 'pages', task: TASK, s3, ...changes };
}

async function run(source: DocumentSource, wanted: PrepareOptions, signal?: AbortSignal) {
  const events: PrepareEvent[] = [];
  const running = prepare(source, { ...wanted, ...(signal && { signal }) });
  let step = await running.next();
  for (; step.done !== true; step = await running.next()) events.push(step.value);
  return { dataset: step.value as Dataset, events };
}

function source(): DocumentSource {
  return imageFolder(join(root, 'source'));
}

async function filesOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const files = names.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(
    await Promise.all(
      files.map(async (file) => [file.slice(folder.length), (await readFile(file)).toString('latin1')]),
    ),
  );
}

function outcomes(events: readonly PrepareEvent[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const event of events) {
    if (event.type === 'document-done') counts[event.outcome] = (counts[event.outcome] ?? 0) + 1;
  }
  return counts;
}

describe('prepare', () => {
  it('writes images, training files, test labels, records and a manifest', async () => {
    await putPages();
    const { dataset, events } = await run(
      source(),
      options({ split: { test: { count: 4 }, validation: { count: 2 } } }),
    );
    expect(dataset.manifest.counts).toEqual({ train: 14, validation: 2, test: 4 });
    expect(dataset.manifest.classCounts).toEqual({
      invoice: { train: 7, validation: 1, test: 2 },
      letter: { train: 7, validation: 1, test: 2 },
    });
    expect(outcomes(events)).toEqual({ kept: 20 });
    expect(await readDataset(dataset.folder)).toEqual(dataset);

    const lines = (await readFile(join(dataset.folder, 'train.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(14);
    const [first] = lines.map((line) => JSON.parse(line));
    const uri = first.messages[0].content[0].image.source.s3Location.uri as string;
    const document = splitDocuments(dataset, 'train').find((one) => uri === `s3://my-bucket/pages/${one.image}`);
    expect(first).toEqual({
      schemaVersion: 'bedrock-conversation-2024',
      system: [{ text: dataset.manifest.prompts.system }],
      messages: [
        {
          role: 'user',
          content: [
            { image: { format: 'png', source: { s3Location: { uri, bucketOwner: '123456789012' } } } },
            { text: dataset.manifest.prompts.task },
          ],
        },
        { role: 'assistant', content: [{ text: `{"type":"${document?.label}"}` }] },
      ],
    });

    const labels = JSON.parse(await readFile(join(dataset.folder, 'test/labels.json'), 'utf8'));
    const tests = splitDocuments(dataset, 'test');
    expect(labels).toEqual(Object.fromEntries(tests.map((one) => [one.image.slice('images/'.length), one.label])));
    const records = JSON.parse(await readFile(join(dataset.folder, 'updated_dataset.json'), 'utf8'));
    expect(records).toHaveLength(20);
    expect(records[0]).toMatchObject({
      id: 'invoice/0.png',
      label: 'invoice',
      image_path: dataset.manifest.documents[0]?.image,
    });
  });

  it('gives byte-identical folders for equal input', async () => {
    await putPages();
    await run(source(), options());
    await run(source(), options({ folder: join(root, 'again'), concurrency: 5 }));
    expect(await filesOf(join(root, 'again'))).toEqual(await filesOf(join(root, 'dataset')));
  });

  it('does no work when the folder holds this very data set', async () => {
    await putPages();
    const first = await run(source(), options());
    const before = await stat(join(root, 'dataset/manifest.json'));
    const second = await run(source(), options());
    expect(second.dataset).toEqual(first.dataset);
    expect(second.events.at(-1)).toMatchObject({ type: 'dataset-done', unchanged: true });
    expect((await stat(join(root, 'dataset/manifest.json'))).mtimeMs).toBe(before.mtimeMs);
  });

  it('refuses to overwrite a finished data set of other content, and leaves it as it was', async () => {
    await putPages();
    await run(source(), options());
    const before = await filesOf(join(root, 'dataset'));
    const exists = expect.objectContaining({ code: 'dataset-exists' });
    await expect(run(source(), options({ seed: 5 }))).rejects.toEqual(exists);
    await expect(run(source(), options({ prompts: { system: 'Other', task: 'words' } }))).rejects.toEqual(exists);
    await expect(run(source(), options({ split: { test: { count: 6 } } }))).rejects.toEqual(exists);
    await put('source/letter/new.png', page(50).png().toBuffer());
    await expect(run(source(), options())).rejects.toEqual(exists);
    expect(await filesOf(join(root, 'dataset'))).toEqual(before);
  });

  it('replaces on request and leaves nothing of the old data set behind', async () => {
    await putPages();
    await run(source(), options());
    await rm(join(root, 'source/letter/1.png'));
    await run(source(), options({ replace: true, split: { validation: { count: 0 } } }));
    expect(existsSync(join(root, 'dataset/validation.jsonl'))).toBe(false);
    expect(await readdir(join(root, 'dataset/images'))).toHaveLength(19);
    await run(source(), options({ folder: join(root, 'fresh'), split: { validation: { count: 0 } } }));
    expect(await filesOf(join(root, 'dataset'))).toEqual(await filesOf(join(root, 'fresh')));
  });

  it('goes on where an interrupted run was and ends with the same files', async () => {
    await putPages();
    const running = prepare(source(), options());
    for (let step = 0; step < 8; step++) await running.next();
    await running.return(undefined as never);
    expect(existsSync(join(root, 'dataset/manifest.json'))).toBe(false);
    const journal = join(root, 'dataset/prepare-journal.jsonl');
    await truncate(journal, (await stat(journal)).size - 10);
    await put('dataset/images/0123456789abcdef.png.a1b2c3d4e5f6.tmp', Buffer.from('cut off'));
    const { events } = await run(source(), options());
    expect(outcomes(events).reused).toBeGreaterThanOrEqual(6);
    await run(source(), options({ folder: join(root, 'fresh') }));
    expect(await filesOf(join(root, 'dataset'))).toEqual(await filesOf(join(root, 'fresh')));
  });

  it('stops when asked to, with the reason', async () => {
    await putPages();
    await expect(run(source(), options(), AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });

  it('does not write into a folder of somebody else', async () => {
    await putPages();
    await put('dataset/train.jsonl', Buffer.from('mine'));
    await expect(run(source(), options())).rejects.toEqual(expect.objectContaining({ code: 'folder-not-empty' }));
    expect(await readFile(join(root, 'dataset/train.jsonl'), 'utf8')).toBe('mine');
  });

  it('keeps sound bytes untouched and converts the rest', async () => {
    const sound = await page(1).jpeg().toBuffer();
    await put('source/letter/sound.JPG', sound);
    await put('source/letter/lying.png', page(2).jpeg().toBuffer());
    await put('source/letter/large.png', page(3, 3000, 500).png().toBuffer());
    await put('source/letter/scan.tiff', page(4).tiff().toBuffer());
    await put('source/letter/turned.jpg', page(5, 60, 80).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    await put('source/letter/clear.png', page(6).ensureAlpha(0.5).png().toBuffer());
    await put('source/letter/deep.png', page(7).toColourspace('rgb16').png().toBuffer());
    await put('source/letter/print.jpg', page(8).toColourspace('cmyk').jpeg().toBuffer());
    const frames = await Promise.all([9, 30].map((number) => page(number).png().toBuffer()));
    await put(
      'source/letter/moving.gif',
      sharp(frames, { join: { animated: true } })
        .gif()
        .toBuffer(),
    );
    const { dataset, events } = await run(
      source(),
      options({ split: { test: { count: 0 }, validation: { count: 0 } } }),
    );
    const by = new Map(dataset.manifest.documents.map((document) => [document.id, document]));
    expect(outcomes(events)).toEqual({ kept: 2, converted: 7 });
    const kept = by.get('letter/sound.JPG');
    expect(await readFile(join(dataset.folder, kept?.image ?? ''))).toEqual(sound);
    expect(by.get('letter/lying.png')).toMatchObject({ format: 'jpeg' });
    expect(by.get('letter/large.png')).toMatchObject({ format: 'png', width: 1600, height: 267 });
    expect(by.get('letter/turned.jpg')).toMatchObject({ format: 'png', width: 80, height: 60 });
    for (const document of by.values()) {
      const metadata = await sharp(join(dataset.folder, document.image)).metadata();
      expect(metadata).toMatchObject({
        format: document.format,
        width: document.width,
        height: document.height,
        hasAlpha: false,
      });
      expect(metadata.depth).toBe('uchar');
      expect(['srgb', 'b-w']).toContain(metadata.space);
    }
  });

  it('skips broken images with a reason and says so', async () => {
    await putPages();
    const noise = Buffer.alloc(200 * 200 * 3);
    randomFillSync(noise);
    const whole = await sharp(noise, { raw: { width: 200, height: 200, channels: 3 } })
      .png()
      .toBuffer();
    const jpeg = await sharp(noise, { raw: { width: 200, height: 200, channels: 3 } })
      .jpeg()
      .toBuffer();
    await put('source/letter/truncated.png', whole.subarray(0, whole.length / 2));
    await put('source/letter/truncated.jpg', jpeg.subarray(0, jpeg.length / 2));
    await put('source/letter/empty.png', Buffer.alloc(0));
    await put('source/letter/text.png', Buffer.from('not an image at all'));
    await put(
      'source/letter/vector.png',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50"/>'),
    );
    await put('source/letter/tiny.png', page(1, 20, 60).png().toBuffer());
    const bomb = Buffer.from(await page(1).png().toBuffer());
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    await put('source/letter/bomb.png', bomb);
    await put('source/memo/1.png', page(60).png().toBuffer());
    const { dataset, events } = await run(source(), options({ maxSkippedShare: 0.5 }));
    const codes = Object.fromEntries(dataset.manifest.skipped.map(({ id, code }) => [id, code]));
    expect(codes).toEqual({
      'letter/bomb.png': 'image-too-many-pixels',
      'letter/empty.png': 'image-empty',
      'letter/text.png': 'image-not-recognised',
      'letter/tiny.png': 'image-too-small',
      'letter/truncated.jpg': 'image-broken',
      'letter/truncated.png': 'image-broken',
      'letter/vector.png': 'image-format-unsupported',
      'memo/1.png': 'label-outside-classes',
    });
    expect(outcomes(events)).toEqual({ kept: 20, skipped: 8 });
    await expect(run(source(), options({ folder: join(root, 'strict') }))).rejects.toMatchObject({
      code: 'too-many-skipped',
      message: expect.stringContaining('8 of 28'),
    });
  });

  it('refuses a source without documents', async () => {
    await mkdir(join(root, 'source/letter'), { recursive: true });
    await expect(run(source(), options())).rejects.toEqual(expect.objectContaining({ code: 'no-documents' }));
  });

  it('leaves out copies of an image, and every copy when their labels differ', async () => {
    await putPages();
    await put('source/letter/copy.png', page(1).png().toBuffer());
    await put('source/invoice/same.png', page(55).png().toBuffer());
    await put('source/letter/same.png', page(55).png().toBuffer());
    const { dataset } = await run(source(), options({ maxSkippedShare: 0.2 }));
    expect(dataset.manifest.skipped.map(({ id, code }) => `${id} ${code}`)).toEqual([
      'invoice/same.png conflicting-labels',
      'letter/same.png conflicting-labels',
      'letter/copy.png duplicate-image',
    ]);
  });

  it('keeps groups of a CSV file in one split', async () => {
    const rows = ['image,label,invoice_number'];
    for (let number = 0; number < 12; number++) {
      await put(`scans/${number}.png`, page(number).png().toBuffer());
      rows.push(`${number}.png,seller ${number % 3},n${number % 4}`);
    }
    const csv = await put('labels.csv', Buffer.from(rows.join('\n')));
    const { dataset } = await run(
      imagesAndCsv({ images: join(root, 'scans'), csv, groupColumn: 'invoice_number' }),
      options({
        task: { kind: 'extraction', answerFormat: 'text', field: 'seller' },
        split: { test: { fraction: 0.25 }, validation: { fraction: 0.25 } },
      }),
    );
    expect(dataset.manifest.counts).toEqual({ train: 6, validation: 3, test: 3 });
    const splitsOf = (group: string) =>
      new Set(dataset.manifest.documents.filter((one) => one.group === group).map((one) => one.split));
    for (const group of ['n0', 'n1', 'n2', 'n3']) expect(splitsOf(group).size).toBe(1);
  });

  it.each<[string, Partial<PrepareOptions>]>([
    ['prompt-reserved-string', { prompts: { system: 'System: sort', task: 'go' } }],
    ['option-invalid', { seed: 0.5 }],
    ['option-invalid', { task: { ...TASK, classes: [] } }],
    ['option-invalid', { imageRecipe: { maxSide: 10 } }],
    ['s3-location-invalid', { s3: { bucket: 'My_Bucket', prefix: 'a' } }],
    ['s3-location-invalid', { s3: { bucket: 'my-bucket', prefix: 'a b' } }],
    ['s3-location-invalid', { s3: { bucket: 'my-bucket', prefix: 'a', bucketOwner: '12' } }],
  ])('refuses options that cannot be: %s', async (code, changes) => {
    await putPages();
    await expect(run(source(), options(changes))).rejects.toEqual(expect.objectContaining({ code }));
  });
});
