import { stat } from 'node:fs/promises';
import { posix, resolve } from 'node:path';
import { InputError } from '../../errors.ts';
import type { LabelledDocument } from '../../model/dataset.ts';
import { type ColumnOptions, type Columns, findColumns } from './csv-columns.ts';
import { type CsvRow, openCsv } from './csv-text.ts';
import { liesInside, realFolder } from './image-files.ts';
import type { DocumentItem, DocumentSource } from './source.ts';
import { encodingNote } from './text-encoding.ts';

export interface ImagesAndCsvOptions extends ColumnOptions {
  /** Folder that the image column's paths are relative to. */
  readonly images: string;
  /** Values separated by commas, tabs or semicolons; the first row is the header. */
  readonly csv: string;
  /** WHATWG label of the file's encoding, e.g. `gbk`. Default: UTF-8, UTF-16 with a byte order mark, or GB18030, whichever it is. */
  readonly encoding?: string;
}

/**
 * A folder of images and a CSV file that labels them. Unusable rows are skipped with their line, never silently.
 * Memory: the CSV file is streamed; one id and label per row is kept to find rows that name an image twice.
 *
 * @throws InputError `file-not-found`, `folder-not-found`, `csv-column-missing`, `csv-column-ambiguous`, `csv-invalid`, `file-is-spreadsheet`, `encoding-…`, while iterating
 */
export function imagesAndCsv(options: ImagesAndCsvOptions): DocumentSource {
  return {
    kind: 'images-and-csv',
    location: options.csv,
    async *documents(signal) {
      const images = await realFolder(options.images, 'images');
      const seen = new Map<string, { readonly label: string; readonly line: number }>();
      let columns: Columns | undefined;
      const csv = await openCsv(options.csv, { encoding: options.encoding, signal });
      yield* encodingNote(csv.encoding, options.csv);
      for await (const row of csv.rows) {
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

async function readRow(row: CsvRow, columns: Columns, images: string): Promise<DocumentItem> {
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
  item: DocumentItem & { readonly kind: 'document' },
  line: number,
  seen: Map<string, { readonly label: string; readonly line: number }>,
): DocumentItem {
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

function skip(line: number, id: string, code: string, reason: string): DocumentItem {
  return { kind: 'skipped', skipped: { id, code, message: `CSV line ${line}: ${reason}.` } };
}
