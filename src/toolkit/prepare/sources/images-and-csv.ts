import { InputError } from '../../errors.ts';
import { realFolder } from '../../lib/inside-folder.ts';
import { type ColumnOptions, type Columns, findColumns } from './csv-columns.ts';
import { type CsvRow, openCsv } from './csv-text.ts';
import { type LabelledRow, RowReader } from './labelled-row.ts';
import type { DocumentSource } from './source.ts';
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
      const rows = new RowReader(await realFolder(options.images, 'images'), 'CSV line');
      const csv = await openCsv(options.csv, { encoding: options.encoding, signal });
      yield* encodingNote(csv.encoding, options.csv);
      let columns: Columns | undefined;
      for await (const row of csv.rows) {
        if (columns === undefined) columns = findColumns(row.cells, options, options.csv);
        else yield await rows.read(labelledRow(row, columns));
      }
      if (columns === undefined)
        throw new InputError('csv-invalid', `Expected a header row in ${options.csv}, but the file is empty.`);
    },
  };
}

function labelledRow({ line, cells }: CsvRow, columns: Columns): LabelledRow {
  const cell = (column: number | undefined) => (column === undefined ? '' : (cells[column] ?? ''));
  return { line, image: cell(columns.image), label: cell(columns.label), group: cell(columns.group) };
}
