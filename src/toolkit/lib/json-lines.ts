/** One line of a text file, without its line end. */
export interface Line {
  /** 1-based. */
  readonly number: number;
  /** Bytes of the line; empty when `tooLong`. Valid until the next line is pulled. */
  readonly bytes: Uint8Array;
  /** Length in bytes without the line end. */
  readonly length: number;
  /** The line is longer than the limit; its bytes were not kept. */
  readonly tooLong: boolean;
  /** How the line ended; `none` for a last line without a line end. */
  readonly end: 'lf' | 'crlf' | 'none';
}

/** Longest line kept by default, bytes. A Nova record of 32k tokens is about 200 KB; nothing useful is longer than this. */
export const DEFAULT_MAX_LINE_BYTES = 4 * 1024 * 1024;

const NO_BYTES = new Uint8Array(0);
const LF = 0x0a;
const CR = 0x0d;

/**
 * Splits bytes into lines at LF and CRLF only. Not `node:readline`, which also splits at U+2028 and U+2029: both are legal inside JSON strings.
 * Memory: one chunk plus one line of at most `maxLineBytes`; longer lines are counted but not kept.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxLineBytes: number = DEFAULT_MAX_LINE_BYTES,
): AsyncGenerator<Line, void, undefined> {
  const splitter = new LineSplitter(maxLineBytes);
  for await (const chunk of chunks) yield* splitter.push(chunk);
  const last = splitter.end();
  if (last !== undefined) yield last;
}

/** What `splitLines` does, chunk by chunk and without waiting: for callers that count microseconds. */
export class LineSplitter {
  readonly #pending: PendingLine;

  constructor(maxLineBytes: number = DEFAULT_MAX_LINE_BYTES) {
    this.#pending = new PendingLine(maxLineBytes);
  }

  /** The lines that end in this chunk. The chunk is not kept. */
  *push(chunk: Uint8Array): Generator<Line, void, undefined> {
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      yield this.#pending.finish(chunk.subarray(start, end), true);
      start = end + 1;
    }
    this.#pending.append(chunk.subarray(start));
  }

  /** A last line without a line end, if there is one. */
  end(): Line | undefined {
    return this.#pending.length > 0 ? this.#pending.finish(NO_BYTES, false) : undefined;
  }
}

/** Bytes of a line that has begun in an earlier chunk. */
class PendingLine {
  length = 0;
  #parts: Uint8Array[] = [];
  #lastByte: number | undefined;
  #number = 0;
  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  append(part: Uint8Array): void {
    if (part.length === 0) return;
    this.length += part.length;
    this.#lastByte = part.at(-1);
    // One byte more than the limit is kept: it may be the CR of a line end.
    // Copied, since whoever gives chunks may use their memory again.
    if (this.length <= this.#maxBytes + 1) this.#parts.push(new Uint8Array(part));
    else this.#parts = [];
  }

  finish(last: Uint8Array, ended: boolean): Line {
    const length = this.length + last.length;
    // Typed arrays are dear to make, so a line within one chunk takes none besides its own view.
    const isWhole = this.length === 0;
    const carriageReturn = ended && (last.length > 0 ? last[last.length - 1] : this.#lastByte) === CR;
    const content = carriageReturn ? length - 1 : length;
    const tooLong = content > this.#maxBytes;
    const bytes = tooLong ? NO_BYTES : isWhole ? last : Buffer.concat([...this.#parts, last]);
    const kept = bytes.length === content || tooLong ? bytes : bytes.subarray(0, content);
    if (!isWhole) {
      this.length = 0;
      this.#parts = [];
      this.#lastByte = undefined;
    }
    this.#number += 1;
    return {
      number: this.#number,
      bytes: kept,
      length: content,
      tooLong,
      end: carriageReturn ? 'crlf' : ended ? 'lf' : 'none',
    };
  }
}
