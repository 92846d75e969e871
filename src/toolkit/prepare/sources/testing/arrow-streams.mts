import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { binary, dictionary, int64, struct, Table, tableFromArrays, tableToIPC, utf8 } from '@uwdata/flechette';
import type { ImageRow } from './parquet-tables.mts';

export interface StreamLayout {
  readonly features?: Readonly<Record<string, unknown>>;
  /** Rows of a record batch. Default all. */
  readonly rowsPerBatch?: number;
}

/** An Arrow stream as `datasets` writes it: `image` of `{bytes, path}`, `label`; texts of `group` come through a dictionary. */
export function arrowStream(rows: readonly ImageRow[], { features, rowsPerBatch }: StreamLayout = {}): Uint8Array {
  const grouped = rows.some(({ group }) => group !== undefined);
  const numbers = rows.every(({ label }) => typeof label !== 'string');
  const table = tableFromArrays(
    {
      image: rows.map(({ bytes, path }) => ({ bytes, path: path ?? null })),
      ...(grouped && { group: rows.map(({ group }) => group ?? null) }),
      label: rows.map(({ label }) => label),
    },
    {
      types: {
        image: struct({ bytes: binary(), path: utf8() }),
        ...(grouped && { group: dictionary(utf8()) }),
        label: numbers ? int64() : utf8(),
      },
      ...(rowsPerBatch !== undefined && { maxBatchRows: rowsPerBatch }),
    },
  );
  const metadata = new Map(features === undefined ? [] : [['huggingface', JSON.stringify({ info: { features } })]]);
  const stream = tableToIPC(new Table({ ...table.schema, metadata }, table.children), { format: 'stream' });
  if (stream === null) throw new TypeError('Expected the bytes of a stream.');
  return stream;
}

/** A folder as `save_to_disk` writes it, one Arrow file for each shard. */
export async function writeSavedDataset(
  folder: string,
  shards: readonly Uint8Array[],
  options: { readonly split?: string; readonly features?: Readonly<Record<string, unknown>> } = {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = shards.map((_, index) => `data-0000${index}-of-0000${shards.length}.arrow`);
  for (const [index, shard] of shards.entries()) await writeFile(join(folder, names[index] ?? ''), shard);
  const state = {
    _data_files: names.map((filename) => ({ filename })),
    _fingerprint: 'f',
    _split: options.split ?? null,
  };
  await writeFile(join(folder, 'state.json'), JSON.stringify(state));
  await writeFile(join(folder, 'dataset_info.json'), JSON.stringify({ features: options.features ?? null }));
}
