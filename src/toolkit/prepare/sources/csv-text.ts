import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { InputError } from '../../errors.ts';
import { decodeFile, detectEncoding, type TextEncoding } from './text-encoding.ts';

/** One row of a CSV file. */
export interface CsvRow {
  /** 1-based line of the row's last line, as an editor counts. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A CSV file whose encoding and delimiter are known. */
export interface CsvText {
  readonly encoding: TextEncoding;
  readonly delimiter: Delimiter;
  /** Every row, the header first; rows may have any number of cells. */
  readonly rows: AsyncIterable<CsvRow>;
}

const DELIMITERS = [',', '\t', ';'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Longest header that is looked at for the delimiter, characters. */
const MAX_HEADER = 64 * 1024;

/**
 * Opens comma, tab or semicolon separated values in UTF-8, UTF-16 with a byte order mark, or GB18030.
 * The delimiter is the one that the header has most of, outside quotes. Memory: the rows are streamed.
 *
 * @param encoding a WHATWG label; default: found out.
 * @throws InputError `file-not-found`, `file-is-spreadsheet`, `encoding-unknown`, `encoding-undecidable`; while iterating `csv-invalid`, `encoding-mismatch`
 */
export async function openCsv(
  file: string,
  { encoding: wanted, signal }: { readonly encoding?: string | undefined; readonly signal?: AbortSignal | undefined },
): Promise<CsvText> {
  const encoding = await detectEncoding(file, wanted, signal);
  const delimiter = findDelimiter(await readHeader(file, encoding.name, signal));
  return { encoding, delimiter, rows: readRows(file, encoding.name, delimiter, signal) };
}

/** The delimiter that the first line has most of; a comma when it has none. */
export function findDelimiter(header: string): Delimiter {
  const counts = new Map<string, number>();
  let quoted = false;
  for (const character of header) {
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '\n' || character === '\r') break;
    else counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return DELIMITERS.reduce((best, one) => ((counts.get(one) ?? 0) > (counts.get(best) ?? 0) ? one : best));
}

async function readHeader(file: string, encoding: string, signal: AbortSignal | undefined): Promise<string> {
  let text = '';
  for await (const piece of decodeFile(file, encoding, signal)) {
    text += piece;
    if (text.length >= MAX_HEADER) break;
  }
  // Blank lines before the header are passed over by the parser too.
  return text.replace(/^[\r\n]+/, '');
}

async function* readRows(
  file: string,
  encoding: string,
  delimiter: Delimiter,
  signal: AbortSignal | undefined,
): AsyncGenerator<CsvRow> {
  const parser = parse({ delimiter, ...LINES, info: true, relax_column_count: true, skip_empty_lines: true });
  // What goes wrong before the parser comes out of the loop below.
  pipeline(Readable.from(decodeFile(file, encoding, signal)), parser, () => {});
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { line: info.lines, cells: record };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new InputError(
      'csv-invalid',
      `Expected values separated by ${NAMES[delimiter]} in ${file}: ${error.message}.`,
      {
        cause: error,
      },
    );
  }
}

/** Files put together from several have several kinds of line ends. */
const LINES = { record_delimiter: ['\r\n', '\n', '\r'] };

const NAMES: Readonly<Record<Delimiter, string>> = { ',': 'commas', '\t': 'tabs', ';': 'semicolons' };
