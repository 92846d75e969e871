import { posix } from 'node:path';
import { parse } from 'csv-parse/sync';
import { InputError } from '../../errors.ts';
import type { LabelledDocument } from '../../model/dataset.ts';

/** A file of labels as it came, so that a corrected one can keep every column and row. */
export interface LabelTable {
  readonly header: readonly string[];
  /** Data rows, each with as many cells as the header. */
  readonly rows: readonly (readonly string[])[];
  readonly labelColumn: number;
  /** Rows that name a document, by its id. */
  readonly rowsOf: ReadonlyMap<string, readonly number[]>;
}

const DELIMITERS = [',', ';', '\t'] as const;

/**
 * Reads labels: UTF-8 with or without a byte order mark, UTF-16 with one, else GB18030; separated by commas, semicolons or tabs.
 * The image column is the one whose cells are the documents' ids, the label column the one that holds their labels.
 * @param labelColumnName the label column, when its name is known
 * @throws {InputError} `csv-column-missing`
 */
export function readLabelTable(
  bytes: Uint8Array,
  documents: readonly Pick<LabelledDocument, 'id' | 'label'>[],
  labelColumnName?: string,
): LabelTable {
  const labels = new Map(documents.map(({ id, label }) => [id, label]));
  const tables = DELIMITERS.flatMap((delimiter) => parsed(decode(bytes), delimiter) ?? []);
  const found = tables.flatMap(([header = [], ...rows]) => {
    const imageColumn = bestColumn(header, rows, (row, cell) => labels.has(idOf(row[cell] ?? '')));
    if (imageColumn === undefined) return [];
    const agrees = (row: readonly string[], cell: number): boolean => {
      const label = labels.get(idOf(row[imageColumn] ?? ''));
      return cell !== imageColumn && label !== undefined && label.trim() === (row[cell] ?? '').trim();
    };
    const named = labelColumnName === undefined ? -1 : header.findIndex((name) => name.trim() === labelColumnName);
    const labelColumn = named >= 0 ? named : bestColumn(header, rows, agrees);
    return labelColumn === undefined ? [] : [{ header, rows: squared(rows, header.length), imageColumn, labelColumn }];
  });
  const [table] = found;
  if (table === undefined) {
    throw new InputError(
      'csv-column-missing',
      'Expected a table with a header, a column of images and a column of labels, and found none.',
    );
  }
  const { imageColumn, ...rest } = table;
  return { ...rest, rowsOf: rowsOf(rest.rows, imageColumn) };
}

/** A table of documents that came without one: `image`, `label`. */
export function labelTableOf(documents: readonly Pick<LabelledDocument, 'id' | 'label'>[]): LabelTable {
  const rows = documents.map(({ id, label }) => [id, label]);
  return { header: ['image', 'label'], rows, labelColumn: 1, rowsOf: rowsOf(rows, 0) };
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes); // Spreadsheets on Chinese systems.
  }
}

function parsed(text: string, delimiter: string): string[][][] | undefined {
  try {
    const rows = parse(text, { bom: true, delimiter, relax_column_count: true, skip_empty_lines: true }) as string[][];
    return rows.length > 1 ? [rows] : undefined;
  } catch {
    return undefined; // Another delimiter may fit.
  }
}

function bestColumn(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  fits: (row: readonly string[], cell: number) => boolean,
): number | undefined {
  const scores = header.map((_, cell) => rows.filter((row) => fits(row, cell)).length);
  const best = Math.max(...scores);
  return best > 0 ? scores.indexOf(best) : undefined;
}

const idOf = (cell: string): string => posix.normalize(cell.trim().replaceAll('\\', '/'));

const squared = (rows: readonly (readonly string[])[], width: number): string[][] =>
  rows.map((row) => Array.from({ length: Math.max(width, row.length) }, (_, cell) => row[cell] ?? ''));

function rowsOf(rows: readonly (readonly string[])[], imageColumn: number): Map<string, number[]> {
  const found = new Map<string, number[]>();
  rows.forEach((row, index) => {
    const id = idOf(row[imageColumn] ?? '');
    found.set(id, [...(found.get(id) ?? []), index]);
  });
  return found;
}
