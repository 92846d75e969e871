import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arrowStream, writeSavedDataset } from '../testing/arrow-streams.mts';
import { type ImageRow, imageFeatures } from '../testing/parquet-tables.mts';
import { idsAndLabels, readSource } from '../testing/read-source.mts';
import { isSavedDataset, savedDataset } from './saved-dataset.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'arrow-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const NAMES = ['letter', 'form', 'email'];
const features = imageFeatures(NAMES);
const rowsOf = (count: number, size = 1000): ImageRow[] =>
  Array.from({ length: count }, (_, row) => ({ bytes: randomBytes(size + row), path: `${row}.png`, label: row % 3 }));

describe('savedDataset', () => {
  it('reads every image of every batch of every file', async () => {
    const rows = rowsOf(25);
    const shards = [
      arrowStream(rows.slice(0, 17), { features, rowsPerBatch: 5 }),
      arrowStream(rows.slice(17), { features }),
    ];
    await writeSavedDataset(folder, shards);
    const source = savedDataset({ folder });
    const { documents, notes } = await readSource(source);
    expect(documents).toHaveLength(25);
    expect(idsAndLabels(documents)[18]).toBe('train/1:1=letter');
    for (const [index, document] of documents.entries())
      expect(Buffer.from((await document.bytes?.()) ?? []).equals(Buffer.from(rows[index]?.bytes ?? []))).toBe(true);
    expect(notes.map(({ code }) => code)).toEqual(['class-names']);
    expect(await source.classNames?.()).toEqual(NAMES);
    expect(await isSavedDataset(folder)).toBe(true);
  });

  it('reads only the batches that a sample needs, and of the others the labels', async () => {
    const rows = rowsOf(200, 10_000);
    await writeSavedDataset(folder, [arrowStream(rows, { features, rowsPerBatch: 10 })]);
    const source = savedDataset({ folder, samplesPerLabel: 3, seed: 5 });
    const { documents } = await readSource(source);
    expect(documents).toHaveLength(9);
    for (const document of documents) {
      const row = Number(document.id.split(':')[1]);
      expect(Buffer.from((await document.bytes?.()) ?? []).equals(Buffer.from(rows[row]?.bytes ?? []))).toBe(true);
    }
    const [, read, total] =
      /Read ([\d.]+) MB of files of ([\d.]+) MB/.exec(source.closingNotes?.()[0]?.message ?? '') ?? [];
    expect(Number(read) / Number(total)).toBeLessThan(0.12);
  });

  it('reads the splits of a DatasetDict', async () => {
    await writeFile(join(folder, 'dataset_dict.json'), JSON.stringify({ splits: ['train', 'test'] }));
    await writeSavedDataset(join(folder, 'train'), [arrowStream(rowsOf(4), { features })]);
    await writeSavedDataset(join(folder, 'test'), [arrowStream(rowsOf(2), { features })]);
    const ids = async (split?: string) =>
      (await readSource(savedDataset({ folder, ...(split !== undefined && { split }) }))).documents.map(({ id }) => id);
    expect(await ids()).toHaveLength(4);
    expect(await ids('test')).toEqual(['test/0:0', 'test/0:1']);
    expect(await ids('all')).toHaveLength(6);
    await expect(ids('dev')).rejects.toMatchObject({ code: 'split-not-found' });
  });

  it('reads dictionaries, text labels, null cells, and class names of dataset_info.json', async () => {
    const rows: ImageRow[] = [
      { bytes: randomBytes(5), label: 'a', group: 'x' },
      { bytes: null, path: '/scans/1.png', label: 'b', group: 'y' },
      { bytes: randomBytes(5), label: null, group: 'x' },
      { bytes: randomBytes(5), label: 'ü', group: 'x' },
    ];
    await writeSavedDataset(folder, [arrowStream(rows, { rowsPerBatch: 2 })]);
    const { documents, skipped } = await readSource(savedDataset({ folder, groupColumn: 'group' }));
    expect(documents.map(({ label, group }) => `${label} ${group}`)).toEqual(['a x', 'b y', 'ü x']);
    expect(skipped).toMatchObject([{ id: 'train/0:2', code: 'label-missing' }]);
    await expect(documents[1]?.bytes?.()).rejects.toMatchObject({ code: 'image-path-only' });

    await writeSavedDataset(folder, [arrowStream(rowsOf(2))], { features });
    expect(idsAndLabels((await readSource(savedDataset({ folder }))).documents)).toEqual([
      'train/0:0=letter',
      'train/0:1=form',
    ]);
  });

  it('refuses what save_to_disk does not write', async () => {
    const read = () => readSource(savedDataset({ folder }));
    expect(await isSavedDataset(folder)).toBe(false);
    await expect(read()).rejects.toMatchObject({ code: 'saved-dataset-not-found' });
    const whole = arrowStream(rowsOf(6), { features, rowsPerBatch: 2 });
    for (const end of [3, 200, whole.length - 3000, whole.length - 20]) {
      await writeSavedDataset(folder, [whole.subarray(0, end)]);
      await expect(read()).rejects.toMatchObject({ code: 'table-unreadable' });
    }
    await writeSavedDataset(folder, [randomBytes(500)]);
    await expect(read()).rejects.toMatchObject({ code: 'table-unreadable' });
    await writeSavedDataset(folder, [whole]);
    const file = join(folder, 'state.json');
    const state: unknown = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...(state as object), _data_files: [{ filename: '../../etc/passwd' }] }));
    await expect(read()).rejects.toMatchObject({ code: 'saved-dataset-broken' });
    await writeFile(file, JSON.stringify({ ...(state as object), _indices_data_files: [{ filename: 'i.arrow' }] }));
    await expect(read()).rejects.toMatchObject({
      code: 'saved-dataset-broken',
      remedy: expect.stringContaining('flatten_indices'),
    });
    await writeFile(file, '{');
    await expect(read()).rejects.toMatchObject({ code: 'saved-dataset-broken' });
  });
});
