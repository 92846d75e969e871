import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { posix, resolve } from 'node:path';
import { CsvError, parse } from 'csv-parse';
import { InputError } from '../../errors.ts';
import type { LabelledDocument } from '../../model/dataset.ts';
import { type ColumnOptions, type Columns, findColumns } from './csv-columns.ts';
import { liesInside, realFolder } from './image-files.ts';
import type { DocumentSource, SourceItem } from './source.ts';

export interface ImagesAndCsvOptions extends ColumnOptions {
  /** Folder that the image column's paths are relative to. */
  readonly images: string;
  /** UTF-8 with or without a byte order mark; the first row is the header. */
  readonly csv: string;
}

/**
 * A folder of images and a CSV file that labels them. Unusable rows are skipped with their line, never silently.
 * Memory: the CSV file is streamed; one id and label per row is kept to find rows that name an image twice.
 *
 * @throws InputError `file-not-found`, `folder-not-found`, `csv-column-missing`, `csv-column-ambiguous`, `csv-invalid`, while iterating
 */
export function imagesAndCsv(options: ImagesAndCsvOptions): DocumentSource {
  return {
    kind: 'images-and-csv',
    location: options.csv,
    async *documents(signal) {
      const images = await realFolder(options.images, 'images');
      const seen = new Map<string, { readonly label: string; readonly line: number }>();
      let columns: Columns | undefined;
      for await (const row of readRows(options.csv, signal)) {
        if (columns === undefined) {
          columns = findColumns(row.cells, options, options.csv);
          continue;
        }
        const item = await readRow(row, columns, images);
        yield item.kind === 'document' ? checkRepeated(item, row.line, seen) : item;
      }
      if (columns === undefined)
        throw new InputError('csv-invalid', `Expected a header row in ${options.csv}, but the file is empty.`);
    },
  };
}

interface Row {
  /** 1-based line of the row's last line, as an editor counts. */
  readonly line: number;
  readonly cells: readonly string[];
}

async function* readRows(file: string, signal?: AbortSignal): AsyncGenerator<Row> {
  if (!(await stat(file).catch(() => undefined))?.isFile()) {
    throw new InputError('file-not-found', `Expected a CSV file at ${file}, but there is none.`, {
      remedy: 'Check the path.',
    });
  }
  const parser = createReadStream(file, signal === undefined ? {} : { signal }).pipe(
    parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true }),
  );
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { line: info.lines, cells: record };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new InputError('csv-invalid', `Expected comma-separated values in ${file}: ${error.message}.`, {
      cause: error,
    });
  }
}

async function readRow(row: Row, columns: Columns, images: string): Promise<SourceItem> {
  const name = row.cells[columns.image]?.trim() ?? '';
  const label = row.cells[columns.label]?.trim() ?? '';
  if (name === '') return skip(row.line, `line-${row.line}`, 'image-name-empty', 'the image column is empty');
  const id = posix.normalize(name.replaceAll('\\', '/'));
  if (label === '') return skip(row.line, id, 'label-empty', `the label of ${id} is empty`);
  const path = resolve(images, id);
  if (!(await stat(path).catch(() => undefined))?.isFile()) {
    return skip(row.line, id, 'image-missing', `expected the image ${id} in ${images}, but it is not there`);
  }
  if (!(await liesInside(images, path))) {
    return skip(row.line, id, 'path-outside-folder', `${id} lies outside ${images}`);
  }
  const group = columns.group === undefined ? '' : (row.cells[columns.group]?.trim() ?? '');
  const document: LabelledDocument = { id, path, label, ...(group === '' ? {} : { group }) };
  return { kind: 'document', document };
}

function checkRepeated(
  item: SourceItem & { readonly kind: 'document' },
  line: number,
  seen: Map<string, { readonly label: string; readonly line: number }>,
): SourceItem {
  const { id, label } = item.document;
  const first = seen.get(id);
  if (first === undefined) {
    seen.set(id, { label, line });
    return item;
  }
  if (first.label === label) return skip(line, id, 'duplicate-row', `${id} is listed already in line ${first.line}`);
  const labels = `${JSON.stringify(first.label)} there and ${JSON.stringify(label)} here`;
  return skip(
    line,
    id,
    'conflicting-row',
    `${id} is listed already in line ${first.line}, labelled ${labels}; the first counts`,
  );
}

function skip(line: number, id: string, code: string, reason: string): SourceItem {
  return { kind: 'skipped', skipped: { id, code, message: `CSV line ${line}: ${reason}.` } };
}
