import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { InputError } from '../../errors.ts';
import type { SourceItem } from './source.ts';

/** How the bytes of a text file become characters. */
export interface TextEncoding {
  /** WHATWG name in lower case: `utf-8`, `utf-16le`, `utf-16be`, `gb18030`, or what the user asked for. */
  readonly name: string;
  /** `option`: the user's word; `byte-order-mark`: the file's own; `content`: the first of UTF-8 and GB18030 that decodes every byte. */
  readonly from: 'option' | 'byte-order-mark' | 'content';
}

const UTF_8 = 'utf-8';
/** A superset of GBK and GB2312, which Excel writes on Chinese systems. */
const GB18030 = 'gb18030';

/**
 * Finds out how a text file is encoded. Reads files without a byte order mark once from end to end; memory stays at one read buffer (64 KiB).
 *
 * @param wanted a WHATWG label such as `gbk`; wins over everything.
 * @throws InputError `file-not-found`, `file-is-spreadsheet`, `encoding-unknown`, `encoding-undecidable`
 */
export async function detectEncoding(file: string, wanted?: string, signal?: AbortSignal): Promise<TextEncoding> {
  const start = await readStart(file);
  refuseSpreadsheet(start, file);
  if (wanted !== undefined) return { name: canonicalName(wanted), from: 'option' };
  const marked = byteOrderMark(start);
  if (marked !== undefined) return { name: marked, from: 'byte-order-mark' };
  for (const name of [UTF_8, GB18030]) {
    if (await decodes(file, name, signal)) return { name, from: 'content' };
  }
  throw new InputError(
    'encoding-undecidable',
    `Expected ${file} to be UTF-8, UTF-16 or GB18030 text, but it is neither.`,
    {
      remedy: 'Name its encoding, or save it as UTF-8.',
    },
  );
}

/**
 * The text of a file in pieces, without a byte order mark. Memory: one read buffer (64 KiB).
 * @throws InputError `encoding-mismatch` for bytes that the encoding does not know
 */
export async function* decodeFile(file: string, encoding: string, signal?: AbortSignal): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(file, signal === undefined ? {} : { signal })) {
      const text = decoder.decode(chunk as Uint8Array, { stream: true });
      if (text !== '') yield text;
    }
    const rest = decoder.decode();
    if (rest !== '') yield rest;
  } catch (cause) {
    if (!isUndecodable(cause)) throw cause;
    throw new InputError('encoding-mismatch', `Expected ${encoding} text in ${file}, but some bytes are none.`, {
      remedy: 'Name another encoding, or save the file as UTF-8.',
      cause,
    });
  }
}

/** Says which encoding was taken, unless it is the usual one or the user named it. */
export function* encodingNote({ name, from }: TextEncoding, file: string): Generator<SourceItem> {
  if (from === 'option' || name === UTF_8) return;
  // Texts in a Western encoding often pass for GB18030 too.
  const why =
    from === 'byte-order-mark'
      ? 'by its byte order mark'
      : 'because it is not UTF-8; name its encoding if that is wrong';
  yield { kind: 'note', note: { code: 'text-encoding', message: `${file} is read as ${name}, ${why}.` } };
}

async function readStart(file: string): Promise<Uint8Array> {
  if (!(await stat(file).catch(() => undefined))?.isFile()) {
    throw new InputError('file-not-found', `Expected a file at ${file}, but there is none.`, {
      remedy: 'Check the path.',
    });
  }
  const handle = await open(file);
  try {
    const buffer = Buffer.alloc(8);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** ZIP containers (`.xlsx`) and OLE containers (`.xls`). */
const SPREADSHEETS = [
  ['504b0304', 'an Excel workbook (.xlsx) or another ZIP file'],
  ['d0cf11e0', 'an old Excel workbook (.xls)'],
] as const;

function refuseSpreadsheet(start: Uint8Array, file: string): void {
  const magic = Buffer.from(start.subarray(0, 4)).toString('hex');
  const found = SPREADSHEETS.find(([bytes]) => bytes === magic);
  if (found === undefined) return;
  throw new InputError('file-is-spreadsheet', `Expected a text file at ${file}, but it is ${found[1]}.`, {
    remedy: 'Open it and save the sheet as “CSV UTF-8”.',
  });
}

function byteOrderMark([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return UTF_8;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

function canonicalName(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch (cause) {
    throw new InputError(
      'encoding-unknown',
      `Expected the name of a text encoding, but got ${JSON.stringify(label)}.`,
      {
        remedy: 'Use a name such as utf-8, utf-16le, gb18030 or big5.',
        cause,
      },
    );
  }
}

async function decodes(file: string, encoding: string, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    for await (const _ of decodeFile(file, encoding, signal));
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

function isUndecodable(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
}
