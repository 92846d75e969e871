import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InputError } from '../../../errors.ts';
import { type ByteCounter, fileBytes } from '../../../lib/byte-source.ts';
import type { DocumentSource } from '../source.ts';
import { chooseSplits, groupBySplit } from '../table/split-files.ts';
import { type TableOptions, tableSource } from '../table/table-source.ts';

export interface ParquetOptions extends TableOptions {
  /** A Parquet file, or a folder of them at any depth. */
  readonly path: string;
  /** A split by the files' names, or `all`. Default `train`, or the only one. */
  readonly split?: string;
}

/**
 * Local Parquet files with images as `{bytes, path}` and labels as class labels, numbers or text.
 *
 * @throws InputError `table-not-found`, `split-not-found`, `table-column-missing`, `table-column-ambiguous`, `table-column-unusable`, while iterating
 * @throws DataError `table-unreadable`, while iterating
 */
export function parquetFiles(options: ParquetOptions): DocumentSource {
  const counter: ByteCounter = { bytes: 0 };
  const find = async () => {
    const chosen = await chooseFiles(options);
    const files = chosen.map(({ split, path, name }) => ({
      split,
      open: async (signal?: AbortSignal) => {
        signal?.throwIfAborted();
        // Loaded when there is something to read: most runs have other sources.
        const { openParquet } = await import('./parquet-table.ts');
        return openParquet(await fileBytes(path, name, counter));
      },
    }));
    return { files, notes: [] };
  };
  return tableSource({ kind: 'parquet', location: options.path, counter }, find, options);
}

async function chooseFiles({ path, split }: ParquetOptions) {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return [{ split: split ?? splitOf(path), path, name: basename(path) }];
  const names = found?.isDirectory() ? await parquetNames(path) : [];
  if (names.length === 0) {
    const state = found === undefined ? 'nothing is there' : 'the folder holds none';
    throw new InputError('table-not-found', `Expected Parquet files (*.parquet) at ${path}, but ${state}.`, {
      remedy: 'Check the path.',
    });
  }
  const chosen = chooseSplits(groupBySplit(names), split, path);
  return chosen.map((one) => ({ split: one.split, path: join(path, one.path), name: one.path }));
}

const splitOf = (path: string): string => [...groupBySplit([basename(path)]).keys()][0] ?? 'train';

/** Relative, with `/`; hidden files and folders are passed over. */
async function parquetNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  const names = entries.map((name) => name.replaceAll('\\', '/')).filter((name) => name.endsWith('.parquet'));
  return names.filter((name) => !name.split('/').some((part) => part.startsWith('.')));
}
