import { sha256Hex } from '../../lib/hash.ts';
import { DEFAULT_MAX_LINE_BYTES, type Line, LineSplitter } from '../../lib/json-lines.ts';
import type { Chunks } from '../sources.ts';
import { type Change, type FixContext, fixRecord, withSchemaVersion } from './fix-record.ts';

/** A change and the line of the input that it was made on. */
export interface LineChange extends Change {
  /** 1-based. */
  readonly line: number;
}

export interface FixLinesOptions extends FixContext {
  /** Whether records are repeated on purpose and stay. Default false: exact copies are left out. */
  readonly repeats?: boolean;
}

/** What one line of the input became. */
export interface FixedLine {
  /** Bytes to write, with their line feed; undefined for a line that is left out. */
  readonly bytes?: Uint8Array;
  readonly changes: readonly LineChange[];
}

/** Hashes kept to find copies, some 20 MB; later copies stay. */
const MOST_KEPT = 200_000;
const LINE_FEED = new Uint8Array([0x0a]);
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Corrects lines one by one. Lines that need nothing keep their bytes; unreadable lines stay as they are, for
 * `validate` to report. Memory: a chunk, a line, and the hashes of at most 200,000 records.
 */
export async function* fixLines(chunks: Chunks, options: FixLinesOptions): AsyncGenerator<FixedLine, void, undefined> {
  const splitter = new LineSplitter(Number.MAX_SAFE_INTEGER);
  const seen = new Map<string, number>();
  for await (const chunk of chunks) for (const line of splitter.push(chunk)) yield fixLine(line, seen, options);
  const last = splitter.end();
  if (last !== undefined) yield fixLine(last, seen, options);
}

function fixLine(line: Line, seen: Map<string, number>, options: FixLinesOptions): FixedLine {
  const changes: Change[] = [];
  const number = line.number;
  const done = (bytes?: Uint8Array): FixedLine => ({
    ...(bytes && { bytes: Buffer.concat([bytes, LINE_FEED]) }),
    changes: changes.map((change) => ({ ...change, line: number })),
  });
  if (line.end === 'crlf') changes.push({ code: 'carriage-return', message: 'carriage return removed' });
  let { bytes } = line;
  if (number === 1 && BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte)) {
    bytes = bytes.subarray(BYTE_ORDER_MARK.length);
    changes.push({ code: 'byte-order-mark', message: 'byte order mark removed' });
  }
  if (isBlank(bytes)) {
    changes.push({ code: 'blank-line', message: 'blank line left out' });
    return done();
  }
  if (line.end === 'none') changes.push({ code: 'last-line-end', message: 'line feed added at the end' });
  const fixed = bytes.length > DEFAULT_MAX_LINE_BYTES ? bytes : fixText(bytes, options, changes);
  const before = options.repeats === true ? undefined : remember(seen, fixed, number);
  if (before === undefined) return done(fixed);
  changes.push({ code: 'duplicate-record', message: `left out, the same as line ${before}` });
  return done();
}

/** Longer lines of white space stay; `validate` reports them. Bytes. */
const LONGEST_BLANK = 4096;
const isBlank = (bytes: Uint8Array) => bytes.length <= LONGEST_BLANK && !/\S/.test(Buffer.from(bytes).toString('utf8'));

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes of the corrected record; the same bytes when there is nothing to correct or nothing can be read. */
function fixText(bytes: Uint8Array, context: FixContext, changes: Change[]): Uint8Array {
  let text: string;
  let value: unknown;
  try {
    text = decoder.decode(bytes);
    value = JSON.parse(text);
  } catch {
    return bytes;
  }
  const made = [...fixRecord(value, context)];
  const versioned = withSchemaVersion(value, context);
  if (versioned !== undefined)
    made.unshift({ code: 'schema-version', pointer: '/schemaVersion', message: 'schemaVersion added' });
  if (made.length === 0 || losesNumbers(text)) return bytes;
  changes.push(...made);
  return Buffer.from(JSON.stringify(versioned ?? value));
}

/** Numbers that writing the record anew would change: more digits than a double holds, or an exponent. Such records stay. */
function losesNumbers(text: string): boolean {
  const withoutStrings = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  return /\d{16}|\.\d*\d{15}|\d[eE]/.test(withoutStrings);
}

/** The line of an earlier copy, by the content that is written. */
function remember(seen: Map<string, number>, bytes: Uint8Array, line: number): number | undefined {
  const key = sha256Hex(bytes);
  const before = seen.get(key);
  if (before === undefined && seen.size < MOST_KEPT) seen.set(key, line);
  return before;
}
