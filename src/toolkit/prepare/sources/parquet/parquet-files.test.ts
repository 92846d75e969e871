import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ImageRow, imageFeatures, writeParquet } from '../testing/parquet-tables.mts';
import { idsAndLabels, readSource } from '../testing/read-source.mts';
import { parquetFiles } from './parquet-files.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'parquet-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const NAMES = ['letter', 'form', 'email'];
const rowsOf = (count: number, label = (row: number): number => row % NAMES.length, size = 2000): ImageRow[] =>
  Array.from({ length: count }, (_, row) => ({ bytes: randomBytes(size), path: `${row}.png`, label: label(row) }));

describe('parquetFiles', () => {
  it('gives class names for numbers, ids by split, file and row, and the very bytes', async () => {
    const rows = rowsOf(7);
    await writeParquet(join(root, 'train-00000-of-00001.parquet'), rows, { features: imageFeatures(NAMES) });
    const source = parquetFiles({ path: root });
    const { documents, notes } = await readSource(source);
    expect(idsAndLabels(documents).slice(0, 4)).toEqual([
      'train/0:0=letter',
      'train/0:1=form',
      'train/0:2=email',
      'train/0:3=letter',
    ]);
    expect(await source.classNames?.()).toEqual(NAMES);
    expect(notes.map(({ code }) => code)).toEqual(['class-names']);
    for (const [row, document] of documents.entries())
      expect(Buffer.from((await document.bytes?.()) ?? []).equals(Buffer.from(rows[row]?.bytes ?? []))).toBe(true);
  });

  it.each([
    { layout: 'row groups', offsetIndex: false, rowsPerGroup: 20, most: 0.3 },
    { layout: 'pages', offsetIndex: true, rowsPerGroup: 300, most: 0.1 },
  ])('reads a small part when it samples by $layout', async ({ offsetIndex, rowsPerGroup, most }) => {
    const rows = rowsOf(300, undefined, 20_000);
    const file = join(root, 'data.parquet');
    await writeParquet(file, rows, { features: imageFeatures(NAMES), offsetIndex, rowsPerGroup, pageSize: 60_000 });
    const source = parquetFiles({ path: file, samplesPerLabel: 4, seed: 1 });
    const { documents } = await readSource(source);
    expect(documents).toHaveLength(12);
    for (const document of documents) {
      const row = Number(document.id.split(':')[1]);
      expect(Buffer.from((await document.bytes?.()) ?? []).equals(Buffer.from(rows[row]?.bytes ?? []))).toBe(true);
    }
    const [note] = source.closingNotes?.() ?? [];
    const [, read, total] = /Read ([\d.]+) MB of files of ([\d.]+) MB/.exec(note?.message ?? '') ?? [];
    expect(Number(read) / Number(total)).toBeLessThan(most);
    expect(Number(read)).toBeGreaterThan(0.2);
  });

  it('says which labels have too few rows and takes them all', async () => {
    const rows = rowsOf(40, (row) => (row < 3 ? 2 : row % 2));
    await writeParquet(join(root, 'data.parquet'), rows, { features: imageFeatures(NAMES), rowsPerGroup: 10 });
    for (const sampling of ['balanced', 'uniform'] as const) {
      const { documents, notes } = await readSource(parquetFiles({ path: root, samplesPerLabel: 10, sampling }));
      expect(documents.filter(({ label }) => label === 'email')).toHaveLength(3);
      expect(documents).toHaveLength(23);
      expect(notes.find(({ code }) => code === 'label-too-few-rows')?.message).toContain('"email" has 3');
    }
  });

  it('skips rows without label, and cells without image bytes when they are read', async () => {
    const rows: ImageRow[] = [
      { bytes: null, path: 'scans/1.png', label: 0 },
      { bytes: null, label: 1 },
      { bytes: randomBytes(10), label: null },
      { bytes: randomBytes(10), label: -1 },
      { bytes: randomBytes(10), label: 9 },
      { bytes: randomBytes(10), label: 2 },
    ];
    await writeParquet(join(root, 'data.parquet'), rows, { features: imageFeatures(NAMES) });
    const { documents, skipped } = await readSource(parquetFiles({ path: root }));
    expect(skipped.map(({ id, code }) => `${id} ${code}`)).toEqual([
      'train/0:2 label-missing',
      'train/0:3 label-missing',
      'train/0:4 label-missing',
    ]);
    await expect(documents[0]?.bytes?.()).rejects.toMatchObject({ code: 'image-path-only' });
    await expect(documents[1]?.bytes?.()).rejects.toMatchObject({ code: 'image-absent' });
    expect(await documents[2]?.bytes?.()).toHaveLength(10);
  });

  it('takes text labels and groups from named columns, and knows image structs without metadata', async () => {
    const rows = ['甲公司', '乙公司'].map((label, row) => ({ bytes: randomBytes(10), label, group: `paper ${row}` }));
    await writeParquet(join(root, 'data.parquet'), rows);
    const { documents } = await readSource(parquetFiles({ path: root, labelColumn: 'label', groupColumn: 'group' }));
    expect(documents.map(({ label, group }) => [label, group])).toEqual([
      ['甲公司', 'paper 0'],
      ['乙公司', 'paper 1'],
    ]);
  });

  it('groups files by split and takes the wanted one', async () => {
    const features = imageFeatures(NAMES);
    await mkdir(join(root, 'data'));
    for (const name of ['data/train-00000-of-00002', 'data/train-00001-of-00002', 'data/test-00000-of-00001'])
      await writeParquet(join(root, `${name}.parquet`), rowsOf(2), { features });
    const ids = async (split?: string) =>
      (await readSource(parquetFiles({ path: root, ...(split !== undefined && { split }) }))).documents.map(
        (d) => d.id,
      );
    expect(await ids()).toEqual(['train/0:0', 'train/0:1', 'train/1:0', 'train/1:1']);
    expect(await ids('test')).toEqual(['test/0:0', 'test/0:1']);
    expect(await ids('all')).toHaveLength(6);
    await expect(ids('dev')).rejects.toMatchObject({
      code: 'split-not-found',
      message: expect.stringContaining('test, train'),
    });
  });

  it('refuses what it cannot use', async () => {
    const read = (options: Partial<Parameters<typeof parquetFiles>[0]> = {}) =>
      readSource(parquetFiles({ path: root, ...options }));
    await expect(read()).rejects.toMatchObject({ code: 'table-not-found' });
    const file = join(root, 'data.parquet');
    await writeParquet(file, rowsOf(3), { features: imageFeatures(NAMES) });
    await expect(read({ imageColumn: 'page' })).rejects.toMatchObject({ code: 'table-column-missing' });
    await expect(read({ imageColumn: 'label' })).rejects.toMatchObject({ code: 'table-column-unusable' });
    await truncate(file, 3000);
    await expect(read()).rejects.toMatchObject({
      code: 'table-unreadable',
      message: expect.stringContaining('data.parquet'),
    });
    await writeFile(file, 'PAR1');
    await expect(read()).rejects.toMatchObject({ code: 'table-unreadable' });
  });

  it('ends at the signal', async () => {
    await writeParquet(join(root, 'data.parquet'), rowsOf(3), { features: imageFeatures(NAMES) });
    const stop = new AbortController();
    const { documents } = await readSource(parquetFiles({ path: root }), stop.signal);
    stop.abort(new Error('enough'));
    await expect(documents[0]?.bytes?.()).rejects.toThrow('enough');
    await expect(readSource(parquetFiles({ path: root }), stop.signal)).rejects.toThrow('enough');
  });
});
