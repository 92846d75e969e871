import { readFile, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { z } from 'zod';
import { DataError, InputError } from '../../../errors.ts';
import type { ByteCounter } from '../../../lib/byte-source.ts';
import { type Features, parseFeatures } from '../features/feature.ts';
import type { DocumentSource } from '../source.ts';
import { chooseSplits } from '../table/split-files.ts';
import type { TableFile } from '../table/table.ts';
import { type TableOptions, tableSource } from '../table/table-source.ts';

export interface SavedDatasetOptions extends TableOptions {
  /** Folder that `save_to_disk` wrote: a `Dataset`, or a `DatasetDict` with one folder per split. */
  readonly folder: string;
  /** A split of a `DatasetDict`, or `all`. Default `train`, or the only one. */
  readonly split?: string;
}

/**
 * A data set that Hugging Face `datasets` saved with `save_to_disk`.
 *
 * @throws InputError `saved-dataset-not-found`, `split-not-found`, `table-column-missing`, `table-column-ambiguous`,
 *   `table-column-unusable`, while iterating
 * @throws DataError `saved-dataset-broken`, `table-unreadable`, while iterating
 */
export function savedDataset(options: SavedDatasetOptions): DocumentSource {
  const counter: ByteCounter = { bytes: 0 };
  const find = async () => ({ files: await findFiles(options, counter), notes: [] });
  return tableSource({ kind: 'arrow', location: options.folder, counter }, find, options);
}

const DICT = z.looseObject({ splits: z.array(z.string()) });
const STATE = z.looseObject({
  _data_files: z.array(z.looseObject({ filename: z.string() })),
  _indices_data_files: z.array(z.unknown()).nullish(),
  _split: z.string().nullish(),
});
const INFO = z.looseObject({ features: z.record(z.string(), z.unknown()).nullish() });

/** Whether `save_to_disk` wrote this folder. */
export async function isSavedDataset(folder: string): Promise<boolean> {
  const found = await Promise.all(['dataset_dict.json', 'state.json'].map((name) => isFile(join(folder, name))));
  return found.includes(true);
}

async function findFiles({ folder, split }: SavedDatasetOptions, counter: ByteCounter): Promise<TableFile[]> {
  if (await isFile(join(folder, 'dataset_dict.json'))) {
    const { splits } = await readJson(folder, 'dataset_dict.json', DICT);
    const chosen = chooseSplits(new Map(splits.map((name) => [name, [name]])), split, folder);
    const files = await Promise.all(chosen.map((one) => splitFiles(inside(folder, one.path), one.split, counter)));
    return files.flat();
  }
  if (await isFile(join(folder, 'state.json'))) return splitFiles(folder, split, counter);
  throw new InputError(
    'saved-dataset-not-found',
    `Expected a data set that save_to_disk wrote in ${folder}, but it has neither dataset_dict.json nor state.json.`,
    { remedy: 'Check the path.' },
  );
}

async function splitFiles(folder: string, wanted: string | undefined, counter: ByteCounter): Promise<TableFile[]> {
  const state = await readJson(folder, 'state.json', STATE);
  if (state._indices_data_files?.length) {
    throw new DataError(
      'saved-dataset-broken',
      `Expected rows in their order in ${folder}, but it keeps a table of indices.`,
      {
        remedy: 'Call flatten_indices() before save_to_disk.',
      },
    );
  }
  const { features } = await readJson(folder, 'dataset_info.json', INFO);
  const stated = features === null || features === undefined ? undefined : parseFeatures(features);
  const split = wanted ?? state._split ?? 'train';
  return state._data_files.map(({ filename }) => ({
    split,
    open: async (signal) => {
      const path = inside(folder, filename);
      if (!(await isFile(path)))
        throw new DataError('saved-dataset-broken', `Expected the file ${filename} in ${folder}, but it is missing.`);
      const { openArrow } = await import('./arrow-table.ts');
      const table = await openArrow(path, `${basename(folder)}/${filename}`, counter, signal);
      return stated === undefined ? table : { ...table, features: merge(table.features, stated) };
    },
  }));
}

/** What `dataset_info.json` states about the columns there are. */
const merge = (found: Features, stated: Features): Features =>
  new Map([...found].map(([name, feature]) => [name, stated.get(name) ?? feature]));

/** Names come out of a file: they may not lead elsewhere. */
function inside(folder: string, name: string): string {
  const path = resolve(folder, name);
  if (path.startsWith(resolve(folder) + sep)) return path;
  throw new DataError(
    'saved-dataset-broken',
    `Expected names of files in ${folder}, but found ${JSON.stringify(name)}.`,
  );
}

async function readJson<Shape>(folder: string, name: string, shape: z.ZodType<Shape>): Promise<Shape> {
  try {
    return shape.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
  } catch (cause) {
    throw new DataError(
      'saved-dataset-broken',
      `Expected ${name} as save_to_disk writes it in ${folder}, but it cannot be read.`,
      {
        cause,
      },
    );
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
