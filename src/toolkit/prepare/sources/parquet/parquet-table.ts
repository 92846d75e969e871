import {
  type AsyncBuffer,
  type ColumnChunk,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  readOffsetIndex,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { DataError } from '../../../errors.ts';
import { type ByteSource, rememberReads } from '../../../lib/byte-source.ts';
import type { Table, TablePiece } from '../table/table.ts';
import { parquetFeatures } from './schema-features.ts';

/** First read of a footer, bytes. Footers of image tables are some 12 KB; larger ones take a second read. */
const FOOTER_BYTES = 64 * 1024;
/** Small reads kept, bytes: offset indexes and dictionaries are needed for every page of a row group. */
const REMEMBERED_BYTES = 8 * 1024 * 1024;

/**
 * Opens a Parquet file by its footer alone. A column is read page by page where the file has an offset index, else row group by row group.
 * @throws DataError `table-unreadable`
 */
export async function openParquet(source: ByteSource): Promise<Table> {
  const watched = watch(source);
  const metadata = await readable(watched, () =>
    parquetMetadataAsync(watched.file, { initialFetchSize: FOOTER_BYTES }),
  );
  return describeTable({ ...watched, metadata, groups: rowGroups(metadata) });
}

interface Watched {
  readonly source: ByteSource;
  readonly file: AsyncBuffer;
  /** What the source itself threw: no fault of the format. */
  readonly failures: ReadonlySet<unknown>;
}

function watch(source: ByteSource): Watched {
  const bytes = rememberReads(source, REMEMBERED_BYTES);
  const failures = new Set<unknown>();
  const slice = async (start: number, end = source.size): Promise<ArrayBuffer> => {
    try {
      return (await bytes.read(start, Math.min(end, source.size))).buffer;
    } catch (error) {
      if (!(error instanceof RangeError)) failures.add(error);
      throw error;
    }
  };
  return { source, file: { byteLength: source.size, slice }, failures };
}

interface OpenFile extends Watched {
  readonly metadata: FileMetaData;
  readonly groups: readonly Group[];
}

interface Group {
  /** First row in the file. */
  readonly start: number;
  readonly rows: number;
  readonly chunks: readonly ColumnChunk[];
}

function describeTable(opened: OpenFile): Table {
  const { source, metadata, groups } = opened;
  const features = parquetFeatures(metadata);
  return {
    name: source.name,
    rows: Number(metadata.num_rows),
    bytes: source.size,
    features,
    pieces: (column) =>
      readable(opened, async () =>
        (await Promise.all(groups.map((group) => groupPieces(opened, group, column)))).flat(),
      ),
    read: (column, start, end) =>
      readable(opened, async () => {
        const touched = groups.filter((group) => group.start < end && group.start + group.rows > start);
        const parts = await Promise.all(
          touched.map((group) =>
            readGroup(opened, group, column, Math.max(start, group.start), Math.min(end, group.start + group.rows)),
          ),
        );
        return parts.flat();
      }),
  };
}

function rowGroups(metadata: FileMetaData): Group[] {
  let start = 0;
  return metadata.row_groups.map((group) => {
    const rows = Number(group.num_rows);
    start += rows;
    return { start: start - rows, rows, chunks: group.columns };
  });
}

/** The parts of a column in one row group, largest first: a struct has one for each of its members. */
function partsOf(group: Group, column: string): ColumnChunk[] {
  return group.chunks
    .filter(({ meta_data }) => meta_data?.path_in_schema[0] === column)
    .sort((a, b) => sizeOf(b) - sizeOf(a));
}

const sizeOf = ({ meta_data }: ColumnChunk): number => Number(meta_data?.total_compressed_size ?? 0);

async function groupPieces({ file }: OpenFile, group: Group, column: string): Promise<TablePiece[]> {
  const [main, ...small] = partsOf(group, column);
  if (main === undefined || group.rows === 0) return [];
  const whole = {
    start: group.start,
    rows: group.rows,
    bytes: sizeOf(main) + small.reduce((sum, one) => sum + sizeOf(one), 0),
  };
  const { offset_index_offset: offset, offset_index_length: length } = main;
  // Parts without an index, such as short paths in a single page, are read whole: once, as long as they are remembered.
  const unindexed = small.filter((part) => !part.offset_index_offset).reduce((sum, part) => sum + sizeOf(part), 0);
  if (!offset || !length || unindexed > REMEMBERED_BYTES / 8) return [whole];
  const buffer = await file.slice(Number(offset), Number(offset) + length);
  const pages = readOffsetIndex({ view: new DataView(buffer), offset: 0 }).page_locations;
  return pages.length < 2 ? [whole] : pagePieces(group, main, pages);
}

type Pages = ReturnType<typeof readOffsetIndex>['page_locations'];

function pagePieces(group: Group, chunk: ColumnChunk, pages: Pages): TablePiece[] {
  const first = Number(chunk.meta_data?.dictionary_page_offset || chunk.meta_data?.data_page_offset || 0);
  // Each page of a dictionary-encoded column needs the dictionary too; it is read once, and counted for each: an upper bound.
  const dictionary = Math.max(0, Number(pages[0]?.offset ?? first) - first);
  return pages.map((page, index) => {
    const start = Number(page.first_row_index);
    const next = pages[index + 1];
    const end = next === undefined ? group.rows : Number(next.first_row_index);
    return { start: group.start + start, rows: end - start, bytes: page.compressed_page_size + dictionary };
  });
}

async function readGroup({ file, metadata }: OpenFile, group: Group, column: string, start: number, end: number) {
  const constant = constantValue(partsOf(group, column));
  if (constant !== undefined) return new Array<number>(end - start).fill(constant);
  const rows = await parquetReadObjects({
    file,
    metadata,
    columns: [column],
    rowStart: start,
    rowEnd: end,
    utf8: false,
    compressors,
    useOffsetIndex: true,
  });
  return rows.map((row): unknown => plainNumber(row[column]));
}

/** A column of whole numbers whose statistics say that all are the same needs no reading. Sorted data sets have many. */
function constantValue(parts: readonly ColumnChunk[]): number | undefined {
  const [chunk, ...others] = parts;
  const meta = chunk?.meta_data;
  if (others.length > 0 || (meta?.type !== 'INT64' && meta?.type !== 'INT32')) return undefined;
  const { min_value: min, max_value: max, null_count: nulls } = meta.statistics ?? {};
  const value = plainNumber(min);
  return nulls === 0n && min === max && typeof value === 'number' ? value : undefined;
}

function plainNumber(value: unknown): unknown {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** Runs `work`; what the reader of the format throws becomes an error that names the file. */
async function readable<Result>({ source, failures }: Watched, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (failures.has(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(
      'table-unreadable',
      `Expected a whole Parquet file, but ${source.name} cannot be read: ${reason}`,
      {
        remedy: 'Download or write the file again.',
        cause,
      },
    );
  }
}
