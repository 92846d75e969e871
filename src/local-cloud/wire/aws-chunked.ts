import { Transform, type TransformCallback } from 'node:stream';
import { ServiceError } from '../service/service-error.ts';

/** Longest chunk header or trailer line, bytes. A signed chunk header has about 90. */
const MAX_LINE = 8192;
/** Most trailing headers. */
const MAX_TRAILERS = 32;

type State = 'size' | 'data' | 'data-end' | 'trailer' | 'done';

/**
 * Takes the `aws-chunked` framing off a stream: `<hex size>[;chunk-signature=…]\r\n<data>\r\n … 0\r\n<trailers>\r\n\r\n`.
 * Memory is bounded by one incoming buffer plus one line. Fails with S3's own error when the framing is broken or cut short.
 */
export class AwsChunkedDecoder extends Transform {
  /** Trailing headers by lower-case name; complete once the stream has ended. */
  readonly trailers: Record<string, string> = {};
  /** Bytes the client promised, undefined when it did not. */
  readonly #promised: number | undefined;
  #state: State = 'size';
  /** Bytes of the current chunk still to come. */
  #remaining = 0;
  #decoded = 0;
  /** A line whose end has not arrived yet. */
  #partial = '';

  /** @param decodedLength `x-amz-decoded-content-length`, bytes. */
  constructor(decodedLength?: number) {
    super();
    this.#promised = decodedLength;
  }

  override _transform(input: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      let rest = input;
      while (rest.length > 0) rest = this.#state === 'data' ? this.#takeData(rest) : this.#takeLine(rest);
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }

  override _flush(done: TransformCallback): void {
    // Some signers end right after the last trailer line, without the empty one.
    const hasTrailers = Object.keys(this.trailers).length > 0;
    const ended = this.#state === 'done' || (this.#state === 'trailer' && this.#partial === '' && hasTrailers);
    if (!ended || (this.#promised !== undefined && this.#promised !== this.#decoded)) {
      done(incomplete());
      return;
    }
    done();
  }

  #takeData(input: Buffer): Buffer {
    const taken = input.subarray(0, this.#remaining);
    this.#remaining -= taken.length;
    this.#decoded += taken.length;
    this.push(taken);
    if (this.#remaining === 0) this.#state = 'data-end';
    return input.subarray(taken.length);
  }

  #takeLine(input: Buffer): Buffer {
    if (this.#state === 'done') throw malformed('bytes after the last chunk');
    const end = input.indexOf(10);
    const piece = input.toString('latin1', 0, end < 0 ? input.length : end);
    if (this.#partial.length + piece.length > MAX_LINE) throw malformed('a chunk header is too long');
    this.#partial += piece;
    if (end < 0) return input.subarray(input.length);
    if (!this.#partial.endsWith('\r')) throw malformed('a line does not end with CR LF');
    const line = this.#partial.slice(0, -1);
    this.#partial = '';
    this.#acceptLine(line);
    return input.subarray(end + 1);
  }

  #acceptLine(line: string): void {
    switch (this.#state) {
      case 'size':
        this.#remaining = chunkSize(line);
        this.#state = this.#remaining === 0 ? 'trailer' : 'data';
        return;
      case 'data-end':
        if (line !== '') throw malformed('a chunk is longer than its header says');
        this.#state = 'size';
        return;
      default:
        this.#acceptTrailer(line);
    }
  }

  #acceptTrailer(line: string): void {
    if (line === '') {
      this.#state = 'done';
      return;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) throw malformed('a trailer has no name');
    if (Object.keys(this.trailers).length >= MAX_TRAILERS) throw malformed('too many trailers');
    this.trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
}

function chunkSize(line: string): number {
  const match = /^([0-9a-fA-F]{1,13})(?:;.*)?$/.exec(line);
  if (!match) throw malformed('a chunk header has no hexadecimal size');
  return Number.parseInt(match[1] ?? '', 16);
}

function malformed(reason: string): ServiceError {
  return new ServiceError('InvalidRequest', `The aws-chunked body is malformed: ${reason}.`, { status: 400 });
}

function incomplete(): ServiceError {
  const message = 'You did not provide the number of bytes specified by the Content-Length HTTP header.';
  return new ServiceError('IncompleteBody', message, { status: 400 });
}
