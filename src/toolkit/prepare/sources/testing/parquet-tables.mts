import { writeFile } from 'node:fs/promises';
import type { KeyValue } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';

/** A row of a table with images, for tests and benches. */
export interface ImageRow {
  readonly bytes: Uint8Array | null;
  readonly path?: string;
  readonly label: number | string | null;
  readonly group?: string;
}

export interface TableLayout {
  /** Absent: the file says nothing about its features. */
  readonly features?: Readonly<Record<string, unknown>>;
  readonly rowsPerGroup?: number;
  /** Bytes; small pages show that single pages are read. Default 1 MiB. */
  readonly pageSize?: number;
  /** Default true. */
  readonly offsetIndex?: boolean;
}

export function imageFeatures(names: readonly string[]): Readonly<Record<string, unknown>> {
  return { image: { _type: 'Image' }, label: { names, _type: 'ClassLabel' } };
}

/** A Parquet file as `datasets` writes it: `image` of `{bytes, path}`, `label`, its features in the metadata. */
export function parquetBytes(rows: readonly ImageRow[], layout: TableLayout = {}): Uint8Array {
  const numbers = rows.every(({ label }) => label === null || typeof label === 'number');
  const kvMetadata: KeyValue[] =
    layout.features === undefined
      ? []
      : [{ key: 'huggingface', value: JSON.stringify({ info: { features: layout.features } }) }];
  const offsetIndex = layout.offsetIndex ?? true;
  const group = rows.some((row) => row.group !== undefined)
    ? [{ name: 'group', data: rows.map((row) => row.group ?? null), offsetIndex }]
    : [];
  const buffer = parquetWriteBuffer({
    schema: [
      { name: 'root', num_children: 2 + group.length },
      { name: 'image', num_children: 2, repetition_type: 'OPTIONAL' },
      { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
      { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      numbers
        ? { name: 'label', type: 'INT64', repetition_type: 'OPTIONAL' }
        : { name: 'label', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      ...group.map(({ name }) => ({
        name,
        type: 'BYTE_ARRAY' as const,
        converted_type: 'UTF8' as const,
        repetition_type: 'OPTIONAL' as const,
      })),
    ],
    columnData: [
      { name: 'image', data: rows.map(({ bytes, path }) => ({ bytes, path: path ?? null })), offsetIndex },
      {
        name: 'label',
        data: rows.map(({ label }) => (typeof label === 'number' ? BigInt(label) : label)),
        offsetIndex,
      },
      ...group,
    ],
    kvMetadata,
    ...(layout.rowsPerGroup !== undefined && { rowGroupSize: layout.rowsPerGroup }),
    ...(layout.pageSize !== undefined && { pageSize: layout.pageSize }),
  });
  return new Uint8Array(buffer);
}

export async function writeParquet(path: string, rows: readonly ImageRow[], layout?: TableLayout): Promise<void> {
  await writeFile(path, parquetBytes(rows, layout));
}
