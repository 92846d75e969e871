import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DataError, InputError } from '../../errors.ts';
import { decodeDataUrl, isDataUrl } from '../../lib/data-url.ts';
import { realFolder } from '../../lib/inside-folder.ts';
import { type Line, splitLines } from '../../lib/json-lines.ts';
import { type ColumnOptions, type Columns, findColumns } from './csv-columns.ts';
import { RowReader } from './labelled-row.ts';
import type { DocumentItem, DocumentSource } from './source.ts';

export interface JsonlManifestOptions extends ColumnOptions {
  /** JSON Lines in UTF-8: one object per image, with the image's path or data URL, its label, and perhaps its `group`. */
  readonly manifest: string;
  /** Folder that paths are relative to and must lie in. Default: the manifest's. */
  readonly images?: string;
}

/** Longest line, bytes: a data URL of the largest image that Nova takes has 14 MB. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

/**
 * A JSON Lines file that names images and labels; the keys of the first object are those of all. Unusable lines are skipped with a reason.
 * `group` is taken as the group when no other key is named for it.
 * Memory: one line at a time; images in data URLs are read again when they are needed.
 *
 * @throws InputError `file-not-found`, `folder-not-found`, `csv-column-missing`, `csv-column-ambiguous`, while iterating
 */
export function jsonlManifest(options: JsonlManifestOptions): DocumentSource {
  const { manifest, images = dirname(manifest) } = options;
  return {
    kind: 'jsonl-manifest',
    location: manifest,
    async *documents(signal) {
      await checkFile(manifest);
      const rows = new RowReader(await realFolder(images, 'images'), 'line');
      const chunks = createReadStream(manifest, signal === undefined ? {} : { signal });
      let keys: Keys | undefined;
      let start = 0;
      for await (const line of splitLines(chunks, MAX_LINE_BYTES)) {
        const place = { file: manifest, start, length: line.length };
        start += line.length + { crlf: 2, lf: 1, none: 0 }[line.end];
        const record = readRecord(line);
        if (record.kind === 'blank') continue;
        if (record.kind === 'wrong') {
          yield rows.skip(line.number, `line-${line.number}`, record.code, record.reason);
          continue;
        }
        keys ??= findKeys(record.fields, options);
        yield await readLine(line.number, record.fields, keys, rows, place);
      }
    },
  };
}

interface Keys {
  readonly image: string;
  readonly label: string;
  readonly group: string;
}

/** Where a line lies in the file, bytes. */
interface Place {
  readonly file: string;
  readonly start: number;
  readonly length: number;
}

type Fields = Readonly<Record<string, unknown>>;
type ReadRecord =
  | { readonly kind: 'blank' }
  | { readonly kind: 'wrong'; readonly code: string; readonly reason: string }
  | { readonly kind: 'record'; readonly fields: Fields };

async function readLine(
  line: number,
  fields: Fields,
  keys: Keys,
  rows: RowReader,
  place: Place,
): Promise<DocumentItem> {
  const [image, label, group] = [fields[keys.image], fields[keys.label], fields[keys.group]];
  const id = `line-${line}`;
  if (typeof image === 'object' && image !== null) {
    return rows.skip(
      line,
      id,
      'image-name-empty',
      `expected a path or a data URL in ${keys.image}, but it is an object`,
    );
  }
  if (typeof label === 'object' && label !== null) {
    return rows.skip(line, id, 'label-not-text', `expected a text or a number in ${keys.label}, but it is an object`);
  }
  const row = { line, image: textOf(image), label: textOf(label), group: textOf(group) };
  if (!isDataUrl(row.image)) return rows.read(row);
  if (row.label.trim() === '') return rows.skip(line, id, 'label-empty', `the label of ${id} is empty`);
  if (decodeDataUrl(row.image) === undefined) {
    return rows.skip(line, id, 'data-url-invalid', `expected a base64 data URL in ${keys.image}`);
  }
  const named = row.group.trim() === '' ? {} : { group: row.group.trim() };
  const bytes = () => readImage(place, keys.image);
  return { kind: 'document', document: { id, path: place.file, label: row.label.trim(), ...named, bytes } };
}

function readRecord(line: Line): ReadRecord {
  if (line.tooLong) {
    return {
      kind: 'wrong',
      code: 'line-too-long',
      reason: `expected at most ${MAX_LINE_BYTES} bytes, but it has ${line.length}`,
    };
  }
  let text: string;
  try {
    text = decode(line.bytes);
  } catch {
    return { kind: 'wrong', code: 'line-encoding', reason: 'expected UTF-8, but some bytes are none' };
  }
  if (text.trim() === '') return { kind: 'blank' };
  try {
    const value: unknown = JSON.parse(text);
    if (isFields(value)) return { kind: 'record', fields: value };
    return { kind: 'wrong', code: 'record-shape', reason: 'expected a JSON object' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'wrong', code: 'json-syntax', reason: `expected JSON: ${reason}` };
  }
}

function decode(bytes: Uint8Array): string {
  // Passes over a byte order mark.
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function findKeys(fields: Fields, options: JsonlManifestOptions): Keys {
  const names = Object.keys(fields);
  const columns: Columns = findColumns(names, options, options.manifest);
  return {
    image: names[columns.image] ?? '',
    label: names[columns.label] ?? '',
    group: options.groupColumn ?? 'group',
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? `${value}` : '';
}

/** Reads a line again for the image in it, so that not every image of the file is in memory at once. */
async function readImage({ file, start, length }: Place, key: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const buffer = Buffer.alloc(length);
    await handle.read(buffer, 0, length, start);
    const record = readRecord({ number: 0, bytes: buffer, length, tooLong: false, end: 'none' });
    const image = record.kind === 'record' ? decodeDataUrl(textOf(record.fields[key])) : undefined;
    if (image !== undefined) return image.bytes;
  } finally {
    await handle.close();
  }
  throw new DataError(
    'source-changed',
    `Expected the image at byte ${start} of ${file}, but the file has changed since.`,
    {
      remedy: 'Run it again while nothing else writes the file.',
    },
  );
}

async function checkFile(file: string): Promise<void> {
  if ((await stat(file).catch(() => undefined))?.isFile()) return;
  throw new InputError('file-not-found', `Expected a JSON Lines file at ${file}, but there is none.`, {
    remedy: 'Check the path.',
  });
}
