import type { ByteCounter } from '../../../lib/byte-source.ts';
import { mapOrdered } from '../../../lib/concurrency.ts';
import type { LabelledDocument } from '../../../model/dataset.ts';
import type { ColumnOptions } from '../csv-columns.ts';
import { chooseColumns, type TableColumns } from '../features/choose-columns.ts';
import { planSampling, type SamplingMethod } from '../sampling/plan-sampling.ts';
import type { DocumentSource, SourceItem, SourceNote } from '../source.ts';
import { ByteBudget } from './byte-budget.ts';
import { noteOfLabels, noteOfPlan, noteOfReading, noteOfShortLabels } from './notes.ts';
import { PieceImages, textOf } from './piece-images.ts';
import { LabelNumbers, labelName } from './read-labels.ts';
import type { Table, TableFile, TablePiece } from './table.ts';

/** How to take documents out of tables. */
export interface TableOptions extends ColumnOptions {
  /** Documents of each label; all when absent. */
  readonly samplesPerLabel?: number;
  /** Default `balanced`. */
  readonly sampling?: SamplingMethod;
  /** Decides which rows are drawn. Default 0. */
  readonly seed?: number;
}

/** Pieces in memory at once, bytes; a larger piece is read alone. */
const READ_AHEAD_BYTES = 256 * 1024 * 1024;
/** Files whose footers and labels are read at once. */
const FILES_AT_ONCE = 4;

/** Where the tables are: found anew for each pass. */
export type FindTables = (signal: AbortSignal | undefined) => Promise<{
  readonly files: readonly TableFile[];
  /** Worth telling before anything is read. */
  readonly notes: readonly SourceNote[];
}>;

/**
 * Documents out of tables with an image and a label column. Ids are `<split>/<file>:<row>`, both from 0.
 * Memory: four bytes a row for the labels, some hundred bytes a document, at most 256 MiB of pieces (or one larger piece), and the
 * chosen images of two pieces.
 */
export function tableSource(
  origin: { readonly kind: string; readonly location: string; readonly counter: ByteCounter },
  find: FindTables,
  options: TableOptions,
): DocumentSource {
  let size: { readonly bytes: number } | undefined;
  return {
    kind: origin.kind,
    location: origin.location,
    async *documents(signal) {
      origin.counter.bytes = 0;
      const { files, notes } = await find(signal);
      for (const note of notes) yield { kind: 'note', note };
      const tables = await openTables(files, options, signal);
      size = { bytes: tables.reduce((sum, { table }) => sum + table.bytes, 0) };
      yield* readDocuments(tables, options, size.bytes, signal);
    },
    async classNames(signal) {
      const { files } = await find(signal);
      const table = await files[0]?.open(signal);
      const feature = table && chooseColumns(table.features, options, table.name).labelFeature;
      return feature?.kind === 'class-label' && feature.names.length > 0 ? feature.names : undefined;
    },
    closingNotes: () => (size === undefined ? [] : [noteOfReading(origin.counter.bytes, size.bytes)]),
  };
}

interface OpenTable {
  readonly table: Table;
  readonly columns: TableColumns;
  /** `<split>/<file>`: first part of the ids of its rows. */
  readonly prefix: string;
}

async function openTables(
  files: readonly TableFile[],
  options: ColumnOptions,
  signal: AbortSignal | undefined,
): Promise<OpenTable[]> {
  const seen = new Map<string, number>();
  const placed = files.map((file) => {
    const index = seen.get(file.split) ?? 0;
    seen.set(file.split, index + 1);
    return { file, prefix: `${file.split}/${index}` };
  });
  const open = async ({ file, prefix }: (typeof placed)[number]): Promise<OpenTable> => {
    const table = await file.open(signal);
    return { table, prefix, columns: chooseColumns(table.features, options, table.name) };
  };
  return inOrder(placed, open, signal);
}

async function inOrder<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result[]> {
  const results: Result[] = [];
  const settings = { concurrency: FILES_AT_ONCE, ...(signal && { signal }) };
  for await (const result of mapOrdered(items, work, settings)) results.push(result);
  return results;
}

/** A table whose labels are known. */
interface LabelledTable extends OpenTable {
  readonly labels: Int32Array;
  readonly pieces: readonly TablePiece[];
}

async function* readDocuments(
  opened: readonly OpenTable[],
  options: TableOptions,
  totalBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<SourceItem, void, undefined> {
  const numbers = new LabelNumbers();
  const read = async (one: OpenTable): Promise<LabelledTable> => {
    const { table, columns } = one;
    const values = await table.read(columns.label, 0, table.rows);
    return { ...one, labels: numbers.number(values, columns.labelFeature), pieces: await table.pieces(columns.image) };
  };
  const tables = await inOrder(opened, read, signal);
  const [first] = tables;
  const note = first && noteOfLabels(first.columns);
  if (note !== undefined) yield { kind: 'note', note };

  const rows = yield* chooseRows(tables, options, numbers, totalBytes);
  const budget = new ByteBudget(READ_AHEAD_BYTES);
  for (const [index, table] of tables.entries()) {
    yield* tableDocuments(table, rows[index] ?? [], numbers, budget, signal);
  }
}

/** The rows to take by table. Without sampling every one. */
function* chooseRows(
  tables: readonly LabelledTable[],
  options: TableOptions,
  numbers: LabelNumbers,
  totalBytes: number,
): Generator<SourceItem, readonly (readonly number[])[], undefined> {
  if (options.samplesPerLabel === undefined) return tables.map(({ labels }) => [...labels.keys()]);
  const perLabel = options.samplesPerLabel;
  const plan = planSampling(tables, { perLabel, seed: options.seed ?? 0, method: options.sampling ?? 'balanced' });
  yield { kind: 'note', note: noteOfPlan(plan, tables, totalBytes) };
  const short = [...plan.short].map(([label, rows]) => ({ label: numbers.nameOf(label), rows }));
  if (short.length > 0) yield { kind: 'note', note: noteOfShortLabels(short, perLabel) };
  return plan.rows;
}

async function* tableDocuments(
  one: LabelledTable,
  rows: readonly number[],
  numbers: LabelNumbers,
  budget: ByteBudget,
  signal: AbortSignal | undefined,
): AsyncGenerator<SourceItem, void, undefined> {
  if (rows.length === 0) return;
  const { table, columns, labels, pieces, prefix } = one;
  const groups = columns.group === undefined ? undefined : await table.read(columns.group, 0, table.rows);
  const groupFeature = columns.group === undefined ? undefined : table.features.get(columns.group);
  const images = new PieceImages(table, columns.image, pieces, rows, budget);
  for (const row of rows) {
    const id = `${prefix}:${row}`;
    const label = labels[row] ?? -1;
    if (label < 0) {
      const message = `Expected a label in the column ${JSON.stringify(columns.label)} of row ${row} of ${table.name}, but there is none.`;
      yield { kind: 'skipped', skipped: { id, code: 'label-missing', message } };
      continue;
    }
    const group = groupFeature && labelName(groups?.[row], groupFeature);
    const document: LabelledDocument = {
      id,
      path: `${table.name} row ${row}`,
      bytes: async () => {
        signal?.throwIfAborted();
        return images.image(row);
      },
      label: numbers.nameOf(label),
      ...(group !== undefined && group !== '' && { group: textOf(group) }),
    };
    yield { kind: 'document', document };
  }
}
