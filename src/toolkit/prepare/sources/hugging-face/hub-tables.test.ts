import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseSplits, groupBySplit } from '../table/split-files.ts';
import { globPattern } from './glob.ts';
import { convertedTables, ownTables } from './hub-tables.ts';

const wanted = { dataset: 'acme/scans' };
const paths = (chosen: { readonly files: readonly { readonly split: string; readonly path: string }[] } | undefined) =>
  chosen?.files.map(({ split, path }) => `${split}: ${path}`);

describe('groupBySplit', () => {
  it.each([
    ['data/train-00000-of-00012.parquet', 'train'],
    ['data/held_out-00000-of-00001-3f2a.parquet', 'held_out'],
    ['dev.parquet', 'validation'],
    ['eval/part-1.parquet', 'test'],
    ['Validation_set/1.parquet', 'validation'],
    ['test/train.parquet', 'train'],
    ['latest.parquet', 'train'],
    ['0001.parquet', 'train'],
  ])('puts %s into %s', (path, split) => {
    expect([...groupBySplit([path]).keys()]).toEqual([split]);
  });

  it('loses no file, whatever the names', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 })), (names) => {
        const splits = groupBySplit(names);
        expect([...splits.values()].flat().sort()).toEqual([...names].sort());
        if (names.length > 0) expect(chooseSplits(splits, 'all', 'x')).toHaveLength(names.length);
      }),
    );
  });
});

describe('ownTables', () => {
  it('is undefined without Parquet files, hidden ones not counted', () => {
    expect(ownTables(['README.md', '.cache/a.parquet'], undefined, wanted)).toBeUndefined();
  });

  it('takes the default config, in each way a card may state files', () => {
    const files = ['a/x.parquet', 'a/y.parquet', 'b/train.parquet', 'b/test.parquet'];
    const card = {
      configs: [
        { config_name: 'a', data_files: { train: ['a/x*', 'a/z*'], test: 'a/y.parquet' } },
        { config_name: 'b', data_dir: 'b', default: true },
        { config_name: 'c', data_files: 'c/*.jsonl' },
      ],
    };
    expect(paths(ownTables(files, card, wanted))).toEqual(['train: b/train.parquet']);
    expect(paths(ownTables(files, card, { ...wanted, config: 'a', split: 'all' }))).toEqual([
      'train: a/x.parquet',
      'test: a/y.parquet',
    ]);
    expect(() => ownTables(files, card, { ...wanted, config: 'c' })).toThrow(/has a, b\./);
  });

  it('takes a folder for a config when nothing is stated', () => {
    const files = ['en/train.parquet', 'zh/train.parquet'];
    expect(paths(ownTables(files, {}, { ...wanted, config: 'zh' }))).toEqual(['train: zh/train.parquet']);
    expect(paths(ownTables(files, {}, wanted))).toHaveLength(2);
    expect(() => ownTables(files, {}, { ...wanted, config: 'fr' })).toThrow(/config "fr"/);
  });
});

describe('convertedTables', () => {
  const files = ['en/train/0001.parquet', 'en/train/0000.parquet', 'zh/partial-train/0000.parquet', 'README.md'];

  it('reads config and split off the path', () => {
    expect(convertedTables(files, { ...wanted, config: 'en' })).toMatchObject({ partial: false, config: 'en' });
    expect(paths(convertedTables(files, { ...wanted, config: 'en' }))).toEqual([
      'train: en/train/0000.parquet',
      'train: en/train/0001.parquet',
    ]);
    expect(convertedTables(files, { ...wanted, config: 'zh' })).toMatchObject({ partial: true });
    expect(() => convertedTables(files, wanted)).toThrow(/en, zh/);
    expect(convertedTables(['README.md'], wanted)).toBeUndefined();
  });
});

describe('globPattern', () => {
  it.each([
    ['data/train-*', 'data/train-0.parquet', true],
    ['data/*', 'data/a/b.parquet', false],
    ['**/*.parquet', 'a.parquet', true],
    ['**/*.parquet', 'a/b/c.parquet', true],
    ['a/**', 'a/b/c.parquet', true],
    ['{train,dev}-?.parquet', 'dev-1.parquet', true],
    ['{train,dev}-?.parquet', 'test-1.parquet', false],
    ['[0-9]+.parquet', '3+.parquet', true],
    ['[!0-9].parquet', '3.parquet', false],
    ['a.parquet', 'aXparquet', false],
    ['a}(.parquet', 'a}(.parquet', true],
    ['[z-a].parquet', '[z-a].parquet', true],
  ])('%s over %s: %s', (glob, path, matches) => {
    expect(globPattern(glob).test(path)).toBe(matches);
  });

  it('finds a name without special characters by itself, and never fails to compile', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        if (!/[*?[{\n\r\u2028\u2029]/.test(name)) expect(globPattern(name).test(name)).toBe(true);
        else globPattern(name);
      }),
    );
  });
});
