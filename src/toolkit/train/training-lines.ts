import { createHash } from 'node:crypto';
import { DataError } from '../errors.ts';
import { DEFAULT_MAX_LINE_BYTES, splitLines } from '../lib/json-lines.ts';
import { requireS3Uri } from '../lib/require-s3-uri.ts';
import type { Cloud } from '../ports/cloud.ts';

/** A training file in S3 while it is read: its rows, and at the end what it was. */
export interface TrainingLines {
  /** Rows without blanks around them, blank lines left out; each is good until the next is pulled. A last line without a line end counts. */
  rows(): AsyncGenerator<Buffer>;
  /** SHA-256 of the bytes read so far, hex. */
  sha256(): string;
}

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Opens a JSON Lines object. Streams: a chunk and one line in memory.
 * @throws {DataError} `data-missing`, `line-too-long`
 */
export async function openTrainingLines(uri: string, cloud: Cloud, signal?: AbortSignal): Promise<TrainingLines> {
  const { bucket, key } = requireS3Uri(uri);
  const body = await cloud.objects.get(bucket, key, signal);
  if (!body) {
    throw new DataError('data-missing', `There is no training file at ${uri}.`, {
      remedy: 'Upload the data set first.',
    });
  }
  const hash = createHash('sha256');
  async function* hashed(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  }
  return {
    async *rows() {
      for await (const { bytes, tooLong, number } of splitLines(hashed(body))) {
        if (tooLong) {
          throw new DataError(
            'line-too-long',
            `Line ${number} of ${uri} is longer than ${DEFAULT_MAX_LINE_BYTES} bytes.`,
          );
        }
        const row = trim(bytes, number === 1);
        if (row.length > 0) yield row;
      }
    },
    sha256: () => hash.copy().digest('hex'),
  };
}

/** Without blanks at either end, and the file's first line without a byte order mark. */
function trim(bytes: Uint8Array, isFirst: boolean): Buffer {
  const row = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let start = isFirst && row.toString('utf8', 0, 3) === BYTE_ORDER_MARK ? 3 : 0;
  let end = row.length;
  while (start < end && isBlank(row[start])) start += 1;
  while (end > start && isBlank(row[end - 1])) end -= 1;
  return row.subarray(start, end);
}

/** JSON's blanks. */
const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a;
